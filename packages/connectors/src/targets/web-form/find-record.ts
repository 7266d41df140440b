import { type DeliveryKey, NeedsPerson, NotDelivered, fillUrlTemplate } from '@amtsbote/sdk';
import type { RpaVisit } from '@amtsbote/sdk/rpa';
import type { Page } from 'playwright-core';
import { referenceIn } from './confirm-record.ts';
import type { FindDescription } from './description.ts';

/**
 * Looks a record up by its delivery key and returns the references found.
 *
 * @throws NeedsPerson AB_FORM_CHANGED when the page is not as described, so that "nothing found" would prove nothing
 */
export async function findRecord(find: FindDescription, key: DeliveryKey, visit: RpaVisit): Promise<readonly string[]> {
  const page = await visit.open(fillUrlTemplate(find.open, { deliveryKey: key }));
  return visit.guard('look up', () => readHits(find, key, page));
}

async function readHits(find: FindDescription, key: DeliveryKey, page: Page): Promise<readonly string[]> {
  if (find.empty !== undefined) {
    const ended = await page
      .locator(find.rows)
      .or(page.locator(find.empty))
      .first()
      .waitFor()
      .then(
        () => true,
        () => false,
      );
    if (!ended) throw new NotDelivered('AB_TARGET_BROKEN', 'the search page shows neither hits nor that there are none');
  }
  const hits = await page.locator(find.rows).all();
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
