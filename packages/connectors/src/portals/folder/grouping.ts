import { extname } from 'node:path/posix';
import type { ListedFile } from './listing.ts';
import type { FolderProblem } from './problem.ts';

/** Files that belong together, before their content is looked at. */
export interface Candidate {
  /** `orphan`: a file that belongs to no message. */
  readonly kind: 'zip' | 'files' | 'folder' | 'orphan';
  /** The name that its files share. Never logged. */
  readonly base: string;
  readonly files: readonly ListedFile[];
  /** Its `.done` marker: it is complete. */
  readonly marker?: ListedFile | undefined;
  /** With `folder`: the folder itself. */
  readonly path?: string | undefined;
  /** It stays where it is: its folder cannot be listed, or a name in it cannot be told. */
  readonly unreadable?: FolderProblem | undefined;
}

/**
 * Sorts the files of a hot folder into submissions. The rule, from the names alone:
 * - every `.zip` is a submission;
 * - every `.xml` or `.json` is the message of a submission `BASE.xml`; `BASE.*` and `BASE_*` are its attachments, where
 *   the longest fitting base wins. `BASE.xml` beside `BASE.json` is one submission with two messages: a case;
 * - every other file is an orphan: its message may still come, else it is a case;
 * - `NAME.done` or `BASE.done` marks a submission as complete.
 */
export function groupFiles(files: readonly ListedFile[]): readonly Candidate[] {
  const markers = new Map(files.filter(isMarker).map((file) => [file.name.slice(0, -'.done'.length), file]));
  const content = files.filter((file) => !isMarker(file));
  const messages = Map.groupBy(content.filter(isMessageName), (file) => baseOf(file.name));
  const attachments = Map.groupBy(
    content.filter((file) => !isMessageName(file) && !isZip(file)),
    (file) => ownerOf(file.name, messages),
  );
  const markerOf = (base: string, some: readonly ListedFile[]): ListedFile | undefined =>
    markers.get(base) ?? some.map((file) => markers.get(file.name)).find((marker) => marker !== undefined);

  const withMessage = [...messages].map(([base, own]): Candidate => {
    const all = [...own, ...(attachments.get(base) ?? [])];
    return { kind: 'files', base, files: all, marker: markerOf(base, all) };
  });
  const single = (kind: 'zip' | 'orphan', file: ListedFile): Candidate => {
    const base = baseOf(file.name);
    return { kind, base, files: [file], marker: markerOf(base, [file]) };
  };
  return [
    ...withMessage,
    ...content.filter(isZip).map((file) => single('zip', file)),
    ...(attachments.get(undefined) ?? []).map((file) => single('orphan', file)),
  ];
}

/** True for a name that a message can have. */
export function isMessageName({ name }: { readonly name: string }): boolean {
  return /^\.(xml|json)$/i.test(extname(name));
}

function isZip({ name }: ListedFile): boolean {
  return extname(name).toLowerCase() === '.zip';
}

function isMarker({ name }: ListedFile): boolean {
  return name.endsWith('.done');
}

function baseOf(name: string): string {
  return name.slice(0, name.length - extname(name).length);
}

/** Tries the prefixes of a name that end before a `.` or `_`, the longest first: no loop over all messages. */
function ownerOf(name: string, messages: ReadonlyMap<string, unknown>): string | undefined {
  for (let end = name.length - 1; end > 0; end -= 1) {
    if ((name[end] === '.' || name[end] === '_') && messages.has(name.slice(0, end))) return name.slice(0, end);
  }
  return undefined;
}
