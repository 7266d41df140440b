import type { App } from '../../app.ts';
import { isMultipart, readForm } from '../../body.ts';
import { forms } from '../../forms/catalogue.ts';
import { fieldsOf, type Field, type FieldValue, type Form, type Step } from '../../forms/field.ts';
import { validate, type FieldError } from '../../forms/validate.ts';
import type { Exchange, Reply } from '../../http-types.ts';
import { shapeForm } from '../../quirks/shape-form.ts';
import { json } from '../../replies.ts';
import type { Route } from '../../router.ts';
import { enterDraft, saveDraft, storedFields } from '../../saving.ts';
import { openDraft, type Draft } from '../../sessions.ts';
import { readJson, textOf } from './read-json.ts';
import { isSavedByTab } from './record-data.ts';

/** What the application writes: a draft tab by tab, and the record made of it. */
export const draftRoutes: readonly Route[] = [
  {
    method: 'PUT',
    pattern: '/daten/entwuerfe/:entwurf/:step',
    guard: 'session',
    act: (app) => (app.quirks.has('tab-records') ? 'save' : 'step'),
    handler: saveTab,
  },
  { method: 'POST', pattern: '/daten/entwuerfe/:entwurf/anlagen/:field', guard: 'session', act: 'step', handler: takeFiles },
  ...forms.flatMap((form): Route[] => [
    { method: 'POST', pattern: `/daten/${form.kind}/entwuerfe`, guard: 'session', handler: (app, exchange) => begin(app, exchange, form) },
    {
      method: 'POST',
      pattern: `/daten/${form.kind}/pruefung`,
      guard: 'session',
      act: 'check-field',
      handler: (app, exchange) => checkField(exchange, shapeForm(form, app.quirks)),
    },
    {
      method: 'POST',
      pattern: `/daten/${form.kind}`,
      guard: 'session',
      act: 'save',
      handler: (app, exchange) => save(app, exchange, shapeForm(form, app.quirks)),
    },
  ]),
];

/** A new draft; where tabs save one by one also one of a record that is there already, whose tabs it completes. */
function begin(app: App, exchange: Exchange, form: Form): Reply {
  if (!exchange.session) return gone();
  const wanted = textOf(readJson(exchange.request)['aktenzeichen']);
  if (wanted === '') return json({ entwurf: openDraft(exchange.session, form.kind).id });
  const record = app.store.get(wanted);
  if (record?.kind !== form.kind || !isSavedByTab(exchange, form)) return gone();
  const draft = openDraft(exchange.session, form.kind);
  draft.aktenzeichen = wanted;
  Object.assign(draft.values, record.fields);
  return json({ entwurf: draft.id, werte: record.fields });
}

function checkField(exchange: Exchange, form: Form): Reply {
  const body = readJson(exchange.request);
  const field = fieldsOf(form).find(({ name }) => name === body['feld']);
  const [error] = field ? validate([field], { [field.name]: fieldValue(field, body['wert']) }) : [];
  return json({ meldung: error?.message ?? null });
}

function saveTab(app: App, exchange: Exchange): Reply {
  const draft = draftOf(exchange, exchange.params['entwurf']);
  const form = draft && formOf(app, draft);
  const step = form?.steps.find(({ key }) => key === exchange.params['step']);
  if (!draft || !form || !step) return gone();
  take(step, draft, readJson(exchange.request)['felder']);
  const errors = validate(step.fields, draft.values);
  if (errors.length > 0) return refused(step, errors);
  if (!isSavedByTab(exchange, form)) return json({ stand: 'gespeichert' });
  if (draft.aktenzeichen === undefined) draft.aktenzeichen = enterDraft(app, exchange, { form, draft });
  else
    app.store.update(draft.aktenzeichen, {
      fields: storedFields(app, exchange, { form, draft }),
      attachments: Object.values(draft.files).flat(),
    });
  const isComplete = form.steps.every(({ fields }) => validate(fields, draft.values).length === 0);
  return json({ stand: 'gespeichert', aktenzeichen: draft.aktenzeichen, vollstaendig: isComplete });
}

async function takeFiles(_app: App, exchange: Exchange): Promise<Reply> {
  const draft = draftOf(exchange, exchange.params['entwurf']);
  if (!draft || !isMultipart(exchange.request)) return gone();
  const files = (await readForm(exchange.request)).files('datei');
  draft.files[exchange.params['field'] ?? ''] = files;
  return json({ stand: 'gespeichert', anzahl: files.length });
}

function save(app: App, exchange: Exchange, form: Form): Reply {
  const body = readJson(exchange.request);
  const draft = draftOf(exchange, textOf(body['entwurf']));
  if (draft?.kind !== form.kind) return gone();
  const [onlyStep] = form.steps;
  if (!form.review && onlyStep) take(onlyStep, draft, body['felder']);
  const outcome = saveDraft(app, exchange, { form, draft, confirmed: body['bestaetigt'] === true });
  if (outcome.kind === 'invalid') return refused(outcome.step, outcome.errors);
  if (outcome.kind === 'saved') return json({ stand: 'gespeichert', aktenzeichen: outcome.aktenzeichen });
  const text = 'Es liegt möglicherweise bereits ein ähnlicher Datensatz vor. Möchten Sie wirklich speichern?';
  return json({ stand: 'rueckfrage', text });
}

function take(step: Step, draft: Draft, sent: unknown): void {
  const values = typeof sent === 'object' && sent !== null ? (sent as Readonly<Record<string, unknown>>) : {};
  for (const field of step.fields) if (field.kind !== 'file') draft.values[field.name] = fieldValue(field, values[field.name]);
}

function fieldValue(field: Field, value: unknown): FieldValue {
  if (field.kind === 'checkbox') return value === true;
  if (field.kind === 'list' || field.kind === 'multi-select') return Array.isArray(value) ? value.map(textOf) : [];
  return textOf(value);
}

function formOf(app: App, draft: Draft): Form | undefined {
  const form = forms.find(({ kind }) => kind === draft.kind);
  return form && shapeForm(form, app.quirks);
}

function draftOf(exchange: Exchange, id: string | undefined): Draft | undefined {
  return exchange.session?.drafts.get(id ?? '');
}

/** Errors of the form come with status 200. */
function refused(step: Step, errors: readonly FieldError[]): Reply {
  const fehler = errors.map(({ field, code, message }) => ({ feld: field, code, meldung: message }));
  return json({ stand: 'fehler', abschnitt: step.key, fehler });
}

function gone(): Reply {
  const text = 'Die begonnene Erfassung ist nicht mehr vorhanden. Es wurde nichts gespeichert.';
  return json({ stand: 'fehler', text, fehler: [] }, 410);
}
