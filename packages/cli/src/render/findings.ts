import { type ErrorCodeEntry, type Finding, errorCodes } from '@amtsbote/sdk';
import type { View } from '../context.ts';
import { codesDe } from '../texts/codes-de.ts';
import { plain } from './plain.ts';
import { place } from './place.ts';
import { indent } from './table.ts';

/** A finding with code, what happened, where, and advice. */
export function finding(found: Finding, view: View): string {
  const { t, style } = view;
  const official = found.officialCode ?? entryOf(found)?.officialCode;
  const lines = [`${style.bold(found.code)} ${title(found, view)}${official === undefined ? '' : style.dim(` (${official})`)}`];
  const where = place(found.where, t);
  if (where !== '') lines.push(`  ${t('error.where')} ${plain(where)}`);
  if (view.language === 'de') lines.push(`  ${t('error.detail')} ${plain(found.message)}`);
  const hint = advice(found, view);
  if (hint !== undefined && hint !== '') lines.push(`  ${t('error.hint')} ${plain(hint)}`);
  return lines.join('\n');
}

/** Findings one below the other, moved to the right. */
export function findings(found: readonly Finding[], view: View, by = 4): string {
  return found.map((entry) => indent(finding(entry, view), by)).join('\n');
}

/** What happened, in the reader's language: the English sentence, or the German title of the code. */
export function title(found: Pick<Finding, 'code' | 'message'>, view: View): string {
  if (view.language === 'en') return plain(found.message);
  return codesDe[found.code]?.title ?? plain(found.message);
}

function advice(found: Finding, view: View): string | undefined {
  const entry = entryOf(found);
  const ownHint = found.hint !== undefined && found.hint !== entry?.hint;
  if (ownHint || view.language === 'en') return found.hint ?? entry?.hint;
  return codesDe[found.code]?.hint ?? found.hint;
}

/** Undefined for a code of a newer version, read from its ledger. */
function entryOf({ code }: Pick<Finding, 'code'>): ErrorCodeEntry | undefined {
  return errorCodes[code];
}
