import { existsSync } from 'node:fs';
import { ConfigurationFault } from '../../errors/families.ts';
import { type Part } from '../../mapping/propose/part.ts';
import { partsOfMessage } from '../../mapping/propose/parts-of-message.ts';
import { partsOfSchema, withSchema } from '../../mapping/propose/parts-of-schema.ts';
import { proposeMapping } from '../../mapping/propose/propose-mapping.ts';
import { type ProposalOrigin, proposalYaml } from '../../mapping/propose/write-proposal.ts';
import { loadLibxml2 } from '../../message/libxml2.ts';
import type { Message } from '../../message/message.ts';
import { nearestName } from '../../message/nearest-name.ts';
import { identify } from '../../message/profile/identify.ts';
import type { ElementDeclaration, ExpandedName, SchemaModel } from '../../message/schema-model/schema-model.ts';
import { MappingProject, type MappingProjectOptions } from './mapping-project.ts';
import { modelOfFile, schemaFilesOf } from './schemas-of-mapping.ts';

export interface ProposeMappingOptions extends MappingProjectOptions {
  /** A message file, or an element of a schema set (`xbau-2.6:baugenehmigung.antrag.0200`) or XSD file (`schemas/a.xsd:antrag`). */
  readonly from: string;
  /** The type of record. Default: made of the name of the root element. */
  readonly record?: string | undefined;
  /** An XSD file to take types from, where the project has no schema set for the message. */
  readonly schema?: string | undefined;
}

/** A mapping file to begin with. Holds no values of the message. */
export interface ProposedMapping {
  readonly yaml: string;
  readonly record: string;
  /** How many fields it has, those inside lists included. */
  readonly fields: number;
  readonly standard?: string | undefined;
  /** The schema that types were taken from. */
  readonly schema?: string | undefined;
}

/**
 * Proposes a first mapping from a message or from what a schema declares.
 *
 * Throws `ConfigurationFault` (AB_USAGE, AB_SCHEMA_SET_UNKNOWN), and what reading the message throws.
 */
export async function proposeMappingFile(options: ProposeMappingOptions): Promise<ProposedMapping> {
  const project = new MappingProject(options);
  const { root, origin } = existsSync(project.path(options.from))
    ? await fromMessage(project, options)
    : await fromElement(project, options);
  const proposal = proposeMapping(root, { record: options.record, codeLists: await project.codeLists() });
  const { standard, schema } = origin;
  const yaml = proposalYaml(proposal, origin);
  const count = (fields: typeof proposal.fields): number => fields.reduce((sum, { fields: inner = [] }) => sum + 1 + count(inner), 0);
  return { yaml, record: proposal.record, fields: count(proposal.fields), standard, schema };
}

interface Source {
  readonly root: Part;
  readonly origin: ProposalOrigin;
}

interface FoundSchema {
  readonly name: string;
  readonly model: SchemaModel;
  readonly root: ElementDeclaration;
}

async function fromMessage(project: MappingProject, { from, schema }: ProposeMappingOptions): Promise<Source> {
  using message = await project.message(from);
  const parts = partsOfMessage(await loadLibxml2(), message);
  const found = await schemaOf(project, message, schema);
  const identified = identify(message, await project.profiles());
  const standard = identified && [identified.profile.title, identified.version, identified.type].filter(Boolean).join(' ');
  const root = found ? withSchema(parts, found.model, found.root) : parts;
  return { root, origin: { from, standard, schema: found?.name } };
}

/** The schema named, that of a route that takes such messages, or the set that declares the root; the first that fits. */
async function schemaOf(project: MappingProject, { root, kind }: Message, named: string | undefined): Promise<FoundSchema | undefined> {
  if (kind === 'json') return undefined;
  const name = { namespace: root.namespace, localName: root.localName };
  const files = named === undefined ? await schemaFilesOf(project) : [project.path(named)];
  for (const file of files) {
    const model = await modelOfFile(file);
    const declared = model.element(name);
    if (declared) return { name: project.shown(file), model, root: declared };
  }
  if (named !== undefined) throw new ConfigurationFault('AB_USAGE', `${named} does not declare the root element of the message`);
  return importedSchema(project, name);
}

async function importedSchema(project: MappingProject, name: ExpandedName): Promise<FoundSchema | undefined> {
  const [set] = (await (await project.sets())?.forRoot(name)) ?? [];
  if (!set) return undefined;
  const model = await set.model();
  const declared = model.element(name);
  return declared && { name: set.name, model, root: declared };
}

async function fromElement(project: MappingProject, { from }: ProposeMappingOptions): Promise<Source> {
  const at = from.lastIndexOf(':');
  if (at < 1) throw new ConfigurationFault('AB_USAGE', `there is no file ${from}, and it does not name an element as SET:ELEMENT`);
  const [schema, element] = [from.slice(0, at), from.slice(at + 1)];
  const model = await modelNamed(project, schema);
  const declared = model.roots.find(({ name }) => name.localName === element);
  if (declared) return { root: partsOfSchema(model, declared), origin: { from: element, schema } };
  const near = nearestName(
    element,
    model.roots.map(({ name }) => name.localName),
  );
  throw new ConfigurationFault(
    'AB_USAGE',
    `${schema} declares no root element ${element}`,
    near === undefined ? {} : { hint: `Did you mean ${near}?` },
  );
}

async function modelNamed(project: MappingProject, name: string): Promise<SchemaModel> {
  if (/\.xsd$/i.test(name)) return modelOfFile(project.path(name));
  const sets = await project.sets();
  if (!sets) throw new ConfigurationFault('AB_SCHEMA_SET_UNKNOWN', `This project has no schema set ${name}`);
  return (await sets.open(name)).model();
}
