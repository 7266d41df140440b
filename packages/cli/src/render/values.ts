import type { ChannelKind, DeliveryState, SubmissionState } from '@amtsbote/sdk';
import type { View } from '../context.ts';

/** A point in time in the reader's way and time zone. */
export function time(ms: number, view: View): string {
  return new Intl.DateTimeFormat(view.language === 'de' ? 'de-DE' : 'en-GB', {
    dateStyle: 'medium',
    timeStyle: 'medium',
    timeZone: view.timeZone,
  }).format(ms);
}

/** A state as a word, in its colour. */
export function state(name: SubmissionState | DeliveryState, { t, style }: View): string {
  const word = t(`state.${name}`);
  switch (name) {
    case 'delivered':
    case 'accepted':
      return style.green(word);
    case 'case':
    case 'unknown':
      return style.yellow(word);
    case 'rejected':
      return style.red(word);
    default:
      return word;
  }
}

/** A channel as a word; empty when there was none yet. */
export function channel(kind: ChannelKind | undefined, { t }: View): string {
  return kind === undefined ? '' : t(`channel.${kind}`);
}

/** A size in bytes for people. */
export function size(bytes: number, { language }: View): string {
  const [amount, unit] = bytes < 1000 ? [bytes, 'B'] : bytes < 1_000_000 ? [bytes / 1000, 'kB'] : [bytes / 1_000_000, 'MB'];
  return `${new Intl.NumberFormat(language, { maximumFractionDigits: 1 }).format(amount)} ${unit}`;
}
