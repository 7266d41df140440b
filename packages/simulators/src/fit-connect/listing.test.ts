import { afterAll, beforeAll, expect, test } from 'vitest';
import { demoDestinationId, startFitConnect, type FitConnect } from './index.ts';
import { Portal } from './portal.test-support.ts';
import { Receiver } from './receiver.test-support.ts';

let service: FitConnect;
let receiver: Receiver;
const ids: string[] = [];

beforeAll(async () => {
  service = await startFitConnect({ keyBits: 2048 });
  receiver = new Receiver(service);
  const portal = new Portal(service);
  for (let count = 0; count < 7; count += 1) ids.push((await portal.submit()).submissionId);
});
afterAll(() => service.close());

interface Page {
  readonly offset: number;
  readonly count: number;
  readonly totalCount: number;
  readonly submissions: readonly { readonly submissionId: string }[];
}

async function page(query: string): Promise<Page> {
  return (await (await receiver.call('GET', `/submissions?${query}`)).json()) as Page;
}

test('the list comes in pages, oldest first', async () => {
  const second = await page(`destinationId=${demoDestinationId}&offset=3&limit=3`);
  expect(second).toMatchObject({ offset: 3, count: 3, totalCount: 7 });
  expect(second.submissions.map(({ submissionId }) => submissionId)).toEqual(ids.slice(3, 6));
  expect(await page('offset=7')).toMatchObject({ offset: 7, count: 0, totalCount: 7, submissions: [] });
});

test.each(['offset=-1', 'offset=x', 'limit=0', 'limit=501', 'limit='])('%s is refused', async (query) => {
  expect((await receiver.call('GET', `/submissions?${query}`)).status).toBe(400);
});

test('what is answered leaves the list, and the pages behind it move up', async () => {
  const first = await page('limit=3');
  for (const { submissionId } of first.submissions) expect(await receiver.accept(await receiver.fetch(submissionId))).toBe(204);
  expect((await page('offset=3&limit=3')).submissions.map(({ submissionId }) => submissionId)).toEqual(ids.slice(6));
  expect((await page('limit=3')).submissions.map(({ submissionId }) => submissionId)).toEqual(ids.slice(3, 6));
});

test('a page in the middle can skip an entry, or repeat one, on demand', async () => {
  const idsOf = async (query: string): Promise<readonly string[]> =>
    (await page(query)).submissions.map(({ submissionId }) => submissionId);
  service.arm({ kind: 'paging-shift' });
  expect([await idsOf('limit=2'), await idsOf('offset=2&limit=2')]).toEqual([ids.slice(3, 5), ids.slice(6)]);
  service.disarm();
  service.arm({ kind: 'paging-overlap' });
  expect(await idsOf('offset=2&limit=2')).toEqual(ids.slice(4, 6));
  service.disarm();
});
