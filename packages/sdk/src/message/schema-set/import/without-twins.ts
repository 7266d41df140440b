import type { Finding } from '../../../model/finding.ts';
import type { ScannedSchema } from '../compile/scan-schema.ts';

/** Schemas of which none declares what another declares. */
export interface WithoutTwins {
  readonly schemas: readonly ScannedSchema[];
  /** Files left out because another one says the same: the one left out, and the one kept. */
  readonly twins: readonly (readonly [leftOut: string, kept: string])[];
  /** Files that declare the same otherwise: nobody but a person can choose. */
  readonly problems: readonly Finding[];
}

/** Leaves out files that say the same as another, but for comments, blanks, prefixes and DOCTYPE. */
export function withoutTwins(schemas: readonly ScannedSchema[]): WithoutTwins {
  const byGist = new Map<string, ScannedSchema>();
  const twins: [string, string][] = [];
  for (const schema of schemas) {
    const kept = byGist.get(schema.gist);
    if (kept) twins.push([schema.path, kept.path]);
    else byGist.set(schema.gist, schema);
  }
  const kept = [...byGist.values()];
  return { schemas: kept, twins, problems: clashes(kept) };
}

/** One finding per pair of folders: a set that stands there in two editions has many such files. */
function clashes(schemas: readonly ScannedSchema[]): Finding[] {
  const declared = new Map<string, ScannedSchema>();
  const found = new Map<string, Finding>();
  for (const schema of schemas) {
    if (schema.namespace === '') continue;
    for (const component of schema.components) {
      const key = `${component} ${schema.namespace}`;
      const other = declared.get(key);
      if (!other) declared.set(key, schema);
      else found.set(`${folderOf(other.path)} ${folderOf(schema.path)}`, clash(other, schema, component));
    }
  }
  return [...found.values()];
}

function clash(first: ScannedSchema, second: ScannedSchema, component: string): Finding {
  const folders = [folderOf(first.path), folderOf(second.path)];
  const advice =
    folders[0] === folders[1]
      ? 'Import only one of the two files.'
      : `The set stands there in two editions: import only one of the folders, ${folders.map((one) => one || '.').join(' or ')}.`;
  return {
    code: 'AB_SCHEMA_SET_INVALID',
    message: `${first.path} and ${second.path} both declare the ${component} of ${first.namespace}`,
    where: { file: second.path },
    hint: advice,
  };
}

function folderOf(path: string): string {
  return path.split('/').slice(0, -1).join('/');
}
