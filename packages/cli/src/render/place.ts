import type { Place } from '@amtsbote/sdk';
import type { Translate } from '../texts/texts.ts';

/** A place in words, such as `file mappings/dog.yaml, line 4, field breed`. */
export function place(where: Place | undefined, t: Translate): string {
  if (where === undefined) return '';
  const parts = [
    where.file === undefined ? '' : t('place.file', { value: where.file }),
    where.line === undefined ? '' : t('place.line', { value: where.line }),
    where.column === undefined ? '' : t('place.column', { value: where.column }),
    where.field === undefined ? '' : t('place.field', { value: where.field }),
    where.path === undefined ? '' : t('place.path', { value: where.path }),
  ];
  return parts.filter((part) => part !== '').join(', ');
}
