import type { ZodType } from 'zod';
import type { AttachmentRule, BlockFile, CheckRule, FieldRule, MappingFile, SelectorRule } from './mapping-file.ts';

type Zod = typeof import('zod').z;

/** The keys known at each kind of place, for suggestions. */
export const mappingKeys = {
  file: ['message', 'prefixes', 'record', 'include', 'blocks', 'fimIds', 'fields', 'checks', 'ignore', 'attachments', 'ignoreAttachments'],
  blockFile: ['prefixes', 'include', 'blocks'],
  message: ['root', 'namespace', 'profile', 'versions', 'type', 'where'],
  rule: [
    'path',
    'value',
    'constant',
    'each',
    'fields',
    'flat',
    'join',
    'separator',
    'choose',
    'use',
    'when',
    'from',
    'until',
    'required',
    'pick',
    'split',
    'text',
    'date',
    'codes',
    'boolean',
    'number',
    'houseNumber',
  ],
  split: ['at', 'part', 'pattern', 'group'],
  text: ['max', 'trim', 'nfc', 'characters'],
  date: ['in', 'parts', 'out', 'partial'],
  parts: ['year', 'month', 'day'],
  codes: ['list', 'version', 'values', 'default', 'as'],
  boolean: ['true', 'false'],
  number: ['as', 'digits', 'decimals'],
  houseNumber: ['in', 'part', 'of'],
  check: ['assert', 'else', 'code', 'message'],
  attachment: ['name', 'mediaType', 'listedAt', 'as', 'required', 'many'],
} as const;

/** The shape of a mapping file; zod is loaded on first use. */
export async function mappingFileShape(): Promise<ZodType<MappingFile>> {
  const { z } = await import('zod');
  const fieldName = fieldNameShape(z);
  const rule = ruleShape(z);
  return z.strictObject({
    message: selectorShape(z),
    record: z.string().regex(/^[a-z][a-z0-9-]*$/, 'a record type is written like dog-registration'),
    ...sharedShapes(z, rule),
    blocks: z.record(fieldName, rule).optional(),
    fimIds: z.literal('any').optional(),
    fields: z.record(fieldName, rule),
    checks: z.array(checkShape(z)).optional(),
    ignore: z.array(z.string().min(1)).optional(),
    attachments: z.record(fieldName, attachmentShape(z)).optional(),
    ignoreAttachments: z.array(z.string().min(1)).optional(),
  });
}

/** The shape of a file of blocks. */
export async function blockFileShape(): Promise<ZodType<BlockFile>> {
  const { z } = await import('zod');
  const rule = ruleShape(z);
  return z.strictObject({ ...sharedShapes(z, rule), blocks: z.record(fieldNameShape(z), rule) });
}

/** The JSON schema of mapping files, for editors. */
export async function mappingJsonSchema(): Promise<object> {
  const [{ z }, { mappingKeyDocs }, shape] = await Promise.all([import('zod'), import('./mapping-key-docs.ts'), mappingFileShape()]);
  const docs = new Map(Object.values(mappingKeyDocs).map((keys) => [Object.keys(keys).sort().join(), keys]));
  const described = z.toJSONSchema(shape, {
    target: 'draft-2020-12',
    override: ({ jsonSchema: { properties } }) => {
      const keys: Readonly<Record<string, string>> =
        docs.get(
          Object.keys(properties ?? {})
            .sort()
            .join(),
        ) ?? {};
      for (const [key, part] of Object.entries(properties ?? {})) {
        if (typeof part === 'object' && keys[key] !== undefined) part.description = keys[key];
      }
    },
  });
  return { ...described, title: 'Amtsbote mapping' };
}

function fieldNameShape(z: Zod): ZodType<string, string> {
  return z.string().regex(/^\p{L}[\p{L}\p{N}_-]*$/u, 'a field name starts with a letter and holds letters, digits, - and _');
}

function sharedShapes(z: Zod, rule: ZodType<FieldRule>) {
  return {
    prefixes: z.record(z.string().regex(/^[\p{L}_][\p{L}\p{N}_.-]*$/u), z.string().min(1)).optional(),
    include: z.array(z.string().min(1)).min(1).optional(),
    blocks: z.record(fieldNameShape(z), rule).optional(),
  };
}

function selectorShape(z: Zod): ZodType<SelectorRule> {
  const text = z.string().min(1);
  return z.strictObject({
    root: text.optional(),
    namespace: z.union([z.string(), z.array(z.string()).min(1)]).optional(),
    profile: text.optional(),
    versions: z.array(text).min(1).optional(),
    type: text.optional(),
    where: text.optional(),
  });
}

function ruleShape(z: Zod): ZodType<FieldRule> {
  const text = z.string().min(1);
  const day = z.iso.date('a day is written like 2026-05-01');
  const conversions = conversionShapes(z);
  const rule: ZodType<FieldRule> = z.lazy(() =>
    z.strictObject({
      path: text.optional(),
      value: z.union([z.string(), z.number(), z.boolean()]).optional(),
      constant: text.optional(),
      each: text.optional(),
      fields: z.record(fieldNameShape(z), rule).optional(),
      flat: z.union([z.literal(true), fieldNameShape(z)]).optional(),
      join: z.array(rule).min(1).optional(),
      separator: z.string().optional(),
      choose: z.array(rule).min(1).optional(),
      use: text.optional(),
      when: text.optional(),
      from: day.optional(),
      until: day.optional(),
      required: z.boolean().optional(),
      pick: z.literal('first').optional(),
      ...conversions,
    }),
  );
  return rule;
}

function conversionShapes(z: Zod) {
  const text = z.string().min(1);
  const part = z.union([z.int().positive(), z.literal('last')]);
  const group = z.union([z.int().nonnegative(), text]);
  const split = z.strictObject({ at: text.optional(), part: part.optional(), pattern: text.optional(), group: group.optional() });
  const codes = z.strictObject({
    list: text.optional(),
    version: text.optional(),
    values: z.record(z.string(), z.string()).optional(),
    default: z.string().optional(),
    as: text.optional(),
  });
  return {
    split: split.optional(),
    text: z
      .strictObject({
        max: z.int().positive().optional(),
        trim: z.boolean().optional(),
        nfc: z.boolean().optional(),
        characters: z.enum(['din-91379-a', 'din-91379-b', 'din-91379-c', 'din-91379-d', 'din-91379-e', 'string-latin']).optional(),
      })
      .optional(),
    date: z
      .strictObject({
        in: z.string().optional(),
        parts: z.strictObject({ year: text, month: text.optional(), day: text.optional() }).optional(),
        out: z.string().optional(),
        partial: z.enum(['keep', 'refuse']).optional(),
      })
      .optional(),
    codes: codes.optional(),
    boolean: z.strictObject({ true: z.string().optional(), false: z.string().optional() }).optional(),
    houseNumber: z
      .strictObject({
        in: z.enum(['houseNumber', 'street']).optional(),
        part: z.enum(['number', 'suffix', 'stroke', 'to', 'street', 'all']),
        of: z
          .array(z.enum(['number', 'suffix', 'stroke', 'to']))
          .min(1)
          .optional(),
      })
      .optional(),
    number: z
      .strictObject({
        as: z.enum(['text', 'comma', 'number']).optional(),
        digits: z.int().min(1).max(30).optional(),
        decimals: z.int().min(0).max(12).optional(),
      })
      .optional(),
  };
}

function checkShape(z: Zod): ZodType<CheckRule> {
  return z.strictObject({
    assert: z.string().min(1),
    else: z.enum(['case', 'reject']).optional(),
    code: z.string().min(1).optional(),
    message: z.string().min(1),
  });
}

function attachmentShape(z: Zod): ZodType<AttachmentRule> {
  const text = z.string().min(1);
  return z.strictObject({
    name: text.optional(),
    mediaType: z.union([text, z.array(text).min(1)]).optional(),
    listedAt: text.optional(),
    as: text.optional(),
    required: z.boolean().optional(),
    many: z.boolean().optional(),
  });
}
