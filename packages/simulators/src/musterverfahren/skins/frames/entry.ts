import type { App } from '../../app.ts';
import { isMultipart, readFields, readForm, type FormBody } from '../../body.ts';
import { forms } from '../../forms/catalogue.ts';
import { fieldsOf, type Form } from '../../forms/field.ts';
import { readStep } from '../../forms/read-step.ts';
import { validate } from '../../forms/validate.ts';
import { markup } from '../../../shared/markup.ts';
import type { Exchange, Reply } from '../../http-types.ts';
import { shapeForm } from '../../quirks/shape-form.ts';
import type { Route } from '../../router.ts';
import { saveDraft } from '../../saving.ts';
import { openDraft, type Draft } from '../../sessions.ts';
import { cameFromOutside } from '../skin.ts';
import { entryPage } from './entry-page.ts';
import { fieldCode } from './field-codes.ts';
import { toIsoDate } from './old-dates.ts';
import { latin1Fields } from './latin1.ts';
import { oldPage, withSession } from './old-page.ts';

/** Enters a record: one long form, which saves by POST or, with the quirk `get-save`, by GET. */
export const entryRoutes: readonly Route[] = forms.flatMap((form): Route[] => [
  {
    method: 'GET',
    pattern: `/mv/${form.kind}/erfassen`,
    guard: 'session',
    act: 'open-form',
    handler: (app, exchange) => open(exchange, shapeForm(form, app.quirks)),
  },
  {
    method: 'POST',
    pattern: `/mv/${form.kind}/speichern`,
    guard: 'session',
    act: 'save',
    handler: (app, exchange) => save(app, exchange, shapeForm(form, app.quirks)),
  },
  {
    method: 'GET',
    pattern: `/mv/${form.kind}/speichern`,
    guard: 'session',
    act: (app) => (app.quirks.has('get-save') ? 'save' : undefined),
    handler: (app, exchange) =>
      app.quirks.has('get-save') ? save(app, exchange, shapeForm(form, app.quirks)) : open(exchange, shapeForm(form, app.quirks)),
  },
]);

function open(exchange: Exchange, form: Form): Reply {
  if (!exchange.session) return oldPage(exchange, { title: 'Fehler', body: markup`<p class="rot">Keine Sitzung.</p>`, status: 500 });
  if (exchange.quirks.has('interstitial') && cameFromOutside(exchange.request)) return warning(exchange, form);
  return entryPage(exchange, { form, draft: openDraft(exchange.session, form.kind), errors: [] });
}

async function save(app: App, exchange: Exchange, form: Form): Promise<Reply> {
  const body = await readEntry(exchange);
  const draft = exchange.session?.drafts.get(body.get('ENTWURF') ?? '');
  if (draft?.kind !== form.kind) return gone(exchange);
  const confirmed = body.get('BESTAETIGT') !== undefined;
  if (!confirmed) readAll(form, body, draft);
  const errors = validate(fieldsOf(form), draft.values);
  if (errors.length > 0) return entryPage(exchange, { form, draft, errors });
  const outcome = saveDraft(app, exchange, { form, draft, confirmed });
  if (outcome.kind === 'invalid') return entryPage(exchange, { form, draft, errors: outcome.errors });
  if (outcome.kind === 'ask') return askAgain(exchange, form, draft);
  return savedPage(exchange, form, outcome.aktenzeichen);
}

function readAll(form: Form, body: FormBody, draft: Draft): void {
  const codes = new Map(fieldsOf(form).map((field) => [field.name, fieldCode(form, field)]));
  const codeOf = (name: string): string => codes.get(name) ?? name;
  const named: FormBody = {
    get: (name) => body.get(codeOf(name)),
    all: (name) => body.all(codeOf(name)),
    names: () => body.names().map((name) => nameOfCode(codes, name)),
    files: (name) => body.files(codeOf(name)),
  };
  for (const step of form.steps) {
    readStep(step, named, draft);
    for (const field of step.fields) {
      const typed = draft.values[field.name];
      if (field.kind === 'list') draft.values[field.name] = body.all(codeOf(field.name));
      if (field.kind === 'date') draft.values[field.name] = toIsoDate(String(typed));
    }
  }
}

function nameOfCode(codes: ReadonlyMap<string, string>, code: string): string {
  for (const [name, each] of codes) if (each === code) return name;
  return code;
}

async function readEntry(exchange: Exchange): Promise<FormBody> {
  const { request, quirks } = exchange;
  if (request.method === 'GET') return readFields(quirks.has('latin1') ? latin1Fields(request.search) : request.query);
  if (!quirks.has('latin1') || isMultipart(request)) return readForm(request);
  return readFields(latin1Fields(request.body.toString('latin1')));
}

/** Answered to the request itself, without a redirect: loading it anew saves again. */
function savedPage(exchange: Exchange, form: Form, aktenzeichen: string): Reply {
  const body = markup`<h1>${form.title}</h1><table class="maske" width="420"><tr><td class="gruppe" colspan="2">Meldung</td></tr>
<tr><td colspan="2">Der Datensatz wurde gespeichert.</td></tr><tr><td class="feld">Aktenzeichen:</td><td><b>${aktenzeichen}</b></td></tr></table>
<p><a href="${withSession(exchange, `/${form.kind}/akte/${aktenzeichen}`)}">Akte anzeigen</a> | <a href="${withSession(exchange, `/${form.kind}/erfassen`)}">Neuaufnahme</a></p>`;
  return oldPage(exchange, { title: 'Meldung', body });
}

function askAgain(exchange: Exchange, form: Form, draft: Draft): Reply {
  const method = exchange.quirks.has('get-save') ? 'get' : 'post';
  const action = withSession(exchange, `/${form.kind}/speichern`);
  const body = markup`<h1>Rückfrage</h1><p>Es liegt möglicherweise bereits ein ähnlicher Datensatz vor. Wirklich speichern?</p>
<form method="${method}" action="${action}"><input type="hidden" name="SID" value="${exchange.session?.id ?? ''}"><input type="hidden" name="ENTWURF" value="${draft.id}"><input type="hidden" name="BESTAETIGT" value="1">
<input type="submit" class="knopf" value="Ja, speichern"></form>`;
  return oldPage(exchange, { title: 'Rückfrage', body });
}

function warning(exchange: Exchange, form: Form): Reply {
  const body = markup`<h1>Sicherheitshinweis</h1><p>Der Aufruf kam nicht aus dem Menü der Anwendung.</p><p><a href="${withSession(exchange, `/${form.kind}/erfassen`)}">Weiter</a></p>`;
  return oldPage(exchange, { title: 'Sicherheitshinweis', body });
}

function gone(exchange: Exchange): Reply {
  const body = markup`<h1>Fehler</h1><p class="rot">Die begonnene Erfassung ist nicht mehr vorhanden. Es wurde nichts gespeichert.</p>`;
  return oldPage(exchange, { title: 'Fehler', body });
}
