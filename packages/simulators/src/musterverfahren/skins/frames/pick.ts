import type { App } from '../../app.ts';
import { forms } from '../../forms/catalogue.ts';
import { fieldsOf } from '../../forms/field.ts';
import { markup } from '../../../shared/markup.ts';
import type { Exchange, Reply } from '../../http-types.ts';
import { shapeForm } from '../../quirks/shape-form.ts';
import type { Route } from '../../router.ts';
import { fieldCode } from './field-codes.ts';
import { oldPage } from './old-page.ts';

/** The pop-up windows: pick a choice, answer a question. Both act on the window that opened them. */
export const pickRoutes: readonly Route[] = [
  { method: 'GET', pattern: '/mv/auswahl', guard: 'session', handler: pickPage },
  { method: 'GET', pattern: '/mv/rueckfrage', guard: 'session', handler: (_app, exchange) => questionPage(exchange) },
];

function pickPage(app: App, exchange: Exchange): Reply {
  const { query } = exchange.request;
  const form = forms.find(({ kind }) => kind === query.get('ART'));
  const shaped = form && shapeForm(form, app.quirks);
  const field = shaped && fieldsOf(shaped).find((each) => fieldCode(shaped, each) === query.get('FELD'));
  const code = shaped && field ? fieldCode(shaped, field) : '';
  const rows = (field?.choices ?? []).map(
    ({ value, label }) =>
      markup`<tr><td><a href="#" onclick="opener.uebernehmen('${code}', this.getAttribute('schluessel'), this.innerText); window.close(); return false" schluessel="${value}">${label}</a></td></tr>`,
  );
  const body = markup`<h1>Auswahl</h1><table class="liste" width="100%"><tr><th>Bezeichnung</th></tr>${rows}</table><p><input type="button" class="knopf" value="Abbrechen" onclick="window.close()"></p>`;
  return oldPage(exchange, { title: 'Auswahl', body, background: '#ece9d8' });
}

function questionPage(exchange: Exchange): Reply {
  const body = markup`<br><center>Soll der Datensatz wirklich gespeichert werden?<br><br>
<input type="button" class="knopf" value="Ja" onclick="opener.abschicken(); window.close()"> <input type="button" class="knopf" value="Nein" onclick="window.close()"></center>`;
  return oldPage(exchange, { title: 'Rückfrage', body, background: '#ece9d8' });
}
