import type { App } from '../app.ts';
import { ApiProblem } from '../dialect/problems.ts';
import type { Item } from '../store/items.ts';
import { enter, serviceEvent, type ServiceAct } from './event-log.ts';

const day = 24 * 3600 * 1000;

const lastSweeps = new WeakMap<App, number>();

/** Sweeps when a second has passed since the last time. */
export async function sweepNowAndThen(app: App): Promise<void> {
  const now = app.clock.now();
  const last = lastSweeps.get(app) ?? Number.NEGATIVE_INFINITY;
  if (now >= last && now - last < 1000) return;
  lastSweeps.set(app, now);
  await sweep(app);
}

/** Does what the service does by itself when time passes: rejects what nobody answered, deletes, forgets. */
export async function sweep(app: App): Promise<void> {
  const { items, cases } = app.store;
  const { retention } = app;
  const now = app.clock.now();
  const before = (days: number): number => now - days * day;
  const overdue = before(retention.rejection);
  for (const item of [...items.since('submitted', 'submitted_at', overdue), ...items.since('forwarded', 'submitted_at', overdue)]) {
    await rejectByItself(app, item);
  }
  const old = [
    ...items.since('incomplete', 'created_at', before(retention.incomplete)),
    ...items.since('accepted', 'decided_at', before(retention.accepted)),
    ...items.since('rejected', 'submitted_at', before(retention.deletion)),
  ];
  for (const item of old) {
    if (!(await act(app, item, { act: 'delete' }))) continue;
    app.store.attachments.drop(item.itemId);
    items.dropContent(item.itemId);
  }
  cases.forgetBefore(before(retention.events));
}

/** Rejects in the name of the service; false when somebody was faster. */
export function rejectByItself(app: App, item: Item): Promise<boolean> {
  return act(app, item, { act: 'reject', content: { problems: [app.dialect.automaticRejection] } });
}

/** False when somebody was faster and the state no longer allows it. */
async function act(app: App, item: Item, what: ServiceAct): Promise<boolean> {
  const event = await serviceEvent(app, item, what);
  try {
    app.store.transaction(() => {
      enter(app, item.itemId, [event]);
      app.callbacks.announceEvent(item.itemId, 'service');
    });
  } catch (error) {
    if (error instanceof ApiProblem) return false;
    throw error;
  }
  app.callbacks.pump();
  return true;
}
