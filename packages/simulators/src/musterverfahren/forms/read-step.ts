import type { FormBody } from '../body.ts';
import type { Draft } from '../sessions.ts';
import { storedAmount } from './amount.ts';
import type { Field, FieldValue, Step } from './field.ts';

/** Puts what a page sent into the draft, unchecked. Files that were sent before stay unless new ones come. */
export function readStep(step: Step, body: FormBody, draft: Draft): void {
  for (const field of step.fields) {
    if (field.kind === 'file') {
      const files = body.files(field.name);
      if (files.length > 0) draft.files[field.name] = files;
    } else {
      draft.values[field.name] = readValue(field, body);
    }
  }
}

/** The values of a form as a record stores them: rows that were left empty are dropped. */
export function valuesToStore(fields: readonly Field[], values: Readonly<Record<string, FieldValue>>): Record<string, FieldValue> {
  const entries = fields
    .filter((field) => field.kind !== 'file')
    .map((field): [string, FieldValue] => {
      const value = values[field.name] ?? emptyValue(field);
      if (field.kind === 'amount' && value !== '') return [field.name, storedAmount(String(value))];
      return [field.name, typeof value === 'object' ? value.filter((row) => row !== '') : value];
    });
  return Object.fromEntries(entries);
}

function emptyValue(field: Field): FieldValue {
  if (field.kind === 'checkbox') return false;
  return field.kind === 'list' || field.kind === 'multi-select' ? [] : '';
}

function readValue(field: Field, body: FormBody): FieldValue {
  if (field.kind === 'checkbox') return body.get(field.name) !== undefined;
  if (field.kind === 'multi-select') return body.all(field.name);
  if (field.kind !== 'list') return body.get(field.name) ?? '';
  const prefix = `${field.name}_`;
  return body
    .names()
    .filter((name) => name.startsWith(prefix))
    .toSorted((left, right) => Number(left.slice(prefix.length)) - Number(right.slice(prefix.length)))
    .map((name) => body.get(name) ?? '');
}
