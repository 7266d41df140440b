import { referencePattern } from './reference-pattern.ts';

/**
 * Selectors of what stands on a page by its role and what a person reads, without the make of the page: they outlive a new layout. None for
 * references that are digits only: other numbers look the same.
 */
export function selectorsOfReference(reference: string): { readonly text: string; readonly row: string } | undefined {
  const isTelling = /\p{L}{2,}/u.test(reference) && /\d{2,}/.test(reference) && !reference.includes('/');
  if (!isTelling) return undefined;
  const pattern = referencePattern(reference);
  return { text: `text=/${pattern}/`, row: `role=row[name=/${pattern}/]` };
}

/** True for a selector that names roles, names and texts, and nothing of how the page is made. */
export function isAccessible(selector: string): boolean {
  return /^role=[a-z]+(\[name=("[^"]*"|\/.*\/)\])?$|^text=("[^"]*"|\/.*\/)$/u.test(selector);
}
