import { forms } from '../../forms/catalogue.ts';
import { markup } from '../../../shared/markup.ts';
import type { Exchange, Reply } from '../../http-types.ts';
import { page } from '../../replies.ts';
import type { Route } from '../../router.ts';
import { oldPage, withSession } from './old-page.ts';

/** The frameset: `kopf` above, `menue` at the left, `inhalt` where the work is done. */
export const frameRoutes: readonly Route[] = [
  { method: 'GET', pattern: '/mv/start', guard: 'session', handler: (_app, exchange) => frameset(exchange) },
  { method: 'GET', pattern: '/mv/kopf', guard: 'session', handler: (_app, exchange) => head(exchange) },
  { method: 'GET', pattern: '/mv/menue', guard: 'session', handler: (_app, exchange) => menu(exchange) },
  { method: 'GET', pattern: '/mv/willkommen', guard: 'session', handler: (_app, exchange) => welcome(exchange) },
];

function frameset(exchange: Exchange): Reply {
  return page(markup`<!DOCTYPE HTML PUBLIC "-//W3C//DTD HTML 4.01 Frameset//EN">
<html>
<head><title>MUSTERVERFAHREN 2.1</title><link rel="icon" href="data:,"></head>
<frameset rows="40,*" border="1">
<frame name="kopf" src="${withSession(exchange, '/kopf')}" scrolling="no" noresize>
<frameset cols="170,*"><frame name="menue" src="${withSession(exchange, '/menue')}"><frame name="inhalt" src="${withSession(exchange, '/willkommen')}"></frameset>
</frameset>
</html>
`);
}

function head(exchange: Exchange): Reply {
  const body = markup`<table width="100%"><tr><td><b><font color="#ffffff">MUSTERVERFAHREN 2.1</font></b></td><td align="right"><font color="#ffffff">Benutzer: ${exchange.caller} | Mandant 001 Stadt Musterstadt</font></td></tr></table>`;
  return oldPage(exchange, { title: 'Kopf', body, background: '#0a246a' });
}

function menu(exchange: Exchange): Reply {
  const link = (path: string, text: string): ReturnType<typeof markup> =>
    markup`<tr><td>&nbsp;&nbsp;<a href="${withSession(exchange, path)}" target="inhalt">${text}</a></td></tr>`;
  const groups = forms.map(
    ({ kind, plural }) =>
      markup`<tr><td class="gruppe">${plural}</td></tr>${link(`/${kind}/erfassen`, 'Neuaufnahme')}${link(`/${kind}/bestand`, 'Bestand')}`,
  );
  const body = markup`<table width="100%" cellspacing="2">${groups}<tr><td class="gruppe">Allgemein</td></tr>${link('/suche', 'Suche')}
<tr><td>&nbsp;&nbsp;<a href="${withSession(exchange, '/abmeldung')}" target="_top">Abmelden</a></td></tr></table>`;
  return oldPage(exchange, { title: 'Menü', body, background: '#d4d0c8' });
}

function welcome(exchange: Exchange): Reply {
  const body = markup`<h1>Willkommen</h1><p>Bitte wählen Sie links eine Funktion.</p><p><font color="#808080">Letzte Anmeldung: heute - Datenbank PROD1</font></p>`;
  return oldPage(exchange, { title: 'Willkommen', body });
}
