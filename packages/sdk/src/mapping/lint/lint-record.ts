import { nearestName } from '../../message/nearest-name.ts';
import type { OutlinedField } from '../mapping-outline.ts';
import type { Mapping } from '../mapping.ts';
import type { LintFinding } from './lint-finding.ts';

/** The fields that a target takes, as far as its shape tells. */
export interface RecordShape {
  /** Names of fields, with what stands inside records and the entries of lists. */
  readonly fields: ReadonlyMap<string, RecordShapeField>;
  /** Whether fields that are not among them are taken too. */
  readonly open: boolean;
}

export interface RecordShapeField {
  readonly required: boolean;
  /** Of a record, or of the entries of a list. */
  readonly inside?: RecordShape | undefined;
}

/** The shape of a record from its JSON schema, as zod makes it. */
export function recordShapeOf(schema: unknown): RecordShape {
  const { properties = {}, required = [], additionalProperties } = schema as JsonObject;
  const fields = Object.entries(properties).map(([name, property]): [string, RecordShapeField] => {
    const inner = property.items ?? property;
    const inside = inner.properties ? recordShapeOf(inner) : undefined;
    return [name, { required: required.includes(name), inside }];
  });
  return { fields: new Map(fields), open: additionalProperties !== false };
}

interface JsonObject {
  readonly properties?: Readonly<Record<string, JsonObject>>;
  readonly required?: readonly string[];
  readonly additionalProperties?: unknown;
  readonly items?: JsonObject;
}

/** Fields that the target requires and the mapping does not make, or makes only sometimes; and fields that the target does not know. */
export function lintRecord(mapping: Mapping, shape: RecordShape): readonly LintFinding[] {
  const { fields } = mapping.outline;
  return [...missing(mapping, shape, ''), ...fields.flatMap((field) => unknownField(field, shape))];
}

function missing(mapping: Mapping, shape: RecordShape, prefix: string): readonly LintFinding[] {
  return [...shape.fields].flatMap(([name, { required, inside }]): readonly LintFinding[] => {
    const field = prefix + name;
    const made = mapping.outline.fields.filter((one) => topOf(one.field, field));
    if (made.length === 0) return required ? [unmapped(mapping.file, field)] : [];
    const inner = inside ? innerPrefixes(made, field).flatMap((below) => missing(mapping, inside, below)) : [];
    return required && !made.some(({ always }) => always) ? [...inner, notAlways(made[0], field)] : inner;
  });
}

/** Whether an outlined field is this field, or one inside it. */
function topOf(outlined: string, field: string): boolean {
  return outlined === field || outlined.startsWith(`${field}.`) || outlined.startsWith(`${field}[`);
}

function innerPrefixes(made: readonly OutlinedField[], field: string): readonly string[] {
  const prefixes = [`${field}.`, `${field}[].`];
  return prefixes.filter((prefix) => made.some((one) => one.field.startsWith(prefix)));
}

function unmapped(file: string, field: string): LintFinding {
  const message = `the target requires the field ${field}, and no rule makes it`;
  return { severity: 'error', finding: { code: 'AB_FIELD_UNMAPPED', message, where: { file, field } } };
}

function notAlways(made: OutlinedField | undefined, field: string): LintFinding {
  const message = `the target requires the field ${field}, and its rule leaves it out when the message has no value`;
  const hint = 'Write `required: true`, so that the case names the field and the place in the message.';
  return { severity: 'warning', finding: { code: 'AB_FIELD_UNMAPPED', message, where: { ...made?.place, field }, hint } };
}

function unknownField({ field, place }: OutlinedField, shape: RecordShape): readonly LintFinding[] {
  let at: RecordShape | undefined = shape;
  for (const name of field.replaceAll('[]', '').split('.')) {
    if (!at) return [];
    const known = at.fields.get(name);
    if (!known && at.open) return [];
    if (!known) {
      const near = nearestName(name, [...at.fields.keys()]);
      const hint = near ? `Did you mean \`${near}\`?` : `It takes ${[...at.fields.keys()].join(', ')}.`;
      const message = `the target takes no field ${field}`;
      return [{ severity: 'error', finding: { code: 'AB_RECORD_INVALID', message, where: { ...place, field }, hint } }];
    }
    at = known.inside;
  }
  return [];
}
