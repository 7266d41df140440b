import { readFile } from 'node:fs/promises';
import { basename, extname } from 'node:path';
import type { MappingSelector } from '../../mapping/mapping.ts';
import type { LintSchema } from '../../mapping/lint/lint-schema.ts';
import { SchemaGraph } from '../../mapping/lint/schema-graph.ts';
import { ConfigurationFault } from '../../errors/families.ts';
import { loadLibxml2 } from '../../message/libxml2.ts';
import { identify } from '../../message/profile/identify.ts';
import { readMessage } from '../../message/read-message.ts';
import { buildSchemaModel } from '../../message/schema-model/build-schema-model.ts';
import type { ExpandedName, SchemaModel } from '../../message/schema-model/schema-model.ts';
import { collectSchemaFiles } from '../../message/schema-set/schema-files.ts';
import type { MappingProject, ProjectMapping } from './mapping-project.ts';

/**
 * The schemas that messages of a mapping are checked against: those of its routes, else all that declare its roots, be it a file that
 * another route names or an imported set.
 */
export async function schemasOf(project: MappingProject, mapped: ProjectMapping): Promise<readonly LintSchema[]> {
  const { selector } = mapped.mapping;
  if (selector.root === 'json') return [];
  const named = await schemasOfRoutes(project, mapped);
  if (named.length > 0) return named;
  const files = mapped.routes.length === 0 ? await schemaFilesOf(project) : [];
  const schemas = await Promise.all(files.map((file) => ofFile(project, file, selector)));
  for (const set of (await (await project.sets())?.list()) ?? []) {
    const roots = await wantedRoots(project, set.manifest.roots, selector);
    if (roots.length > 0) schemas.push({ name: set.name, model: await set.model(), roots });
  }
  return schemas.filter(({ roots }) => roots.length > 0);
}

async function schemasOfRoutes(project: MappingProject, { mapping, routes }: ProjectMapping): Promise<readonly LintSchema[]> {
  const schemas = new Map<string, LintSchema>();
  for (const { schema } of routes) {
    if (schema === undefined) continue;
    const { selector } = mapping;
    const found = 'file' in schema ? await ofFile(project, schema.file, selector) : await ofSet(project, schema.set, selector);
    schemas.set(found.name, found);
  }
  return [...schemas.values()];
}

/**
 * Another version of the standard: roots of the same name, or of the same profile and type, whatever their version. `name` is a set or an
 * XSD file. Throws `ConfigurationFault` (AB_SCHEMA_SET_UNKNOWN, or AB_USAGE when no root fits).
 */
export async function schemaAgainst(project: MappingProject, mapped: ProjectMapping, name: string): Promise<LintSchema> {
  const { root, profile, type } = mapped.mapping.selector;
  const anyVersion: MappingSelector = { root, profile, type };
  const isFile = extname(name).toLowerCase() === '.xsd';
  const schema = isFile ? await ofFile(project, project.path(name), anyVersion) : await ofSet(project, name, anyVersion);
  if (schema.roots.length === 0) {
    throw new ConfigurationFault('AB_USAGE', `${name} declares no root element that ${mapped.file} is for`, {
      hint: 'The message may have another name in this version: correct `message:` of the mapping first.',
    });
  }
  const before = (await schemasOf(project, mapped)).filter((one) => one.name !== schema.name);
  const taken = (await wantedRoots(project, schema.roots, mapped.mapping.selector)).length > 0;
  return { ...schema, taken, moved: movedNamespaces(mapped, schema), before: before.flatMap(graphsOf) };
}

function graphsOf({ model, roots }: LintSchema): readonly SchemaGraph[] {
  return roots.flatMap((name) => {
    const root = model.element(name);
    return root ? [new SchemaGraph(model, root)] : [];
  });
}

async function ofSet(project: MappingProject, name: string, selector: MappingSelector): Promise<LintSchema> {
  const sets = await project.sets();
  if (!sets) throw new ConfigurationFault('AB_SCHEMA_SET_UNKNOWN', `This project has no schema set ${name}`);
  const set = await sets.open(name);
  return { name, model: await set.model(), roots: await wantedRoots(project, set.manifest.roots, selector) };
}

async function ofFile(project: MappingProject, file: string, selector: MappingSelector): Promise<LintSchema> {
  const model = await modelOfFile(file);
  const roots = await wantedRoots(
    project,
    model.roots.map(({ name }) => name),
    selector,
  );
  return { name: basename(file), model, roots };
}

/** The XSD files that routes of the project name. */
export async function schemaFilesOf(project: MappingProject): Promise<readonly string[]> {
  const routes = Object.values((await project.config())?.routes ?? {});
  return [...new Set(routes.flatMap(({ schema }) => (schema !== undefined && 'file' in schema ? [schema.file] : [])))];
}

/** Throws `ConfigurationFault` (AB_SCHEMA_SET_INVALID) when a file is missing or broken. */
export async function modelOfFile(file: string): Promise<SchemaModel> {
  const files = await collectSchemaFiles(await loadLibxml2(), file);
  const [problem] = files.problems;
  if (problem) throw new ConfigurationFault('AB_SCHEMA_SET_INVALID', problem.message, { where: problem.where, findings: files.problems });
  return buildSchemaModel(await Promise.all(files.paths.map(async (path) => ({ file: path, bytes: await readFile(path) }))));
}

async function wantedRoots(
  project: MappingProject,
  roots: readonly ExpandedName[],
  selector: MappingSelector,
): Promise<readonly ExpandedName[]> {
  const { root, namespaces } = selector;
  const named = roots.filter(
    ({ localName, namespace }) =>
      (root === undefined || localName === root) && (namespaces === undefined || namespaces.includes(namespace)),
  );
  if (selector.profile === undefined) return named;
  const fitting: ExpandedName[] = [];
  for (const name of named) if (await isOfProfile(project, name, selector)) fitting.push(name);
  return fitting;
}

/** Asks the profile itself, by a message that has nothing but this root. */
async function isOfProfile(project: MappingProject, { namespace, localName }: ExpandedName, selector: MappingSelector): Promise<boolean> {
  const xml =
    namespace === '' ? `<${localName}/>` : `<${localName} xmlns="${namespace.replaceAll('&', '&amp;').replaceAll('"', '&quot;')}"/>`;
  using message = await readMessage(Buffer.from(xml), { mediaType: 'application/xml' });
  const found = identify(message, await project.profiles());
  if (!found || found.profile.name !== selector.profile) return false;
  if (selector.versions && found.version !== undefined && !selector.versions.includes(found.version)) return false;
  return selector.type === undefined || found.type === undefined || found.type === selector.type;
}

/** Namespaces that differ in nothing but their numbers. */
function movedNamespaces({ mapping }: ProjectMapping, { model }: LintSchema): ReadonlyMap<string, string> {
  const known = [...new Set(model.roots.map(({ name }) => name.namespace))];
  const used = mapping.outline.paths.flatMap(({ prefixes }) => Object.values(prefixes));
  const moved = new Map<string, string>();
  for (const namespace of new Set(used)) {
    const now = known.filter((one) => versionless(one) === versionless(namespace));
    const [only] = now;
    if (only !== undefined && now.length === 1 && !known.includes(namespace)) moved.set(namespace, only);
  }
  return moved;
}

function versionless(namespace: string): string {
  return namespace.replaceAll(/\d+/g, '0').replaceAll(/(?:0[._/-])+0/g, '0');
}
