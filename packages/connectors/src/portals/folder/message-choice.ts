import { isMessageName } from './grouping.ts';

/** Which of some files is the message. */
export type MessageChoice<File> =
  | { readonly message: File; readonly attachments: readonly File[] }
  | { readonly message?: undefined; readonly candidates: number };

const preferred = /^(message|nachricht|fachdaten)\.(xml|json)$/i;

/**
 * Picks the message of a zip or folder: the one `.xml` or `.json` at the top; among several, the one named `message`,
 * `nachricht` or `fachdaten`. A single folder around everything does not count. Nothing is guessed beyond that.
 */
export function chooseMessage<File extends { readonly name: string }>(files: readonly File[]): MessageChoice<File> {
  const depth = isWrapped(files) ? 2 : 1;
  const top = files.filter((file) => isMessageName(file) && file.name.split('/').length === depth);
  const named = top.filter((file) => preferred.test(lastPart(file.name)));
  const [message, ...others] = named.length > 0 ? named : top;
  if (message === undefined || others.length > 0) return { candidates: others.length + (message === undefined ? 0 : 1) };
  return { message, attachments: files.filter((file) => file !== message) };
}

/** A name without its folders. */
export function lastPart(name: string): string {
  return name.slice(name.lastIndexOf('/') + 1);
}

function isWrapped(files: readonly { readonly name: string }[]): boolean {
  const roots = new Set(files.map(({ name }) => (name.includes('/') ? name.slice(0, name.indexOf('/')) : '')));
  return roots.size === 1 && !roots.has('');
}
