import type { MessageNode } from '../message/message.ts';
import type { AnnouncedFile, ExplainedPart } from './explanation.ts';

/** Says what a part means, by its name without prefix. */
export type MeaningOfPart = (name: string) => string | undefined;

/** A part with more values than this is shown with what stands directly below it. */
const manyValues = 15;
const header = /^(?:nachrichtenkopf(?:\.g2g)?|kopf|header)$/i;

/** The parts of a message, made of all its values. */
export function partsOf(leaves: readonly MessageNode[], meaning: MeaningOfPart = () => undefined): readonly ExplainedPart[] {
  const placed = leaves.map((leaf) => ({ line: leaf.line, steps: leaf.path.split('/').slice(2) }));
  return partsAt(placed, 0).map((part) => ({ ...part, meaning: meaning(part.name) }));
}

/** A value by its place below the root element. */
interface Placed {
  readonly line: number | undefined;
  readonly steps: readonly string[];
}

function partsAt(leaves: readonly Placed[], depth: number): readonly ExplainedPart[] {
  const groups = new Map<string, Placed[]>();
  for (const leaf of leaves) {
    const step = leaf.steps[depth];
    if (step === undefined || step === 'text()') continue;
    const name = nameOf(step);
    const group = groups.get(name) ?? [];
    group.push(leaf);
    groups.set(name, group);
  }
  return [...groups].map(([name, group]) => partOf(name, group, depth));
}

function partOf(name: string, group: readonly Placed[], depth: number): ExplainedPart {
  const times = name === '@' ? 1 : new Set(group.map(({ steps }) => steps[depth])).size;
  const below = depth === 0 && group.length > manyValues && !header.test(name) ? partsAt(group, depth + 1) : undefined;
  return { name, times, values: group.length, line: group[0]?.line, parts: below };
}

const namesOfFiles = /^(?:dateiname|filename)$/i;

/** Where files are named that travel beside the message. Their names may tell of a citizen and are left out. */
export function announcedFiles(leaves: readonly MessageNode[]): readonly AnnouncedFile[] {
  const files: AnnouncedFile[] = [];
  for (const { path, line } of leaves) {
    if (namesOfFiles.test(nameOf(path.split('/').at(-1) ?? ''))) files.push({ path, line });
  }
  return files;
}

/** A step of a path without prefix and position. */
function nameOf(step: string): string {
  if (step.startsWith('@')) return '@';
  return step.replace(/\[\d+\]$/, '').replace(/^[^:]*:/, '');
}
