import { forms } from '../forms/catalogue.ts';
import type { Exchange, Reply } from '../http-types.ts';
import { page } from '../replies.ts';
import { Html, markup } from '../../shared/markup.ts';
import { quirkScript } from './quirk-script.ts';

/** What makes a page. */
export interface PageContent {
  readonly title: string;
  readonly main: Html;
  /** The navigation entry to mark. */
  readonly current?: string;
  readonly status?: number;
  readonly narrow?: boolean;
}

/** A whole page: head, navigation for signed-in users, content, and the dialog if a fault asks for one. */
export function layout(exchange: Exchange, content: PageContent): Reply {
  const whole = markup`<!doctype html>
<html lang="de">
<head><meta charset="utf-8"><title>${content.title} – Musterverfahren</title>
<meta name="viewport" content="width=device-width, initial-scale=1"><link rel="icon" href="data:,"><link rel="stylesheet" href="/stil.css"></head>
<body>
<header><a class="marke" href="/">Musterverfahren</a><span class="amt">Stadt Musterstadt · Bürgeramt</span>${exchange.session && signOut(exchange.session.user)}</header>
${exchange.session && navigation(content.current)}
<main${content.narrow ? new Html(' class="schmal"') : ''}>
<h1>${content.title}</h1>
${content.main}
</main>
<footer>Musterverfahren 4.2 · Simulation zum Erproben, keine echten Daten eingeben</footer>
${dialogScript(exchange)}${quirkScript(exchange.quirks)}
</body>
</html>
`;
  return page(whole, content.status);
}

/** The label to show: faults may rename it. */
export function labelText(exchange: Exchange, label: string): string {
  return exchange.effects.labels[label] ?? label;
}

function signOut(user: string): Html {
  return markup`<span>Angemeldet: ${user}</span><form method="post" action="/abmelden"><button type="submit">Abmelden</button></form>`;
}

function navigation(current: string | undefined): Html {
  const entries = [
    { href: '/', label: 'Übersicht' },
    { href: '/suche', label: 'Suche' },
    ...forms.map((form) => ({ href: `/${form.kind}`, label: form.plural })),
  ];
  return markup`<nav aria-label="Hauptnavigation">${entries.map(
    (entry) => markup`<a href="${entry.href}"${entry.href === current ? new Html(' aria-current="page"') : ''}>${entry.label}</a>`,
  )}</nav>`;
}

function dialogScript(exchange: Exchange): Html | undefined {
  const fault = exchange.effects.dialog;
  if (!fault) return undefined;
  const text = JSON.stringify(fault.text ?? 'Möchten Sie wirklich fortfahren?').replaceAll('<', '\\u003c');
  const call = fault.dialog === 'confirm' ? `confirm(${text})` : `(alert(${text}), true)`;
  const script =
    fault.on === 'submit'
      ? `document.querySelector('main form').addEventListener('submit', (event) => { if (!${call}) event.preventDefault(); });`
      : `addEventListener('load', () => { ${call}; });`;
  return new Html(`<script>${script}</script>`);
}
