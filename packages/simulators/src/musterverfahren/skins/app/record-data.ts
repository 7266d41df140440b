import type { App } from '../../app.ts';
import { forms } from '../../forms/catalogue.ts';
import type { Field, Form } from '../../forms/field.ts';
import { labelText } from '../../html/layout.ts';
import type { Exchange, Reply } from '../../http-types.ts';
import { germanTime, statusText, valueText } from '../../pages/record.ts';
import { shapeForm } from '../../quirks/shape-form.ts';
import { json } from '../../replies.ts';
import type { Route } from '../../router.ts';
import { nameOf, searchRecords, visibleRecords } from '../../search.ts';

/** What the application reads: forms, lists, records. */
export const recordDataRoutes: readonly Route[] = [
  { method: 'GET', pattern: '/daten/uebersicht', guard: 'session', handler: overview },
  { method: 'GET', pattern: '/daten/suche', guard: 'session', act: 'search', handler: search },
  ...forms.flatMap((form): Route[] => [
    {
      method: 'GET',
      pattern: `/daten/formulare/${form.kind}`,
      guard: 'session',
      act: 'open-form',
      handler: (app, exchange) => describeForm(exchange, shapeForm(form, app.quirks)),
    },
    {
      method: 'GET',
      pattern: `/daten/${form.kind}/:aktenzeichen`,
      guard: 'session',
      act: 'read',
      handler: (app, exchange) => readRecord(app, exchange, shapeForm(form, app.quirks)),
    },
  ]),
];

function overview(app: App, exchange: Exchange): Reply {
  const records = visibleRecords(app, exchange);
  const count = (kind: string): number => records.filter((record) => record.kind === kind).length;
  return json({ bereiche: forms.map(({ kind, plural }) => ({ art: kind, titel: plural, anzahl: count(kind) })) });
}

function search(app: App, exchange: Exchange): Reply {
  const { query } = exchange.request;
  const form = forms.find(({ kind }) => kind === query.get('art'));
  const scope = query.get('feld') ?? 'alle';
  const records = form
    ? visibleRecords(app, exchange, { kind: form.kind })
    : searchRecords(app, exchange, { term: query.get('begriff') ?? '', scope });
  const treffer = records.toReversed().map((record) => ({
    art: record.kind,
    aktenzeichen: record.aktenzeichen,
    name: nameOf(record),
    fremdschluessel: record.fremdschluessel,
    erfasst: germanTime(record.createdAt),
  }));
  return json({ titel: form?.plural, treffer });
}

function readRecord(app: App, exchange: Exchange, form: Form): Reply {
  const record = app.store.get(exchange.params['aktenzeichen'] ?? '');
  if (record?.kind !== form.kind) return json({ text: 'Der Datensatz ist nicht vorhanden.' }, 404);
  return json({
    titel: form.plural,
    aktenzeichen: record.aktenzeichen,
    status: statusText(app, record),
    erfasst: germanTime(record.createdAt),
    abschnitte: form.steps.map((step) => ({
      titel: step.title,
      felder: step.fields
        .filter((field) => field.kind !== 'file')
        .map((field) => ({
          name: field.name,
          label: labelText(exchange, field.label),
          wert: valueText(field, record.fields[field.name]),
        })),
    })),
    anlagen: record.attachments.map(({ name, size, sha256 }) => ({ name, groesse: size, sha256 })),
  });
}

function describeForm(exchange: Exchange, form: Form): Reply {
  const { dialog } = exchange.effects;
  return json({
    titel: form.title,
    speichern: labelText(exchange, form.saveButton),
    reiterweise: isSavedByTab(exchange, form),
    abschnitte: form.steps.map(({ key, title, fields }) => ({
      schluessel: key,
      titel: title,
      felder: fields.map((field) => describeField(exchange, field)),
    })),
    ...(dialog && {
      dialog: {
        art: dialog.dialog ?? 'alert',
        zeitpunkt: dialog.on ?? 'load',
        text: dialog.text ?? 'Möchten Sie wirklich fortfahren?',
      },
    }),
  });
}

/** True when each tab of a form is saved into the record at once. */
export function isSavedByTab(exchange: Pick<Exchange, 'quirks'>, form: Form): boolean {
  return exchange.quirks.has('tab-records') && form.steps.length > 1;
}

function describeField(exchange: Exchange, field: Field): Readonly<Record<string, unknown>> {
  return {
    name: field.name,
    label: labelText(exchange, field.label),
    art: field.kind,
    pflicht: field.required,
    auswahl: field.choices,
    hinweis: field.hint,
    mehrere: field.multiple,
  };
}
