import type { Retried } from '../commands/retry/handler.ts';
import type { View } from '../context.ts';
import { restReason } from './rest.ts';
import { time } from './values.ts';

/** `amtsbote retry` for people. */
export function retryText({ deliveries, waiting }: Retried, view: View): string {
  const { t, style } = view;
  if (deliveries.length === 0) return t('retry.nothing');
  const lines = waiting.flatMap(({ key, waits }) =>
    waits === undefined
      ? []
      : [style.yellow(`${key}: ${t('list.waits', { until: time(waits.until, view), reason: restReason(waits, view) })}`)],
  );
  return [t('retry.done', { deliveries: deliveries.join(', ') }), ...lines].join('\n');
}
