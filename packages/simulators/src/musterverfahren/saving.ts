import type { App } from './app.ts';
import { fieldsOf, type FieldValue, type Form, type Step } from './forms/field.ts';
import { valuesToStore } from './forms/read-step.ts';
import { validate, type FieldError } from './forms/validate.ts';
import type { Exchange } from './http-types.ts';
import { ownNumberFields } from './quirks/shape-form.ts';
import type { Draft } from './sessions.ts';

/** What came of saving a draft. */
export type SaveOutcome =
  | { readonly kind: 'invalid'; readonly step: Step; readonly errors: readonly FieldError[] }
  | { readonly kind: 'ask' }
  | { readonly kind: 'saved'; readonly aktenzeichen: string };

/** What is to be saved. */
export interface Saving {
  readonly form: Form;
  readonly draft: Draft;
  /** The question "are you sure" was answered. */
  readonly confirmed: boolean;
}

/** Checks a draft and enters it as a record. It refuses no duplicates. */
export function saveDraft(app: App, exchange: Exchange, { form, draft, confirmed }: Saving): SaveOutcome {
  for (const step of form.steps) {
    const errors = validate(step.fields, draft.values);
    if (errors.length > 0) return { kind: 'invalid', step, errors };
  }
  if (exchange.effects.askAgain && !confirmed) return { kind: 'ask' };
  return { kind: 'saved', aktenzeichen: enterDraft(app, exchange, { form, draft }) };
}

/** Enters a draft as it is, unchecked, and returns the Aktenzeichen. */
export function enterDraft(app: App, exchange: Exchange, { form, draft }: Omit<Saving, 'confirmed'>): string {
  return app.store.insert({
    form,
    fields: storedFields(app, exchange, { form, draft }),
    attachments: Object.values(draft.files).flat(),
    channel: 'web',
    user: exchange.caller,
    now: app.clock(),
    lagMs: Math.max(app.searchLagMs, exchange.effects.searchLagMs),
  });
}

/** The values of a draft as a record stores them, with what faults and quirks change in them. */
export function storedFields(app: App, exchange: Exchange, { form, draft }: Omit<Saving, 'confirmed'>): Record<string, FieldValue> {
  const fields = { ...valuesToStore(fieldsOf(form), draft.values), ...exchange.effects.changes };
  const number = ownNumberFields[form.kind];
  if (app.quirks.has('own-number') && number !== undefined && fields[number] !== '') fields[number] = ownNumber(app, form);
  return fields;
}

/** A number that the application gives by itself, whatever was typed. It passes the checks of every number field. */
function ownNumber(app: App, form: Form): string {
  const count = app.store.list({ kind: form.kind }).length + 1;
  return `99${String(count).padStart(13, '0')}`;
}
