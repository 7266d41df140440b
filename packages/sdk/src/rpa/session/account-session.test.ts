import { afterEach, beforeEach, expect, onTestFinished, test } from 'vitest';
import type { Delivered } from '../../target/attempt.ts';
import type { Channel } from '../../target/channel.ts';
import { testAttempt } from '../../testing/test-attempt.ts';
import { OneBrowser, browserService } from '../browser/browser-service.ts';
import { clickByName } from '../click-by-name.ts';
import { type RpaAttempt, rpaChannel } from '../rpa-channel.ts';
import { TestServer, testServices } from '../rpa-harness.test-support.ts';
import { Account } from './account.ts';
import type { AccountOptions, LoginProcedure } from './account-options.ts';

let server: TestServer;
let sessions = new Set<string>();
let logins = 0;

beforeEach(async () => {
  server = await new TestServer().start();
  sessions = new Set();
  logins = 0;
  server.pages['GET /login'] = '<form method="post" action="/login"><button>Anmelden</button></form>';
  server.pages['POST /login'] = (_, response) => {
    logins += 1;
    sessions.add(String(logins));
    response.writeHead(303, { location: '/form', 'set-cookie': `s=${logins}` }).end();
  };
  server.pages['GET /form'] = (_, response, raw) => {
    const inside = sessions.has(/s=(\d+)/.exec(raw.headers.cookie ?? '')?.[1] ?? '');
    if (!inside) return void response.writeHead(303, { location: '/login' }).end();
    response.writeHead(200, { 'content-type': 'text/html' }).end(form);
  };
  server.pages['POST /save'] = '<b id="in">drin</b><i>R-1</i>';
});
afterEach(() => server.close());

const form = `<b id="in">drin</b><u></u><script>document.querySelector('u').textContent = sessionStorage.tab ?? ''; sessionStorage.tab = 'T'</script>
  <form method="post" action="/save"><button>Speichern</button></form>`;

const login: LoginProcedure = {
  loggedIn: async (page) => (await page.locator('#in').count()) > 0,
  enter: async (visit) => {
    const page = await visit('/login');
    await page.click('button');
    await page.waitForLoadState();
    return (await page.locator('#in').count()) > 0;
  },
};

interface RunOptions {
  readonly kept?: Map<string, string>;
  readonly account?: Partial<AccountOptions>;
  readonly deliver?: (attempt: RpaAttempt) => Promise<Delivered>;
}

/** One run of the program. */
function run({ kept, account, deliver = save }: RunOptions = {}) {
  const services = testServices({}, kept);
  onTestFinished(() => services.close());
  const channel = (name = 'test-target'): Channel =>
    rpaChannel({
      services: { ...services, name },
      account: { account: 'one', baseUrl: server.url, login, timeoutMs: 3000, ...account },
      capabilities: { find: 'none', idempotencyKey: false, maxInFlightMs: 1000, visibilityLagMs: 0 },
      deliver: async (_type, _record, attempt) => deliver(attempt),
    });
  return { services, channel };
}

async function save(attempt: RpaAttempt): Promise<Delivered> {
  await attempt.open('/form');
  const { page } = await attempt.commit({ name: 'save', request: { path: '/save' } }, (shown) =>
    clickByName(shown, 'Speichern', { timeoutMs: 1500 }),
  );
  return { reference: await page.locator('i').innerText() };
}

test('the next run goes on with the session of the one before, cookies and storage of the tab', async () => {
  const kept = new Map<string, string>();
  const first = run({ kept });
  await first.channel().deliver('x', {}, testAttempt());
  await first.services.close();
  const look = async (attempt: RpaAttempt): Promise<Delivered> => ({
    reference: await (await attempt.open('/form')).locator('u').innerText(),
  });
  expect(await run({ kept, deliver: look }).channel().deliver('x', {}, testAttempt())).toEqual({ reference: 'T' });
  expect(logins).toBe(1);
  expect([...kept.keys()].join()).not.toContain('one');
});

test('a kept session that has ended is noticed, and one login follows', async () => {
  const kept = new Map<string, string>();
  await run({ kept }).channel().deliver('x', {}, testAttempt());
  sessions.clear();
  const again = run({ kept }).channel();
  await again.deliver('x', {}, testAttempt());
  await again.deliver('x', {}, testAttempt());
  expect(logins).toBe(2);
});

test.each([
  ['that ended meanwhile is tried again with a new login', true, 'not-delivered', 2],
  ['that goes on is a changed page', false, 'case', 1],
])('what lacks a button in a session %s', async (_, ends, effect, timesLoggedIn) => {
  const lacking = run({
    deliver: async (attempt) => {
      const page = await attempt.open('/form');
      if (ends && logins === 1) sessions.clear();
      if (logins === 1) await clickByName(page, 'Weiter', { timeoutMs: 200 });
      return save(attempt);
    },
  }).channel();
  await expect(lacking.deliver('x', {}, testAttempt())).rejects.toMatchObject({ effect });
  await lacking.deliver('x', {}, testAttempt()).catch(() => undefined);
  expect(logins).toBe(timesLoggedIn);
});

test('a kept session that is no session at all does no harm', async () => {
  const kept = { get: () => '{"savedAt":1', set: () => undefined } as unknown as Map<string, string>;
  expect(await run({ kept }).channel().deliver('x', {}, testAttempt())).toEqual({ reference: 'R-1' });
});

test('nothing is kept when that is not wanted', async () => {
  const kept = new Map<string, string>();
  await run({ kept, account: { keepSession: false } })
    .channel()
    .deliver('x', {}, testAttempt());
  expect(kept.size).toBe(0);
});

test('a refused login is not tried by another target with the same account either', async () => {
  let tries = 0;
  const refusing: LoginProcedure = { ...login, enter: async () => (tries += 1) === 0 };
  const { channel } = run({ account: { login: refusing } });
  for (const name of ['one', 'other']) {
    await expect(channel(name).deliver('x', {}, testAttempt())).rejects.toMatchObject({ code: 'AB_LOGIN_FAILED', effect: 'pause-target' });
  }
  expect(tries).toBe(1);
});

test('a prompt for a new password is a case, and nobody logs in again', async () => {
  let tries = 0;
  const asking: LoginProcedure = { ...login, enter: async () => ((tries += 1), 'password-change' as const) };
  const channel = run({ account: { login: asking } }).channel();
  await expect(channel.deliver('x', {}, testAttempt())).rejects.toMatchObject({ code: 'AB_PASSWORD_CHANGE', effect: 'case' });
  await expect(channel.deliver('x', {}, testAttempt())).rejects.toMatchObject({ effect: 'pause-target' });
  expect(tries).toBe(1);
});

test('a one-time code is given once: the next login waits for the next code', async () => {
  let now = 1_000_000;
  const account = new Account({ now: () => now, sleep: async (ms) => void (now += ms) });
  const signal = new AbortController().signal;
  const first = await account.freshCode('GEZDGNBVGY3TQOJQ', signal);
  const second = await account.freshCode('GEZDGNBVGY3TQOJQ', signal);
  expect(second).not.toBe(first);
  expect(now).toBe(1_020_000);
});

async function killBrowser(services: ReturnType<typeof testServices>): Promise<void> {
  const browser = await (await browserService(services)).browser();
  const session = await browser.newBrowserCDPSession();
  const { processInfo } = await session.send('SystemInfo.getProcessInfo');
  const ended = new Promise((resolve) => browser.on('disconnected', resolve));
  process.kill(processInfo.find(({ type }) => type === 'browser')?.id ?? 0, 'SIGKILL');
  await ended;
}

test.each([
  ['before the commit', false, 'not-delivered', 0],
  ['after the commit', true, 'unknown', 1],
])('the browser is killed %s: the documented outcome, and the next attempt works without a new login', async (_, after, effect, writes) => {
  let kill = true;
  const target = run({
    deliver: async (attempt) => {
      if (!after) await attempt.open('/form');
      const saved = after ? await save(attempt) : undefined;
      if (kill) await killBrowser(target.services);
      if (saved !== undefined) await attempt.step('look again', async () => (await attempt.page()).locator('i').innerText());
      return saved ?? save(attempt);
    },
  });
  await expect(target.channel().deliver('x', {}, testAttempt())).rejects.toMatchObject({ effect });
  expect(server.writes().filter(({ url }) => url === '/save')).toHaveLength(writes);
  kill = false;
  expect(await target.channel().deliver('x', {}, testAttempt())).toEqual({ reference: 'R-1' });
  expect(logins).toBe(1);
});

test('a browser that holds too much is ended once nobody uses it, and comes back at the next use', async () => {
  const service = new OneBrowser(undefined, 1);
  onTestFinished(() => service.close());
  const first = await service.browser();
  const context = await first.newContext();
  const looks: boolean[] = [];
  for (let nth = 0; nth < 20; nth += 1) looks.push(await service.isHeavy());
  expect(looks.indexOf(true)).toBe(process.platform === 'linux' ? 19 : -1);
  await service.relieve();
  expect(first.isConnected()).toBe(true);
  await context.close();
  await service.relieve();
  expect(first.isConnected()).toBe(process.platform !== 'linux');
  expect((await service.browser()).isConnected()).toBe(true);
});

const banner = `<div id="c" style="position:fixed;inset:0;background:#eee">Wir verwenden Cookies <button onclick="c.remove()">Ablehnen</button></div>`;

test('a declared cookie banner is got past, and one that nobody declared stops before anything is sent', async () => {
  server.pages['GET /form'] = form + banner;
  const notices = [{ shows: 'Wir verwenden Cookies', click: 'Ablehnen' }];
  expect(
    await run({ account: { notices, login: undefined } })
      .channel()
      .deliver('x', {}, testAttempt()),
  ).toEqual({ reference: 'R-1' });
  const error: unknown = await run({ account: { login: undefined } })
    .channel()
    .deliver('x', {}, testAttempt())
    .catch((each: unknown) => each);
  expect(error).toMatchObject({ code: 'AB_FORM_CHANGED', effect: 'case' });
  expect(server.writes()).toHaveLength(1);
});
