import type { App } from '../app.ts';
import type { Case } from '../store/cases.ts';
import type { Item } from '../store/items.ts';
import { serviceEvent } from './event-log.ts';

/** Enters a new item with its first event, and its case if that begins with it. */
export async function enterFirst(app: App, item: Item, begun: Case | undefined): Promise<void> {
  const event = await serviceEvent(app, item, { act: 'create' });
  app.store.transaction(() => {
    if (begun) app.store.cases.insert(begun);
    app.store.items.insert(item);
    app.store.cases.append(event);
  });
}
