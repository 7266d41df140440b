import { type DeliveryKey, NeedsPerson, NotDelivered, fillUrlTemplate } from '@amtsbote/sdk';
import { type RpaVisit, awaitAnywhere, sessionMark } from '@amtsbote/sdk/rpa';
import type { Page } from 'playwright-core';
import { referenceIn } from './confirm-record.ts';
import type { FindDescription } from './description.ts';

/**
 * Looks a record up by its delivery key and returns the references found.
 *
 * @throws NeedsPerson AB_FORM_CHANGED when the page is not as described, so that "nothing found" would prove nothing
 */
export async function findRecord(find: FindDescription, key: DeliveryKey, visit: RpaVisit): Promise<readonly string[]> {
  const page = await visit.open(fillUrlTemplate(find.open, { deliveryKey: key, session: sessionMark }));
  return visit.guard('look up', () => readHits(find, { key, page, signal: visit.signal }));
}

interface Search {
  readonly key: DeliveryKey;
  readonly page: Page;
  readonly signal: AbortSignal;
}

async function readHits(find: FindDescription, { key, page, signal }: Search): Promise<readonly string[]> {
  if (find.empty !== undefined && (await awaitAnywhere(page, [find.rows, find.empty], { signal })) === undefined) {
    throw new NotDelivered('AB_TARGET_BROKEN', 'the search page shows neither hits nor that there are none');
  }
  const hits = (await Promise.all(page.frames().map((frame) => frame.locator(find.rows).all()))).flat();
  const references = await Promise.all(
    hits.map(async (hit) => {
      if (find.rowShowsKey !== false && !(await hit.innerText()).includes(key)) throw unexpected('a hit does not show the delivery key');
      const place = find.reference.selector === undefined ? hit : hit.locator(find.reference.selector).first();
      const reference = referenceIn(await place.innerText(), find.reference.pattern);
      if (reference === undefined) throw unexpected('a hit shows no reference of the expected form');
      return reference;
    }),
  );
  return [...new Set(references)];
}

function unexpected(what: string): NeedsPerson {
  return new NeedsPerson('AB_FORM_CHANGED', `the search page is not as described: ${what}`);
}
