import { cpSync, mkdirSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { type ImportedSet, openSchemaSets, type SchemaSets } from '@amtsbote/sdk/workbench';
import { corpus } from '../../packages/sdk/src/testing/corpus.ts';

/** Sets as they are published, with absolute addresses, wherever the corpus has the modules they refer to. */
const published = [
  'xoev-base',
  'xbau/2.6/schema-published',
  'xbau/2.5/schema-dev',
  'xschule-1.2/schema-original',
  'xwasser-1.0.0/schema-original',
  'xbeteiligung-1.2/schema/xbeteiligung.xsd',
  'xdomea/2.3.0/schema',
  'xdomea/2.4.0/schema',
  'xdomea/3.0.0/schema',
  'fim-xfall-form/S99000001-antrag.xsd',
];

/** Modules that the corpus holds only together with the sets that use them. */
const modules = [
  { name: 'xbau-kernmodul', from: 'xbau/2.6/schema-dev', files: /^(xbau-kernmodul-|gmlProfilexplan)/ },
  { name: 'xbildung', from: 'xschule-1.2/schema', files: /^xbildung-/ },
];

/** Schema sets of the corpus in a project. */
export interface CorpusSets {
  readonly sets: SchemaSets;
  readonly imported: readonly ImportedSet[];
}

/** Imports every schema set of the corpus into a project, base sets first. */
export async function importCorpusSets(directory: string): Promise<CorpusSets> {
  const sets = openSchemaSets(directory);
  const imported: ImportedSet[] = [];
  const [base = '', ...others] = published.map((path) => corpus(`xoev/${path}`));
  const sources = [base, ...modules.map((module) => copyModule(module, directory)), ...others];
  for (const source of sources) imported.push(await sets.import(source, { importedAt: new Date('2026-11-20T08:00:00Z') }));
  return { sets, imported };
}

function copyModule({ name, from, files }: (typeof modules)[number], directory: string): string {
  const folder = join(directory, name);
  mkdirSync(folder, { recursive: true });
  const source = corpus(`xoev/${from}`);
  for (const file of readdirSync(source)) if (files.test(file)) cpSync(join(source, file), join(folder, file));
  return folder;
}

/** A message of the corpus, the set it was checked against there, and the verdict of the stricter of two engines. */
export interface CorpusInstance {
  readonly file: string;
  readonly set: string;
  readonly verdict: 'valid' | 'invalid';
}

interface ManifestEntry {
  readonly instances: readonly { readonly file: string; readonly xerces: string; readonly libxml2: string }[];
}

/** What the manifest of the corpus says. */
export function corpusInstances(): readonly CorpusInstance[] {
  const manifest = JSON.parse(readFileSync(corpus('xoev/MANIFEST.json'), 'utf8')) as Readonly<Record<string, ManifestEntry>>;
  return Object.entries(manifest).flatMap(([key, { instances }]) =>
    instances.map(({ file, xerces, libxml2 }) => ({
      file,
      set: key.replace('/', '-'),
      verdict: xerces === 'VALID' && libxml2 === 'VALID' ? ('valid' as const) : ('invalid' as const),
    })),
  );
}

/** All messages of the corpus, in folders with and without a schema: paths below `xoev`. */
export function corpusMessages(): readonly string[] {
  const files = readdirSync(corpus('xoev'), { recursive: true }).map((file) => String(file).replaceAll('\\', '/'));
  const isMessage = (file: string): boolean =>
    /\/(instances|json|v2|v3|input)\/|^(fim-xfall-form|xrechnung-foreign|xmeld-template)\/|instance-without-schema\//.test(file);
  return files.filter((file) => /\.(xml|json)$/.test(file) && isMessage(file)).toSorted();
}
