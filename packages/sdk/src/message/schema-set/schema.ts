import { resolve } from 'node:path';
import type { ErrorDetail, XsdValidator } from 'libxml2-wasm';
import type { Finding } from '../../model/finding.ts';
import { type Libxml2, loadLibxml2 } from '../libxml2.ts';
import type { Message } from '../message.ts';
import { XmlMessage } from '../xml/xml-message.ts';
import { type CompileProblem, compileSchema } from './compile/compile-schema.ts';
import type { LinkedSchemas } from './compile/link-schemas.ts';
import { collectSchemaFiles, stampOf } from './schema-files.ts';
import { xsdComplaint } from './xsd-complaint.ts';

/**
 * The verdict on a message. Only `valid` goes on by itself: `not-checked` means that the schema was incomplete or
 * does not apply, `engine-error` that the validator failed.
 */
export interface Validation {
  readonly verdict: 'valid' | 'invalid' | 'not-checked' | 'engine-error';
  /** AB_SCHEMA_INVALID with line and path, or AB_SCHEMA_NOT_CHECKED with the schema file. Never a value. */
  readonly findings: readonly Finding[];
}

/** A schema file with all it includes and imports, compiled once. */
export interface Schema {
  readonly file: string;
  /** Never throws for what the message or the schema is like. JSON messages are `not-checked`. */
  validate(message: Message): Validation;
}

const mostFindings = 50;
const known = new Map<string, { readonly files: readonly string[]; readonly stamp: string; readonly schema: Schema }>();

/**
 * Loads a schema from disk, with includes and imports resolved beside it, nothing from the network. Compiled once per
 * file until one of its files changes. What is missing or broken shows as `not-checked` for
 * each message, and is looked for anew with each load.
 *
 * @example
 * const schema = await loadSchema('schemas/xschule.xsd');
 * const { verdict, findings } = schema.validate(message);
 */
export async function loadSchema(file: string): Promise<Schema> {
  const path = resolve(file);
  const cached = known.get(path);
  if (cached && (await stampOf(cached.files).catch(() => undefined)) === cached.stamp) return cached.schema;
  const libxml2 = await loadLibxml2();
  const files = await collectSchemaFiles(libxml2, path);
  const { problems } = files;
  const schema = problems.length > 0 ? uncheckedSchema(path, problems) : compiledSchema(libxml2, path, files.linked);
  if (problems.length === 0) known.set(path, { files: files.paths, stamp: files.stamp, schema });
  return schema;
}

/** Compiles linked schemas under the name of a file. Never throws: where they cannot be compiled, messages are `not-checked`. */
export function compiledSchema(libxml2: Libxml2, file: string, linked: LinkedSchemas): Schema {
  const compiled = compileSchema(libxml2, linked);
  if ('problems' in compiled)
    return uncheckedSchema(
      file,
      compiled.problems.map((problem) => problemOf(file, problem)),
    );
  return { file, validate: (message) => validate(libxml2, { validator: compiled.validator, file }, message) };
}

function uncheckedSchema(file: string, problems: readonly Finding[]): Schema {
  return { file, validate: () => ({ verdict: 'not-checked', findings: problems }) };
}

function problemOf(file: string, { message, path, line }: CompileProblem): Finding {
  return notChecked(`the schema cannot be compiled: ${message}`, path ?? file, line);
}

function validate(libxml2: Libxml2, schema: { validator: XsdValidator; file: string }, message: Message): Validation {
  if (message.kind !== 'xml' || !(message instanceof XmlMessage)) {
    return {
      verdict: 'not-checked',
      findings: [notChecked('a JSON message cannot be checked against an XML schema', schema.file)],
    };
  }
  try {
    schema.validator.validate(message.document);
    return { verdict: 'valid', findings: [] };
  } catch (error) {
    if (error instanceof libxml2.XmlValidateError) return { verdict: 'invalid', findings: findingsOf(message, error.details) };
    if (!(error instanceof libxml2.XmlError)) throw error;
    return {
      verdict: 'engine-error',
      findings: [notChecked('the validator failed on this message', schema.file)],
    };
  }
}

/** One finding per place: a broken facet is followed by "not a valid value" of the same text. */
function findingsOf(messageRead: XmlMessage, details: readonly ErrorDetail[]): Finding[] {
  const findings: Finding[] = [];
  let last = '';
  for (const { col, line, message, xpath } of details) {
    const complaint = xsdComplaint(message);
    const element = xpath ? messageRead.namedPath(xpath) : undefined;
    const path = element !== undefined && complaint.attribute ? `${element}/@${complaint.attribute}` : element;
    const place = `${line} ${path}`;
    const repeats = place === last && complaint.message.includes('is not a valid value');
    last = place;
    if (repeats) continue;
    const where = { line: line > 0 ? line : undefined, column: col > 0 ? col : undefined, path };
    findings.push({ code: 'AB_SCHEMA_INVALID', message: complaint.message, where });
    if (findings.length === mostFindings) break;
  }
  return findings;
}

function notChecked(message: string, file: string, line?: number): Finding {
  return { code: 'AB_SCHEMA_NOT_CHECKED', message, where: { file, line } };
}
