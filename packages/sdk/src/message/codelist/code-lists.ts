import type { CodeList, CodeLists, FoundCodeList } from './code-list.ts';

/** Code lists for look-up. Of two lists with the same URI and version the first one is used. */
export function codeListsOf(lists: readonly CodeList[]): CodeLists {
  const versionsByUri = new Map<string, CodeList[]>();
  for (const list of lists) {
    const versions = versionsByUri.get(list.uri) ?? [];
    if (!versions.some(({ version }) => version === list.version)) versionsByUri.set(list.uri, [...versions, list]);
  }
  for (const versions of versionsByUri.values()) versions.sort((a, b) => compareVersions(a.version, b.version));
  return {
    all: lists,
    find: (uri, version) => nearest(versionsByUri.get(uri) ?? [], version ?? ''),
  };
}

/**
 * The order of versions: negative when `a` is older than `b`. Compares part by part, numbers as numbers (`4.1` before `4.10`,
 * `2024-08-01` before `2026-06-30`), a part that is missing as 0, and letters after numbers (`25.11` before `25.11a`).
 */
export function compareVersions(a: string, b: string): number {
  const left = partsOf(a);
  const right = partsOf(b);
  for (let index = 0; index < Math.max(left.length, right.length); index++) {
    const order = comparePart(left[index] ?? '0', right[index] ?? '0');
    if (order !== 0) return order;
  }
  return 0;
}

/** Of versions in order: the same one, else the next newer one (lists grow, they seldom lose codes), else the newest. */
function nearest(versions: readonly CodeList[], version: string): FoundCodeList | undefined {
  const newest = versions.at(-1);
  if (!newest) return undefined;
  if (version === '') return { list: newest, newer: false, otherVersion: false };
  const same = versions.find((list) => list.version === version);
  if (same) return { list: same, newer: false, otherVersion: false };
  const next = versions.find((list) => compareVersions(list.version, version) >= 0);
  if (next) return { list: next, newer: false, otherVersion: true };
  return { list: newest, newer: true, otherVersion: false };
}

function partsOf(version: string): readonly string[] {
  return version.match(/\d+|[^\d\s.\-_:/]+/g) ?? [];
}

function comparePart(a: string, b: string): number {
  const bothNumbers = /^\d/.test(a) && /^\d/.test(b);
  if (bothNumbers) return Number(a) - Number(b);
  if (a === b) return 0;
  return a < b ? -1 : 1;
}
