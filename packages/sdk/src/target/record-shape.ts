import { type ZodType, z } from 'zod';
import type { MappedRecord, RecordValue } from '../model/record.ts';

/** One field of a record, as a configuration declares it. */
export interface FieldDeclaration {
  /** Default `text`. An `attachment` holds the reference of an attachment (`a1`), with `many` a list of them. */
  readonly type?: 'text' | 'boolean' | 'number' | 'list' | 'attachment' | undefined;
  /** Default false. A required text or list must not be empty. */
  readonly required?: boolean | undefined;
  /** The most characters of a text (code points), or entries of a list. */
  readonly max?: number | undefined;
  /** With `attachment` only: a list of attachments. Default false. */
  readonly many?: boolean | undefined;
  /** With `list` only: the fields of one entry; without it the entries are texts. */
  readonly fields?: Readonly<Record<string, FieldDeclaration>> | undefined;
}

/** Fields of a record by name, as a configuration declares them. */
export type FieldDeclarations = Readonly<Record<string, FieldDeclaration>>;

const fieldName = z.string().regex(/^[A-Za-z][A-Za-z0-9_-]{0,63}$/, 'a field name has letters, digits, _ and - only');

const fieldDeclaration: ZodType<FieldDeclaration> = z.lazy(() =>
  z
    .strictObject({
      type: z.enum(['text', 'boolean', 'number', 'list', 'attachment']).optional(),
      required: z.boolean().optional(),
      max: z.int().positive().optional(),
      many: z.boolean().optional(),
      fields: fieldDeclarations.optional(),
    })
    .refine((field) => field.many === undefined || field.type === 'attachment', {
      path: ['many'],
      message: '`many` belongs to `type: attachment`',
    })
    .refine((field) => field.fields === undefined || field.type === 'list', {
      path: ['fields'],
      message: '`fields` belongs to `type: list`',
    }),
);

/** The shape of `fields:` in the options of a declarative target. */
export const fieldDeclarations: ZodType<FieldDeclarations> = z.record(fieldName, fieldDeclaration);

/**
 * The shape of a record with these fields. Fields that are not declared are refused, so that nothing is dropped
 * silently.
 */
export function recordShape(fields: FieldDeclarations): ZodType<MappedRecord> {
  const shape = Object.entries(fields).map(([name, field]): [string, ZodType<RecordValue | undefined>] => {
    const value = valueShape(field);
    return [name, field.required ? value : value.optional()];
  });
  return z.strictObject(Object.fromEntries(shape)) as unknown as ZodType<MappedRecord>;
}

function valueShape(field: FieldDeclaration): ZodType<RecordValue> {
  switch (field.type ?? 'text') {
    case 'boolean':
      return z.boolean();
    case 'number':
      return z.number();
    case 'list':
      return listShape(field.fields === undefined ? z.string() : recordShape(field.fields), field);
    case 'attachment':
      return field.many ? listShape(z.string().min(1), field) : textShape({ required: true });
    case 'text':
      return textShape(field);
  }
}

function textShape(field: FieldDeclaration): ZodType<string> {
  const text = field.required ? z.string().min(1, 'is required and empty') : z.string();
  const { max } = field;
  if (max === undefined) return text;
  return text.refine((value) => [...value].length <= max, `is longer than ${max} characters`);
}

function listShape(entry: ZodType<RecordValue>, field: FieldDeclaration): ZodType<readonly RecordValue[]> {
  const list = field.required ? z.array(entry).min(1, 'is required and empty') : z.array(entry);
  return field.max === undefined ? list : list.max(field.max, `has more than ${field.max} entries`);
}
