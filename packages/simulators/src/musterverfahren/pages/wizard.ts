import type { App } from '../app.ts';
import { readForm } from '../body.ts';
import { forms } from '../forms/catalogue.ts';
import type { Form, Step } from '../forms/field.ts';
import { readStep } from '../forms/read-step.ts';
import { validate, type FieldError } from '../forms/validate.ts';
import { errorSummary, fieldMarkup } from '../html/field-markup.ts';
import { markup, Html } from '../../shared/markup.ts';
import { labelText, layout } from '../html/layout.ts';
import type { Exchange, Reply } from '../http-types.ts';
import { seeOther } from '../replies.ts';
import { shapeForm } from '../quirks/shape-form.ts';
import type { Route } from '../router.ts';
import { saveDraft } from '../saving.ts';
import { openDraft, type Draft } from '../sessions.ts';
import { cameFromOutside } from '../skins/skin.ts';
import { attachmentTable, notFound, valueLists } from './record.ts';

const reviewKey = 'pruefen';
const saveKey = 'speichern';

/** The pages that enter a record, for every form. */
export const wizardRoutes: readonly Route[] = forms.flatMap((form): Route[] => [
  {
    method: 'GET',
    pattern: `/${form.kind}/neu`,
    guard: 'session',
    act: 'open-form',
    handler: (app, exchange) => begin(exchange, shapeForm(form, app.quirks)),
  },
  {
    method: 'GET',
    pattern: `/${form.kind}/neu/:step`,
    guard: 'session',
    handler: (app, exchange) => showStep(exchange, shapeForm(form, app.quirks)),
  },
  {
    method: 'POST',
    pattern: `/${form.kind}/neu/${saveKey}`,
    guard: 'session',
    act: 'save',
    handler: (app, exchange) => save(app, exchange, shapeForm(form, app.quirks)),
  },
  {
    method: 'POST',
    pattern: `/${form.kind}/neu/:step`,
    guard: 'session',
    act: 'step',
    handler: (app, exchange) => leaveStep(exchange, shapeForm(form, app.quirks)),
  },
]);

interface Position {
  readonly form: Form;
  readonly draft: Draft;
}

interface StepPosition extends Position {
  readonly step: Step;
}

function begin(exchange: Exchange, form: Form): Reply {
  const [first] = form.steps;
  if (!exchange.session || !first) return notFound(exchange);
  if (exchange.quirks.has('interstitial') && cameFromOutside(exchange.request)) return warningPage(exchange, form);
  return stepPage(exchange, { form, draft: openDraft(exchange.session, form.kind), step: first });
}

function showStep(exchange: Exchange, form: Form): Reply {
  const draft = draftOf(exchange, form, exchange.request.query.get('entwurf'));
  if (!draft) return draftGone(exchange, form);
  if (form.review && exchange.params['step'] === reviewKey) return reviewPage(exchange, { form, draft });
  const step = form.steps.find((entry) => entry.key === exchange.params['step']);
  return step ? stepPage(exchange, { form, draft, step }) : notFound(exchange);
}

async function leaveStep(exchange: Exchange, form: Form): Promise<Reply> {
  const body = await readForm(exchange.request);
  const draft = draftOf(exchange, form, body.get('entwurf'));
  if (!draft) return draftGone(exchange, form);
  const keys = [...form.steps.map((entry) => entry.key), reviewKey];
  const index = keys.indexOf(exchange.params['step'] ?? '');
  const back = seeOther(stepUrl(form, draft, keys[Math.max(0, index - 1)] ?? ''));
  const step = form.steps[index];
  if (!step) return index === -1 ? notFound(exchange) : back;

  readStep(step, body, draft);
  if (body.get('aktion') === 'zurueck') return back;
  if (body.get('aktion') === 'zeile') {
    addRow(step, draft);
    return seeOther(stepUrl(form, draft, step.key));
  }
  const errors = validate(step.fields, draft.values);
  if (errors.length > 0) return stepPage(exchange, { form, draft, step }, errors);
  return seeOther(stepUrl(form, draft, keys[index + 1] ?? ''));
}

async function save(app: App, exchange: Exchange, form: Form): Promise<Reply> {
  const body = await readForm(exchange.request);
  const draft = draftOf(exchange, form, body.get('entwurf'));
  if (!draft) return draftGone(exchange, form);
  const confirmed = body.get('bestaetigt') !== undefined;
  const [onlyStep] = form.steps;
  if (!form.review && onlyStep && !confirmed) readStep(onlyStep, body, draft);
  const outcome = saveDraft(app, exchange, { form, draft, confirmed });
  if (outcome.kind === 'invalid') return stepPage(exchange, { form, draft, step: outcome.step }, outcome.errors);
  if (outcome.kind === 'ask') return askAgainPage(exchange, { form, draft });
  return seeOther(`/${form.kind}/${outcome.aktenzeichen}/bestaetigung`);
}

function stepPage(exchange: Exchange, { form, draft, step }: StepPosition, errors: readonly FieldError[] = []): Reply {
  const isFirst = form.steps[0] === step;
  const encoding = step.fields.some((field) => field.kind === 'file') ? new Html(' enctype="multipart/form-data"') : '';
  const main = markup`${form.review && progress(form, step.key)}${errorSummary(exchange, step.fields, errors)}
<form method="post" action="/${form.kind}/neu/${step.key}"${encoding} novalidate>
<input type="hidden" name="entwurf" value="${draft.id}">
${step.fields.map((field) => fieldMarkup(exchange, field, { values: draft.values, files: draft.files, errors }))}
<div class="knoepfe">${form.review ? markup`<button class="haupt" type="submit" name="aktion" value="weiter">${labelText(exchange, 'Weiter')}</button>` : markup`<button class="haupt" type="submit">${labelText(exchange, form.saveButton)}</button>`}${form.review && !isFirst && markup`<button type="submit" name="aktion" value="zurueck">${labelText(exchange, 'Zurück')}</button>`}</div>
</form>`;
  return layout(exchange, { title: form.title, main, current: `/${form.kind}` });
}

function reviewPage(exchange: Exchange, { form, draft }: Position): Reply {
  const main = markup`${progress(form, reviewKey)}<p class="meldung">Bitte prüfen Sie alle Angaben. Erst mit „${form.saveButton}“ wird der Datensatz angelegt.</p>
${valueLists(exchange, form, draft.values)}${attachmentTable(Object.values(draft.files).flat())}
<form method="post" action="/${form.kind}/neu/${saveKey}">
<input type="hidden" name="entwurf" value="${draft.id}">
<div class="knoepfe"><button class="haupt" type="submit">${labelText(exchange, form.saveButton)}</button><button type="submit" formaction="/${form.kind}/neu/${reviewKey}" name="aktion" value="zurueck">${labelText(exchange, 'Zurück')}</button></div>
</form>`;
  return layout(exchange, { title: form.title, main, current: `/${form.kind}` });
}

function askAgainPage(exchange: Exchange, { form, draft }: Position): Reply {
  const main = markup`<p class="meldung">Es liegt möglicherweise bereits ein ähnlicher Datensatz vor. Möchten Sie wirklich speichern?</p>
<form method="post" action="/${form.kind}/neu/${saveKey}">
<input type="hidden" name="entwurf" value="${draft.id}"><input type="hidden" name="bestaetigt" value="1">
<div class="knoepfe"><button class="haupt" type="submit">Ja, endgültig speichern</button></div>
</form>`;
  return layout(exchange, { title: 'Rückfrage', main, current: `/${form.kind}` });
}

function warningPage(exchange: Exchange, form: Form): Reply {
  const main = markup`<p class="meldung">Der Aufruf kam nicht aus der Anwendung. Zu Ihrer Sicherheit wurde er angehalten: Fremde Seiten könnten versuchen, in Ihrem Namen Daten zu erfassen.</p>
<div class="knoepfe"><a class="knopf haupt" href="/${form.kind}/neu">Weiter zur angeforderten Seite</a><a class="knopf" href="/">Abbrechen</a></div>`;
  return layout(exchange, { title: 'Sicherheitshinweis', main });
}

function draftGone(exchange: Exchange, form: Form): Reply {
  const main = markup`<div class="fehler" role="alert">Die begonnene Erfassung ist nicht mehr vorhanden. Es wurde nichts gespeichert.</div><p><a class="knopf" href="/${form.kind}/neu">Neu beginnen</a></p>`;
  return layout(exchange, { title: form.title, main, current: `/${form.kind}` });
}

function progress(form: Form, current: string): Html {
  const entries = [...form.steps, { key: reviewKey, title: 'Bestätigung' }];
  return markup`<ol class="schritte">${entries.map(
    (entry, index) => markup`<li${entry.key === current ? new Html(' aria-current="step"') : ''}>${index + 1}. ${entry.title}</li>`,
  )}</ol>`;
}

function addRow(step: Step, draft: Draft): void {
  for (const field of step.fields) {
    const rows = draft.values[field.name];
    if (field.kind === 'list' && typeof rows === 'object') draft.values[field.name] = [...rows, ''];
  }
}

function draftOf(exchange: Exchange, form: Form, id: string | null | undefined): Draft | undefined {
  const draft = exchange.session?.drafts.get(id ?? '');
  return draft?.kind === form.kind ? draft : undefined;
}

function stepUrl(form: Form, draft: Draft, key: string): string {
  return `/${form.kind}/neu/${key}?entwurf=${draft.id}`;
}
