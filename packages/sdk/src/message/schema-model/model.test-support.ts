import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { corpus } from '../../testing/corpus.ts';
import { buildSchemaModel } from './build-schema-model.ts';
import type { ComplexType, ElementDeclaration, Particle, SchemaModel, SimpleType, TypeDefinition } from './schema-model.ts';

/** A schema document around some declarations; prefix `t` is its target namespace, `urn:test` unless said otherwise. */
export function xsd(declarations: string, { namespace = 'urn:test', attributes = 'elementFormDefault="qualified"' } = {}): string {
  const target = namespace === '' ? '' : ` targetNamespace="${namespace}" xmlns:t="${namespace}"`;
  return `<xs:schema xmlns:xs="http://www.w3.org/2001/XMLSchema"${target} ${attributes}>\n${declarations}\n</xs:schema>`;
}

/** The model of schema documents by file name, or of one. */
export function modelOf(files: Readonly<Record<string, string>> | string): Promise<SchemaModel> {
  const named = typeof files === 'string' ? { 'test.xsd': files } : files;
  return buildSchemaModel(Object.entries(named).map(([file, text]) => ({ file, bytes: Buffer.from(text) })));
}

/** The model of a folder of the corpus, built once per test file. */
export function corpusModel(folder: string): Promise<SchemaModel> {
  const known = corpusModels.get(folder) ?? buildSchemaModel(corpusSources(folder));
  corpusModels.set(folder, known);
  return known;
}

const corpusModels = new Map<string, Promise<SchemaModel>>();

/** All schema files below a folder of the corpus. */
export function corpusSources(folder: string): { file: string; bytes: Uint8Array }[] {
  const files = readdirSync(corpus(folder), { recursive: true, encoding: 'utf8' }).filter((file) => file.endsWith('.xsd'));
  return files.sort().map((file) => ({ file, bytes: readFileSync(join(corpus(folder), file)) }));
}

/** A global element of `urn:test` (or another namespace) that must be there. */
export function elementOf(model: SchemaModel, localName: string, namespace = 'urn:test'): ElementDeclaration {
  const element = model.element({ namespace, localName });
  if (!element) throw new Error(`no element ${localName}`);
  return element;
}

export function typeOf(model: SchemaModel, localName: string, namespace = 'urn:test'): TypeDefinition {
  const type = model.type({ namespace, localName });
  if (!type) throw new Error(`no type ${localName}`);
  return type;
}

export function complexTypeOf(model: SchemaModel, localName: string, namespace = 'urn:test'): ComplexType {
  const type = typeOf(model, localName, namespace);
  if (type.kind === 'simple') throw new Error(`${localName} is simple`);
  return type;
}

export function simpleTypeOf(model: SchemaModel, localName: string, namespace = 'urn:test'): SimpleType {
  const type = typeOf(model, localName, namespace);
  if (type.kind === 'complex') throw new Error(`${localName} is complex`);
  return type;
}

/** The content of a type in short: `(a b{0,1} (c | d)*)`, or `text:token`, or `empty`. */
export function contentOf(type: TypeDefinition): string {
  if (type.kind === 'simple') return `text:${type.builtIn}`;
  const { content } = type;
  if (content.kind === 'text') return `text:${content.type.builtIn}`;
  return content.kind === 'empty' ? 'empty' : `${content.mixed ? 'mixed ' : ''}${inShort(content.particle)}`;
}

function inShort(particle: Particle): string {
  const { min, max } = particle;
  const occurrence = min === 1 && max === 1 ? '' : `{${min},${max === Number.POSITIVE_INFINITY ? '' : max}}`;
  if (particle.kind === 'element') return particle.declaration.name.localName + occurrence;
  if (particle.kind === 'any') return `any(${particle.namespace} ${particle.processContents})${occurrence}`;
  const separator = { sequence: ' ', choice: ' | ', all: ' & ' }[particle.kind];
  return `(${particle.particles.map(inShort).join(separator)})${occurrence}`;
}
