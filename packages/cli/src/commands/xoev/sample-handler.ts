import { mkdir, writeFile } from 'node:fs/promises';
import { dirname, resolve } from 'node:path';
import type { FoundRoot, MessageValidation, SampleSize, SchemaSet, SchemaSets } from '@amtsbote/sdk/workbench';
import { CliError } from '../../cli-error.ts';
import { type Context, projectDirectory } from '../../context.ts';
import { type ExitCode, exitCodes } from '../../exit-codes.ts';

/** The options of `amtsbote xoev sample`. */
export interface SampleCommandOptions {
  readonly minimal?: boolean;
  readonly maximal?: boolean;
  /** Default 1. */
  readonly seed?: number;
  readonly out?: string;
}

/** The elements that a message of a set may start with. */
export interface ListedRoots {
  readonly set: string;
  readonly roots: readonly { readonly namespace: string; readonly localName: string; readonly documentation?: string | undefined }[];
}

/** What `xoev sample` made. */
export interface Sampled {
  readonly set: string;
  readonly element: string;
  readonly size: SampleSize;
  readonly seed: number;
  readonly xml: string;
  /** With `--out`, as it was named. */
  readonly file?: string | undefined;
  readonly remarks: readonly string[];
  readonly validation: MessageValidation;
}

/** Lists what `xoev sample` can make. */
export async function listRoots(context: Context, setName: string): Promise<ListedRoots> {
  const { set } = await openSet(context, setName);
  const roots = (await set.model()).roots.map(({ name, documentation }) => ({ ...name, documentation }));
  return { set: set.name, roots };
}

/**
 * Makes a sample and writes it where it is asked for.
 *
 * @throws CliError when the set has no such element, or several
 */
export async function sample(
  context: Context,
  wanted: { readonly set: string; readonly element: string },
  options: SampleCommandOptions,
): Promise<Sampled> {
  const { sets, set } = await openSet(context, wanted.set);
  const { expandedText, findRoot, sampleMessage } = await context.deps.loadWorkbench();
  const found = findRoot((await set.model()).roots, wanted.element);
  if (found.kind !== 'found') throw notFound(context, wanted, found);
  const size = options.minimal === true ? 'minimal' : options.maximal === true ? 'maximal' : 'usual';
  const seed = options.seed ?? 1;
  const { xml, remarks, validation } = await sampleMessage(sets, set, { root: found.root, seed, size });
  if (options.out !== undefined) await write(context, options.out, xml);
  return { set: set.name, element: expandedText(found.root), size, seed, xml, file: options.out, remarks, validation };
}

/** 0 when the sample is valid, 1 when a validator failed, else 3. */
export function exitCodeOfSample({ validation: { verdict } }: Sampled): ExitCode {
  if (verdict === 'engine-error') return exitCodes.defect;
  return verdict === 'valid' ? exitCodes.ok : exitCodes.attention;
}

/** The document of `--json`: the sample itself only when it went to no file. */
export function sampleDocument({ xml, validation, ...sampled }: Sampled): object {
  const { verdict, findings, steps } = validation;
  return {
    schema: 'amtsbote.xoev-sample/1',
    ...sampled,
    verdict,
    findings,
    steps: steps.map((step) => ({ name: step.name, verdict: step.verdict })),
    ...(sampled.file === undefined && { xml }),
  };
}

async function openSet(context: Context, name: string): Promise<{ readonly sets: SchemaSets; readonly set: SchemaSet }> {
  const { openSchemaSets } = await context.deps.loadWorkbench();
  const sets = openSchemaSets(projectDirectory(context));
  return { sets, set: await sets.open(name) };
}

function notFound({ view: { t } }: Context, wanted: { readonly set: string; readonly element: string }, found: FoundRoot): CliError {
  if (found.kind === 'ambiguous') {
    return new CliError(t('xoev.sample.ambiguous', { element: wanted.element }), {
      hint: t('xoev.sample.chooseOne', { names: found.names.join(', ') }),
    });
  }
  const similar = found.kind === 'unknown' ? found.similar : [];
  const hints = [
    ...(similar.length === 0 ? [] : [t('usage.didYouMean', { name: similar.join('`, `') })]),
    t('xoev.sample.seeRoots', { set: wanted.set }),
  ];
  return new CliError(t('xoev.sample.unknown', wanted), { hint: hints.join(' ') });
}

async function write({ deps, view }: Context, file: string, xml: string): Promise<void> {
  try {
    const path = resolve(deps.cwd, file);
    await mkdir(dirname(path), { recursive: true });
    await writeFile(path, xml);
  } catch {
    throw new CliError(view.t('xoev.sample.cannotWrite', { file }));
  }
}
