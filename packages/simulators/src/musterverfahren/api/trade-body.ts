import { describeFile, isMultipart, readForm } from '../body.ts';
import { fieldsOf, type Field, type FieldValue } from '../forms/field.ts';
import { tradeForm } from '../forms/gewerbe.ts';
import { validate } from '../forms/validate.ts';
import type { WebRequest } from '../http-types.ts';
import type { ProblemDetail } from '../problem.ts';
import type { StoredAttachment } from '../store.ts';

/** A trade registration as the API took it: flat, as a form would have sent it. */
export interface TradeBody {
  readonly values: Readonly<Record<string, FieldValue>>;
  readonly attachments: readonly StoredAttachment[];
}

/** Why a body cannot be taken. */
export interface BodyErrors {
  readonly errors: readonly ProblemDetail[];
}

/** Where a field stands in the JSON: `person_ort` is `person.ort`. */
const apiPath = (name: string): string => name.replace('_', '.');

/** The fields that the API takes, apart from the attachments. */
const apiFields: readonly Field[] = fieldsOf(tradeForm).filter((field) => field.kind !== 'file');

/** Reads and checks the body of a create request; returns what is wrong with it when it cannot be taken. */
export async function readTradeBody(request: WebRequest): Promise<TradeBody | BodyErrors> {
  const form = isMultipart(request) ? await readForm(request).catch(() => undefined) : undefined;
  if (isMultipart(request) && !form) return unreadable('Der Körper ist kein lesbares multipart/form-data.');
  const data = parseObject(form ? (form.get('daten') ?? '') : request.body.toString('utf8'));
  if (!data) return unreadable('Der Körper ist kein JSON-Objekt.');

  const { values, errors } = readValues(data);
  const attachments = readAttachments(data['anlagen'], errors);
  return errors.length > 0 ? { errors } : { values, attachments: [...attachments, ...(form?.files('anlage') ?? [])] };
}

const groups = ['person', 'betrieb'];

function readValues(data: Record<string, unknown>): {
  values: Record<string, FieldValue>;
  errors: ProblemDetail[];
} {
  const known = new Set([...apiFields.map((field) => apiPath(field.name)), ...groups, 'anlagen']);
  const unknown = [...pathsOf(data)].filter((path) => !known.has(path));
  const errors: ProblemDetail[] = unknown.map((path) => ({
    field: path,
    code: 'unbekannt',
    message: 'Diese Eigenschaft gibt es nicht.',
  }));
  const values: Record<string, FieldValue> = {};
  for (const field of apiFields) {
    const value = readValue(field, valueAt(data, apiPath(field.name)));
    if (value === undefined) errors.push({ field: apiPath(field.name), code: 'typ', message: `Erwartet: ${typeName(field)}.` });
    else values[field.name] = value;
  }
  const mistyped = new Set(errors.map((error) => error.field));
  const invalid = validate(apiFields, values).map((error) => ({ ...error, field: apiPath(error.field) }));
  return { values, errors: [...errors, ...invalid.filter((error) => !mistyped.has(error.field))] };
}

function unreadable(message: string): BodyErrors {
  return { errors: [{ field: '', code: 'format', message }] };
}

function parseObject(text: string): Record<string, unknown> | undefined {
  try {
    const value: unknown = JSON.parse(text);
    return isObject(value) ? value : undefined;
  } catch {
    return undefined;
  }
}

function* pathsOf(data: Record<string, unknown>): Iterable<string> {
  for (const [name, value] of Object.entries(data)) {
    yield name;
    if (groups.includes(name) && isObject(value)) for (const inner of Object.keys(value)) yield `${name}.${inner}`;
  }
}

function valueAt(data: Record<string, unknown>, path: string): unknown {
  const [first = '', second] = path.split('.');
  const outer = data[first];
  if (second === undefined) return outer;
  return isObject(outer) ? outer[second] : undefined;
}

/** The value, an empty one when it is absent, undefined when it has the wrong type. */
function readValue(field: Field, value: unknown): FieldValue | undefined {
  if (field.kind === 'checkbox') return value == null ? false : typeof value === 'boolean' ? value : undefined;
  if (field.kind === 'list') return value == null ? [] : isTexts(value) ? value : undefined;
  return value == null ? '' : typeof value === 'string' ? value : undefined;
}

function typeName(field: Field): string {
  if (field.kind === 'checkbox') return 'true oder false';
  return field.kind === 'list' ? 'Liste von Zeichenketten' : 'Zeichenkette';
}

function readAttachments(value: unknown, errors: ProblemDetail[]): readonly StoredAttachment[] {
  if (value == null) return [];
  if (!Array.isArray(value)) {
    errors.push({ field: 'anlagen', code: 'typ', message: 'Erwartet: Liste.' });
    return [];
  }
  return value.flatMap((entry: unknown, index) => {
    const attachment = isObject(entry) ? readAttachment(entry) : undefined;
    if (!attachment)
      errors.push({
        field: `anlagen[${index}]`,
        code: 'format',
        message: 'Erwartet: name, mediaType und inhalt (Base64).',
      });
    return attachment ? [attachment] : [];
  });
}

function readAttachment(entry: Record<string, unknown>): StoredAttachment | undefined {
  const { name, mediaType, inhalt } = entry as { name?: unknown; mediaType?: unknown; inhalt?: unknown };
  if (typeof name !== 'string' || name === '' || typeof mediaType !== 'string' || typeof inhalt !== 'string') return undefined;
  if (inhalt.length % 4 !== 0 || !/^[A-Za-z0-9+/]*={0,2}$/.test(inhalt)) return undefined;
  return describeFile(name, mediaType, Buffer.from(inhalt, 'base64'));
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function isTexts(value: unknown): value is readonly string[] {
  return Array.isArray(value) && value.every((entry) => typeof entry === 'string');
}
