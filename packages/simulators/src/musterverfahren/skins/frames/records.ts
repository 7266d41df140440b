import type { App } from '../../app.ts';
import { forms } from '../../forms/catalogue.ts';
import type { Form } from '../../forms/field.ts';
import { labelText } from '../../html/layout.ts';
import { Html, markup } from '../../../shared/markup.ts';
import type { Exchange, Reply } from '../../http-types.ts';
import { germanTime, statusText, valueText } from '../../pages/record.ts';
import { shapeForm } from '../../quirks/shape-form.ts';
import type { Route } from '../../router.ts';
import { nameOf, searchFields, searchRecords, visibleRecords } from '../../search.ts';
import type { StoredRecord } from '../../store.ts';
import { toGermanDate } from './old-dates.ts';
import { oldPage, withSession } from './old-page.ts';

const longestList = 200;

/** Search, lists and saved records. */
export const recordRoutes: readonly Route[] = [
  { method: 'GET', pattern: '/mv/suche', guard: 'session', act: 'search', handler: searchPage },
  ...forms.flatMap((form): Route[] => [
    {
      method: 'GET',
      pattern: `/mv/${form.kind}/bestand`,
      guard: 'session',
      act: 'search',
      handler: (app, exchange) => listPage(exchange, form.plural, visibleRecords(app, exchange, { kind: form.kind })),
    },
    {
      method: 'GET',
      pattern: `/mv/${form.kind}/akte/:aktenzeichen`,
      guard: 'session',
      act: 'read',
      handler: (app, exchange) => recordPage(app, exchange, shapeForm(form, app.quirks)),
    },
  ]),
];

function searchPage(app: App, exchange: Exchange): Reply {
  const term = exchange.request.query.get('BEGRIFF') ?? '';
  const scope = exchange.request.query.get('FELD') ?? 'alle';
  const records = term === '' ? undefined : searchRecords(app, exchange, { term, scope });
  const body = markup`<h1>Suche</h1><form method="get" action="/mv/suche"><input type="hidden" name="SID" value="${exchange.session?.id ?? ''}">
<table class="maske"><tr><td class="feld">Suchbegriff:</td><td><input type="text" name="BEGRIFF" size="24" value="${term}"></td></tr>
<tr><td class="feld">Suchen in:</td><td><select name="FELD">${searchFields.map(
    ({ value, label }) => markup`<option value="${value}"${value === scope ? new Html(' selected') : ''}>${label}</option>`,
  )}</select></td></tr>
<tr><td></td><td><input type="submit" class="knopf" value="Suchen"></td></tr></table></form>${records && hits(exchange, records)}`;
  return oldPage(exchange, { title: 'Suche', body });
}

function listPage(exchange: Exchange, title: string, records: readonly StoredRecord[]): Reply {
  return oldPage(exchange, { title, body: markup`<h1>${title}: Bestand</h1>${hits(exchange, records)}` });
}

function hits(exchange: Exchange, records: readonly StoredRecord[]): Html {
  const rows = records
    .toReversed()
    .slice(0, longestList)
    .map(
      (record) =>
        markup`<tr><td><a href="${withSession(exchange, `/${record.kind}/akte/${record.aktenzeichen}`)}">${record.aktenzeichen}</a></td><td>${nameOf(record)}</td><td>${record.fremdschluessel}</td><td>${germanTime(record.createdAt)}</td></tr>`,
    );
  return markup`<p>${records.length} Treffer</p><table class="liste" width="720"><tr><th>Aktenzeichen</th><th>Name</th><th>Fremdschlüssel</th><th>Erfasst am</th></tr>${rows}</table>`;
}

function recordPage(app: App, exchange: Exchange, form: Form): Reply {
  const record = app.store.get(exchange.params['aktenzeichen'] ?? '');
  if (record?.kind !== form.kind)
    return oldPage(exchange, { title: 'Fehler', body: markup`<p class="rot">Die Akte ist nicht vorhanden.</p>`, status: 404 });
  const groups = form.steps.map(
    (step) =>
      markup`<tr><td colspan="2" class="gruppe">${step.title}</td></tr>${step.fields
        .filter(({ kind }) => kind !== 'file')
        .map(
          (field) =>
            markup`<tr><td class="feld" width="220">${labelText(exchange, field.label)}:</td><td>${toGermanDate(valueText(field, record.fields[field.name]))}</td></tr>`,
        )}`,
  );
  const files = record.attachments.map(({ name, size }) => markup`<tr><td class="feld">Anlage:</td><td>${name} (${size} Byte)</td></tr>`);
  const body = markup`<h1>Akte ${record.aktenzeichen}</h1><table class="maske" width="720"><tr><td class="feld">Aktenzeichen:</td><td><b>${record.aktenzeichen}</b></td></tr><tr><td class="feld">Status:</td><td>${statusText(app, record)}</td></tr>${groups}${files}</table>`;
  return oldPage(exchange, { title: `Akte ${record.aktenzeichen}`, body });
}
