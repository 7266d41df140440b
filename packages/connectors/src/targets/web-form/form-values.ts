import {
  type DeliveryKey,
  type MappedRecord,
  NeedsPerson,
  type RecordValue,
  type TemplateValues,
  fillTemplate,
  templateNames,
} from '@amtsbote/sdk';
import type { FormFields } from '@amtsbote/sdk/rpa';
import type { RecordDescription } from './description.ts';

const wholePlaceholder = /^\{([A-Za-z][A-Za-z0-9_.-]*)\}$/;

/** The values of fields that hold a list of texts, for fields of a form that take several. */
export type ListValues = Readonly<Record<string, readonly string[]>>;

/** The lists of texts in a record. */
export function listValues(record: MappedRecord): ListValues {
  const lists = Object.entries(record).flatMap(([name, value]) =>
    Array.isArray(value) && value.every((each) => typeof each !== 'object') ? [[name, value.map(String)] as const] : [],
  );
  return Object.fromEntries(lists);
}

/** What placeholders of a record stand for: its plain fields, those without a value included, and the delivery key. */
export function recordValues(description: RecordDescription, record: MappedRecord, key: DeliveryKey): TemplateValues {
  const plain = Object.keys(description.fields).map((name) => [name, plainValue(record[name])] as const);
  return { ...Object.fromEntries(plain), deliveryKey: key };
}

/**
 * Label to value. A truth value alone stays one; a template whose fields all lack a value leaves its label alone, and
 * one in which only some lack a value is filled with empty text for them.
 */
export function formFields(templates: Readonly<Record<string, string>>, values: TemplateValues, lists: ListValues = {}): FormFields {
  return Object.fromEntries(
    Object.entries(templates).map(([label, template]) => {
      const whole = wholePlaceholder.exec(template)?.[1];
      return [label, (whole === undefined ? undefined : lists[whole]) ?? formValue(template, values)];
    }),
  );
}

/** One set of label and value per entry of a list. */
export function rowFields(
  templates: Readonly<Record<string, string>>,
  entries: RecordValue | undefined,
  values: TemplateValues,
): FormFields[] {
  if (!Array.isArray(entries)) return [];
  return (entries as readonly RecordValue[]).map((entry, at) => {
    const own = typeof entry === 'object' ? plainEntries(entry as MappedRecord) : { value: plainValue(entry) };
    const labelled = Object.entries(templates).map(([label, template]) => [label.replaceAll('{n}', String(at + 1)), template]);
    return formFields(Object.fromEntries(labelled), { ...absentNames(templates), ...values, ...own });
  });
}

/** The references of the attachments that a template such as `{proof}` names. */
export function attachmentRefs(template: string, record: MappedRecord): readonly string[] {
  const name = wholePlaceholder.exec(template)?.[1];
  const value = name === undefined ? undefined : record[name];
  if (value === undefined || value === '') return [];
  if (typeof value === 'string') return [value];
  if (Array.isArray(value)) return value.filter((each): each is string => typeof each === 'string');
  throw new NeedsPerson('AB_RECORD_INVALID', `the field ${name ?? template} does not name an attachment`, { where: { field: name } });
}

function formValue(template: string, values: TemplateValues): string | boolean | undefined {
  const whole = wholePlaceholder.exec(template)?.[1];
  if (whole !== undefined && typeof values[whole] === 'boolean') return values[whole];
  const names = [...templateNames(template)];
  const filled = fillTemplate(template, values);
  const isAbsent = names.length > 0 && names.every((name) => values[name] === undefined || values[name] === '');
  return isAbsent ? undefined : filled;
}

function plainEntries(record: MappedRecord): TemplateValues {
  return Object.fromEntries(Object.entries(record).map(([name, value]) => [name, plainValue(value)]));
}

function plainValue(value: RecordValue | undefined): string | number | boolean | undefined {
  return typeof value === 'object' ? undefined : value;
}

function absentNames(templates: Readonly<Record<string, string>>): TemplateValues {
  return Object.fromEntries(
    Object.values(templates)
      .flatMap((each) => [...templateNames(each)])
      .map((name) => [name, undefined]),
  );
}
