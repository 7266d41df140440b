import type { ZodType } from 'zod';

/** A mapping as it stands in its YAML file: from the paths of a message to the fields of a record. */
export interface MappingFile {
  /** Which messages this mapping is for. */
  readonly message: SelectorRule;
  /** Prefixes of the paths: a namespace name, or `profile` for the namespace of the message's root element. */
  readonly prefixes?: Readonly<Record<string, string>> | undefined;
  /** The type of record this makes, such as `dog-registration`. */
  readonly record: string;
  readonly fields: Readonly<Record<string, FieldRule>>;
  readonly checks?: readonly CheckRule[] | undefined;
  /** Paths of parts that are knowingly not read. */
  readonly ignore?: readonly string[] | undefined;
  /** Fields that receive attachments: their `ref`, or a list of them. The first rule that fits an attachment takes it. */
  readonly attachments?: Readonly<Record<string, AttachmentRule>> | undefined;
  /** File name patterns of attachments that are knowingly left out. */
  readonly ignoreAttachments?: readonly string[] | undefined;
}

/** Root element of the messages a mapping is for. */
export interface SelectorRule {
  readonly root: string;
  /** One per version of the standard; left out for messages in no namespace, JSON among them. */
  readonly namespace?: string | readonly string[] | undefined;
}

/**
 * How one field gets its value: exactly one of `value`, `path`, `each` or `fields`; at most one conversion.
 * `path` with `fields` makes a nested record, `each` a list.
 */
export interface FieldRule {
  readonly path?: string | undefined;
  readonly value?: string | number | boolean | undefined;
  readonly each?: string | undefined;
  readonly fields?: Readonly<Record<string, FieldRule>> | undefined;
  /** Default false: a field without a value in the message is left out. */
  readonly required?: boolean | undefined;
  /** Take the first of several matches; without it several are a case. */
  readonly pick?: 'first' | undefined;
  readonly text?: TextRule | undefined;
  readonly date?: DateRule | undefined;
  readonly codes?: CodesRule | undefined;
  readonly boolean?: BooleanRule | undefined;
  readonly number?: NumberRule | undefined;
}

/** Text as it is, checked or tidied. */
export interface TextRule {
  /** Most characters (Unicode code points). A longer text is a case, never cut. */
  readonly max?: number | undefined;
  /** Remove blanks at both ends. Default false. */
  readonly trim?: boolean | undefined;
  /** Compose characters (Unicode NFC). Default false. */
  readonly nfc?: boolean | undefined;
}

/** A date of one pattern into another; patterns are made of `dd`, `MM`, `yyyy` and separators. */
export interface DateRule {
  readonly in: string;
  /** Default `yyyy-MM-dd`. */
  readonly out?: string | undefined;
  /** Unknown day or month (zeros or left out): keep them unknown, or refuse. Default `refuse`. */
  readonly partial?: 'keep' | 'refuse' | undefined;
}

/** Codes into the target's words. A code without an entry is a case. */
export interface CodesRule {
  readonly values: Readonly<Record<string, string>>;
}

/** The texts that mean true and false. Default `true` or `1`, and `false` or `0`. */
export interface BooleanRule {
  readonly true?: string | undefined;
  readonly false?: string | undefined;
}

/** A decimal number with a point. */
export interface NumberRule {
  /** `text` (default): exactly as sent. `comma`: with a decimal comma. `number`: a number, if it is exact as one. */
  readonly as?: 'text' | 'comma' | 'number' | undefined;
}

/** A condition the message must meet. */
export interface CheckRule {
  readonly assert: string;
  /** Default `case`. */
  readonly else?: 'case' | 'reject' | undefined;
  /** The official code for the portal, such as `X010`. */
  readonly code?: string | undefined;
  /** What is wrong, for the clerk or applicant. */
  readonly message: string;
}

/** Which attachments a field receives. */
export interface AttachmentRule {
  /** File name pattern with `*` and `?`; upper and lower case are the same. */
  readonly name: string;
  readonly required?: boolean | undefined;
  /** Take any number, as a list. Default false: one, as text. */
  readonly many?: boolean | undefined;
}

/** The keys known at each kind of place, for suggestions. */
export const mappingKeys = {
  file: ['message', 'prefixes', 'record', 'fields', 'checks', 'ignore', 'attachments', 'ignoreAttachments'],
  message: ['root', 'namespace'],
  rule: ['path', 'value', 'each', 'fields', 'required', 'pick', 'text', 'date', 'codes', 'boolean', 'number'],
  text: ['max', 'trim', 'nfc'],
  date: ['in', 'out', 'partial'],
  codes: ['values'],
  boolean: ['true', 'false'],
  number: ['as'],
  check: ['assert', 'else', 'code', 'message'],
  attachment: ['name', 'required', 'many'],
} as const;

/** The shape of a mapping file; zod is loaded on first use. */
export async function mappingFileShape(): Promise<ZodType<MappingFile>> {
  const { z } = await import('zod');
  const fieldName = z.string().regex(/^\p{L}[\p{L}\p{N}_-]*$/u, 'a field name starts with a letter and holds letters, digits, - and _');
  const path = z.string().min(1);
  const conversions = {
    text: z
      .strictObject({
        max: z.int().positive().optional(),
        trim: z.boolean().optional(),
        nfc: z.boolean().optional(),
      })
      .optional(),
    date: z
      .strictObject({
        in: z.string(),
        out: z.string().optional(),
        partial: z.enum(['keep', 'refuse']).optional(),
      })
      .optional(),
    codes: z.strictObject({ values: z.record(z.string(), z.string()) }).optional(),
    boolean: z.strictObject({ true: z.string().optional(), false: z.string().optional() }).optional(),
    number: z.strictObject({ as: z.enum(['text', 'comma', 'number']).optional() }).optional(),
  };
  const rule: ZodType<FieldRule> = z.lazy(() =>
    z.strictObject({
      path: path.optional(),
      value: z.union([z.string(), z.number(), z.boolean()]).optional(),
      each: path.optional(),
      fields: z.record(fieldName, rule).optional(),
      required: z.boolean().optional(),
      pick: z.literal('first').optional(),
      ...conversions,
    }),
  );
  const check = z.strictObject({
    assert: path,
    else: z.enum(['case', 'reject']).optional(),
    code: z.string().min(1).optional(),
    message: z.string().min(1),
  });
  const attachment = z.strictObject({
    name: z.string().min(1),
    required: z.boolean().optional(),
    many: z.boolean().optional(),
  });
  const namespace = z.union([z.string(), z.array(z.string()).min(1)]);
  return z.strictObject({
    message: z.strictObject({ root: z.string().min(1), namespace: namespace.optional() }),
    prefixes: z.record(z.string().regex(/^[\p{L}_][\p{L}\p{N}_.-]*$/u), z.string().min(1)).optional(),
    record: z.string().regex(/^[a-z][a-z0-9-]*$/, 'a record type is written like dog-registration'),
    fields: z.record(fieldName, rule),
    checks: z.array(check).optional(),
    ignore: z.array(path).optional(),
    attachments: z.record(fieldName, attachment).optional(),
    ignoreAttachments: z.array(z.string().min(1)).optional(),
  });
}

/** The JSON schema of mapping files, for editors. */
export async function mappingJsonSchema(): Promise<object> {
  const { z } = await import('zod');
  const shape = await mappingFileShape();
  return { ...z.toJSONSchema(shape, { target: 'draft-2020-12' }), title: 'Amtsbote mapping' };
}
