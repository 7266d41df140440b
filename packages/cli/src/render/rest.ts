import { type ErrorCodeEntry, errorCodes } from '@amtsbote/sdk';
import type { PauseView } from '@amtsbote/sdk/runtime';
import type { View } from '../context.ts';
import { title } from './findings.ts';
import { plain } from './plain.ts';

/** Why a target takes no deliveries: the operator's words, or the code with its title. */
export function restReason({ code, why }: Pick<PauseView, 'code' | 'why'>, view: View): string {
  if (why !== undefined) return plain(why);
  const entry = (errorCodes as Readonly<Record<string, ErrorCodeEntry>>)[code];
  return entry === undefined ? code : `${code} ${title({ code: code as keyof typeof errorCodes, message: entry.title }, view)}`;
}
