import { afterAll, beforeAll, expect, test } from 'vitest';
import { demoDestinationId, startFitConnect, type FitConnect } from './index.ts';
import { Portal } from './portal.test-support.ts';

let service: FitConnect;

beforeAll(async () => {
  service = await startFitConnect({ keyBits: 2048 });
});
afterAll(() => service.close());

const get = async (path: string): Promise<Response> => fetch(new URL(path, service.pageUrl));
const control = (method: string, path: string, body?: unknown): Promise<Response> =>
  fetch(new URL(path, service.pageUrl), { method, ...(body !== undefined && { body: JSON.stringify(body) }) });

test('the page shows destinations, submissions and what each event says', async () => {
  expect(await (await get('/')).text()).toContain('Noch nichts eingereicht.');
  const { submissionId, caseId } = await new Portal(service).submit();
  service.changeDestination(demoDestinationId, { name: 'Stadt <Musterstadt>' });
  const overview = await (await get('/')).text();
  expect(overview).toContain(submissionId);
  expect(overview).toContain('Hund anmelden');
  expect(overview).toContain('Stadt &lt;Musterstadt&gt;');
  const matter = await (await get(`/cases/${caseId}`)).text();
  expect(matter).toContain('submit-submission');
  expect(matter).toContain('&quot;enc&quot;:&quot;A256GCM&quot;');
  expect((await get('/cases/none')).status).toBe(404);
  expect((await get('/stil.css')).headers.get('content-type')).toContain('text/css');
});

test('from another process faults are armed, the clock is set, and the witness is read', async () => {
  const { submissionId } = await new Portal(service).submit();
  expect((await control('POST', '/__faults', [{ kind: 'fire' }])).status).toBe(400);
  expect((await control('DELETE', '/__faults?kind=fire')).status).toBe(400);
  await control('POST', '/__faults', { kind: 'http-503', times: 2 });
  await control('POST', '/__faults', [{ kind: 'http-500' }]);
  await control('DELETE', '/__faults?kind=http-500');
  expect(await (await get('/__faults')).json()).toEqual({ faults: [{ kind: 'http-503', times: 2 }] });
  expect(await (await get('/')).text()).toContain('http-503');
  await control('DELETE', '/__faults');
  const { now } = (await (await control('POST', '/__clock', { advance: 14 * 86_400_000 })).json()) as { now: number };
  expect(now - Date.now()).toBeGreaterThan(13 * 86_400_000);
  const { items } = (await (await get('/__witness/items')).json()) as { items: { itemId: string; state: string }[] };
  expect(items.find(({ itemId }) => itemId === submissionId)?.state).toBe('rejected');
  await control('POST', '/__clock', { now: 0 });
  expect(await (await get('/__clock')).json()).toMatchObject({ now: expect.closeTo(0, -4) });
  const { requests } = (await (await get('/__witness/requests')).json()) as { requests: { operation: string }[] };
  expect(requests.map(({ operation }) => operation)).not.toContain('control');
  expect(requests.map(({ operation }) => operation)).toContain('finalise');
  expect(await (await get('/__witness/events')).json()).toEqual({ events: [] });
  expect(await (await get('/__witness/callbacks')).json()).toEqual({ callbacks: [] });
});
