import { type DeliveryKey, type MappedRecord, type RecordProgress, fillUrlTemplate, templateNames } from '@amtsbote/sdk';
import { type FieldDifference, type FormFields, compareShown, sessionMark } from '@amtsbote/sdk/rpa';
import type { Page } from 'playwright-core';
import { type Act, actsOf } from './acts.ts';
import type { RecordDescription } from './description.ts';
import { formFields, listValues, recordValues } from './form-values.ts';
import { onceShown } from './verify-record.ts';

/** A record that some of its acts have made. */
export interface BegunRecord {
  readonly recordType: string;
  readonly description: RecordDescription;
  readonly record: MappedRecord;
  readonly key: DeliveryKey;
  readonly reference: string;
}

/** How pages of the target are read. */
interface Reader {
  readonly signal: AbortSignal;
  open(path: string): Promise<Page>;
}

/** What a saved record shows of one act. */
type ActState = 'done' | 'absent' | 'unclear';

/** How far a saved record is, and which acts are still to be done. */
export type Progress = RecordProgress & { readonly next: readonly Act[] };

/**
 * Compares the saved record with what each act enters. An act is done when all its values are there; it is absent when none is and at least
 * one of its fields is empty. Whatever else an act shows is unclear, unless it may be repeated.
 */
export async function recordProgress(begun: BegunRecord, reader: Reader): Promise<Progress> {
  const acts = actsOf(begun.recordType, begun.description);
  const { verify } = begun.description;
  if (verify === undefined || acts.length === 1) return { stands: 'complete', next: [] };
  const values = { ...recordValues(begun.description, begun.record, begun.key), reference: begun.reference };
  const page = await reader.open(fillUrlTemplate(verify.open, { ...values, session: sessionMark }));
  const fields = formFields(verify.fields, values, listValues(begun.record));
  const rules = begun.description.rules;
  const missing = await onceShown(page, fields, { rules, signal: reader.signal });
  const empty = await emptyOf(page, missing);
  const names = acts.map((act) => templateNames(act.steps));
  const states = acts.map((_, at) => stateOf(labelsOf(at, names, verify.fields), { fields, missing, empty }));
  const progress = judge(acts, states);
  return progress.stands === 'begun' && begun.description.resume === undefined ? unclear(acts, states) : progress;
}

/** Pure: which acts follow from what the record shows. The act that makes the record is never done again. */
export function judge(acts: readonly Act[], states: readonly ActState[]): Progress {
  const next = acts.filter((_, at) => states[at] !== 'done');
  if (next.length === 0) return { stands: 'complete', next };
  const last = states.lastIndexOf('done');
  const mayGoOn = acts.every((act, at) => {
    if (states[at] === 'done' || act.repeatable) return true;
    return at > last && states[at] === 'absent';
  });
  if (states[0] === 'done' && mayGoOn) return { stands: 'begun', next };
  return unclear(acts, states);
}

function unclear(acts: readonly Act[], states: readonly ActState[]): Progress {
  const shown = acts.map(({ name }, at) => `"${name}" ${stateTexts[states[at] ?? 'unclear']}`).join(', ');
  return { stands: 'unclear', next: [], finding: { code: 'AB_RECORD_INCOMPLETE', message: `the saved record is not complete: ${shown}` } };
}

const stateTexts: Record<ActState, string> = { done: 'is there', absent: 'is missing', unclear: 'cannot be told' };

interface Shown {
  readonly fields: FormFields;
  readonly missing: readonly FieldDifference[];
  readonly empty: ReadonlySet<string>;
}

function stateOf(labels: readonly string[], { fields, missing, empty }: Shown): ActState {
  const telling = labels.filter((label) => fields[label] !== undefined && fields[label] !== false && fields[label] !== '');
  const isThere = (label: string): boolean => missing.every((each) => each.label !== label);
  if (telling.length === 0) return 'unclear';
  if (telling.every(isThere)) return 'done';
  return !telling.some(isThere) && telling.some((label) => empty.has(label)) ? 'absent' : 'unclear';
}

/** The labels of the saved record that tell of one act: those whose fields it enters, and no earlier one. */
function labelsOf(at: number, names: readonly ReadonlySet<string>[], verified: Readonly<Record<string, string>>): readonly string[] {
  const enters = (act: number, wanted: ReadonlySet<string>): boolean => [...wanted].every((each) => names[act]?.has(each) === true);
  return Object.entries(verified).flatMap(([label, template]) => {
    const wanted = templateNames(template);
    return wanted.size > 0 && names.findIndex((_, act) => enters(act, wanted)) === at ? [label] : [];
  });
}

/** What records show in place of nothing. */
const nothings = ['', '-', '–', '—'];

async function emptyOf(page: Page, missing: readonly FieldDifference[]): Promise<ReadonlySet<string>> {
  const labels = missing.map(({ label }) => label);
  const empty = new Set<string>();
  for (const nothing of nothings) {
    const others = await compareShown(page, Object.fromEntries(labels.map((label) => [label, nothing])));
    for (const label of labels) if (others.every((each) => each.label !== label)) empty.add(label);
  }
  return empty;
}
