import type { App } from '../app.ts';
import { forms } from '../forms/catalogue.ts';
import type { Form } from '../forms/field.ts';
import { markup, Html } from '../../shared/markup.ts';
import { layout } from '../html/layout.ts';
import type { Exchange, Reply } from '../http-types.ts';
import type { Route } from '../router.ts';
import { nameOf, searchFields, searchRecords, visibleRecords } from '../search.ts';
import type { StoredRecord } from '../store.ts';
import { germanTime } from './record.ts';

const longestList = 200;

/** Overview, search and the list of every form. */
export const listRoutes: readonly Route[] = [
  { method: 'GET', pattern: '/', guard: 'session', handler: showOverview },
  { method: 'GET', pattern: '/suche', guard: 'session', act: 'search', handler: showSearch },
  ...forms.map((form): Route => ({
    method: 'GET',
    pattern: `/${form.kind}`,
    guard: 'session',
    act: 'search',
    handler: (app, exchange) => showList(app, exchange, form),
  })),
];

function showOverview(app: App, exchange: Exchange): Reply {
  const records = visibleRecords(app, exchange);
  const tiles = forms.map((form) => {
    const count = records.filter((record) => record.kind === form.kind).length;
    return markup`<section class="kachel"><h2>${form.plural}</h2><p>${count} ${count === 1 ? 'Datensatz' : 'Datensätze'}</p><p><a class="knopf haupt" href="/${form.kind}/neu">Neu erfassen</a> <a class="knopf" href="/${form.kind}">Liste</a></p></section>`;
  });
  return layout(exchange, {
    title: 'Übersicht',
    main: markup`<div class="kacheln">${tiles}</div>`,
    current: '/',
  });
}

function showList(app: App, exchange: Exchange, form: Form): Reply {
  const records = visibleRecords(app, exchange, { kind: form.kind });
  const main = markup`<p><a class="knopf haupt" href="/${form.kind}/neu">Neu erfassen</a></p>${recordTable(records)}`;
  return layout(exchange, { title: form.plural, main, current: `/${form.kind}` });
}

function showSearch(app: App, exchange: Exchange): Reply {
  const term = exchange.request.query.get('begriff') ?? '';
  const scope = exchange.request.query.get('feld') ?? 'alle';
  const hits = term === '' ? undefined : searchRecords(app, exchange, { term, scope });
  const main = markup`<form method="get" action="/suche">
<div class="feld"><label for="begriff">Suchbegriff</label><input type="text" id="begriff" name="begriff" value="${term}" autocomplete="off"></div>
<div class="feld"><label for="feld">Suchen in</label><select id="feld" name="feld">${searchFields.map(
    (entry) => markup`<option value="${entry.value}"${entry.value === scope ? new Html(' selected') : ''}>${entry.label}</option>`,
  )}</select></div>
<div class="knoepfe"><button class="haupt" type="submit">Suchen</button></div>
</form>${hits && markup`<h2 data-testid="trefferzahl">${hits.length} Treffer</h2>${recordTable(hits)}`}`;
  return layout(exchange, { title: 'Suche', main, current: '/suche' });
}

function recordTable(records: readonly StoredRecord[]): Html {
  if (records.length === 0) return markup`<p class="meldung" data-testid="keine-treffer">Keine Datensätze gefunden.</p>`;
  const rows = records
    .toReversed()
    .slice(0, longestList)
    .map(
      (record) =>
        markup`<tr><td><a href="/${record.kind}/${record.aktenzeichen}" data-testid="treffer-aktenzeichen">${record.aktenzeichen}</a></td><td>${nameOf(record)}</td><td>${record.fremdschluessel}</td><td>${germanTime(record.createdAt)}</td></tr>`,
    );
  return markup`<table class="liste" data-testid="treffer"><thead><tr><th>Aktenzeichen</th><th>Name</th><th>Fremdschlüssel</th><th>Erfasst am</th></tr></thead><tbody>${rows}</tbody></table>`;
}
