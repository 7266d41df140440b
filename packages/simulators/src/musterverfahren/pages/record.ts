import type { RecordStatus } from '../api/record-status.ts';
import type { App } from '../app.ts';
import { forms } from '../forms/catalogue.ts';
import type { Field, FieldValue, FieldValues, Form } from '../forms/field.ts';
import { markup, type Html } from '../../shared/markup.ts';
import { labelText, layout } from '../html/layout.ts';
import type { Exchange, Reply } from '../http-types.ts';
import { shapeForm } from '../quirks/shape-form.ts';
import type { Route } from '../router.ts';
import type { StoredAttachment, StoredRecord } from '../store.ts';

/** The page of a record and the page that confirms it, for every form. */
export const recordRoutes: readonly Route[] = forms.flatMap((form): Route[] => [
  {
    method: 'GET',
    pattern: `/${form.kind}/:aktenzeichen`,
    guard: 'session',
    act: 'read',
    handler: (app, exchange) => showRecord(app, exchange, shapeForm(form, app.quirks)),
  },
  {
    method: 'GET',
    pattern: `/${form.kind}/:aktenzeichen/bestaetigung`,
    guard: 'session',
    handler: (app, exchange) => showConfirmation(app, exchange, form),
  },
]);

/** All fields of a form with their values, page by page. */
export function valueLists(exchange: Exchange, form: Form, values: FieldValues): readonly Html[] {
  return form.steps.map((step) => {
    const rows = step.fields
      .filter((field) => field.kind !== 'file')
      .map(
        (field) =>
          markup`<dt>${labelText(exchange, field.label)}</dt><dd data-feld="${field.name}">${valueText(field, values[field.name])}</dd>`,
      );
    return markup`<h2>${step.title}</h2><dl>${rows}</dl>`;
  });
}

/** A table of files with their hashes; nothing when there are none. */
export function attachmentTable(files: readonly StoredAttachment[]): Html | undefined {
  if (files.length === 0) return undefined;
  return markup`<h2>Hochgeladene Anlagen</h2><table class="liste" data-testid="anlagen"><thead><tr><th>Name</th><th>Art</th><th>Größe</th><th>SHA-256</th></tr></thead><tbody>${files.map(
    (file) =>
      markup`<tr><td>${file.name}</td><td>${file.mediaType}</td><td>${file.size} Byte</td><td class="hash">${file.sha256}</td></tr>`,
  )}</tbody></table>`;
}

/** A page that says there is nothing here. */
export function notFound(exchange: Exchange): Reply {
  return layout(exchange, {
    title: 'Nicht gefunden',
    main: markup`<p class="meldung">Die Seite oder der Datensatz ist nicht vorhanden.</p>`,
    status: 404,
  });
}

/** How far the work on a record is, as clerks read it. */
export function statusText(app: App, record: StoredRecord): string {
  return statusTexts[app.store.status(record.aktenzeichen)];
}

/** A point in time as clerks read it. */
export function germanTime(milliseconds: number): string {
  return new Date(milliseconds).toLocaleString('de-DE', {
    dateStyle: 'medium',
    timeStyle: 'short',
    timeZone: 'Europe/Berlin',
  });
}

const statusTexts: Readonly<Record<RecordStatus, string>> = {
  eingegangen: 'eingegangen',
  in_bearbeitung: 'in Bearbeitung',
  rueckfrage: 'Rückfrage',
  abgeschlossen: 'abgeschlossen',
};

function showRecord(app: App, exchange: Exchange, form: Form): Reply {
  const record = recordOf(app, exchange, form);
  if (!record) return notFound(exchange);
  const main = markup`<dl><dt>Aktenzeichen</dt><dd data-testid="aktenzeichen">${record.aktenzeichen}</dd><dt>Erfasst am</dt><dd>${germanTime(record.createdAt)}</dd><dt>Erfasst von</dt><dd>${record.user} (${record.channel === 'web' ? 'Oberfläche' : 'Schnittstelle'})</dd><dt>Status</dt><dd data-testid="status">${statusText(app, record)}</dd></dl>
${valueLists(exchange, form, record.fields)}${attachmentTable(record.attachments)}`;
  return layout(exchange, { title: `${form.plural} ${record.aktenzeichen}`, main, current: `/${form.kind}` });
}

function showConfirmation(app: App, exchange: Exchange, form: Form): Reply {
  const record = recordOf(app, exchange, form);
  if (!record) return notFound(exchange);
  const main = markup`<p class="meldung erfolg" role="status">Der Datensatz wurde gespeichert.</p>
<p>Aktenzeichen: <strong class="aktenzeichen" data-testid="aktenzeichen">${record.aktenzeichen}</strong></p>
<p><a class="knopf haupt" href="/${form.kind}/${record.aktenzeichen}">Zum Datensatz</a> <a class="knopf" href="/${form.kind}/neu">Weiteren Datensatz erfassen</a></p>`;
  return layout(exchange, { title: 'Bestätigung', main, current: `/${form.kind}` });
}

function recordOf(app: App, exchange: Exchange, form: Form): StoredRecord | undefined {
  const record = app.store.get(exchange.params['aktenzeichen'] ?? '');
  return record?.kind === form.kind ? record : undefined;
}

/** A value as clerks read it: choices by their label, rows one per line. */
export function valueText(field: Field, value: FieldValue | undefined): string {
  if (typeof value === 'boolean') return value ? 'Ja' : 'Nein';
  if (typeof value === 'object') return value.map((entry) => choiceLabel(field, entry)).join('\n');
  return choiceLabel(field, value ?? '');
}

function choiceLabel(field: Field, value: string): string {
  return field.choices?.find((choice) => choice.value === value)?.label ?? value;
}
