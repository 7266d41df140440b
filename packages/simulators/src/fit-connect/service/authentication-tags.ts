import type { StoredAttachment } from '../store/attachments.ts';
import type { Item } from '../store/items.ts';

/** The tags of all JWEs of a submission. */
export interface AuthenticationTags {
  readonly metadata: string;
  readonly data?: string;
  readonly attachments: Readonly<Record<string, string>>;
}

/** The tags of what was submitted. */
export function tagsOf(item: Pick<Item, 'metadata' | 'data'>, attachments: readonly StoredAttachment[]): AuthenticationTags {
  return {
    metadata: tagIn(item.metadata ?? ''),
    ...(item.data !== undefined && { data: tagIn(item.data) }),
    attachments: Object.fromEntries(attachments.map(({ attachmentId, tag }) => [attachmentId, tag])),
  };
}

/** The fifth segment of a JWE. */
export function tagIn(jwe: string): string {
  return jwe.slice(jwe.lastIndexOf('.') + 1);
}

/** True when given tags are exactly those. */
export function areTags(given: unknown, expected: AuthenticationTags): boolean {
  return typeof given === 'object' && given !== null && flat(given) === flat(expected);
}

function flat(tags: object): string {
  const entries = Object.entries(tags).flatMap(([name, value]) =>
    typeof value === 'object' && value !== null
      ? Object.entries(value as Record<string, unknown>).map(([id, tag]) => `${name}:${id.toLowerCase()}=${String(tag)}`)
      : [`${name}=${String(value)}`],
  );
  return entries.toSorted().join('\n');
}
