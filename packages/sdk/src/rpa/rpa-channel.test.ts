import { afterEach, beforeEach, expect, test } from 'vitest';
import type { Delivered } from '../target/attempt.ts';
import type { Channel } from '../target/channel.ts';
import { testAttempt } from '../testing/test-attempt.ts';
import type { AccountOptions, LoginProcedure } from './session/account-options.ts';
import { browserService } from './browser/browser-service.ts';
import { clickByName } from './click-by-name.ts';
import { type RpaAttempt, rpaChannel } from './rpa-channel.ts';
import { TestServer, testServices } from './rpa-harness.test-support.ts';

let server: TestServer;
let services: ReturnType<typeof testServices>;
let sessions = new Set<string>();
let logins = 0;

beforeEach(async () => {
  server = await new TestServer().start();
  services = testServices({});
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
    response
      .writeHead(200, { 'content-type': 'text/html' })
      .end('<b id="in">drin</b><form method="post" action="/save"><button>Speichern</button></form>');
  };
  server.pages['POST /save'] = '<b id="in">drin</b><i>R-1</i>';
});
afterEach(async () => {
  await services.close();
  await server.close();
});

const login: LoginProcedure = {
  loggedIn: async (page) => (await page.locator('#in').count()) > 0,
  enter: async (visit) => {
    const page = await visit('/login');
    await page.click('button');
    await page.waitForLoadState();
    return (await page.locator('#in').count()) > 0;
  },
};

function channel(deliver: (attempt: RpaAttempt) => Promise<Delivered>, account: Partial<AccountOptions> = {}): Channel {
  return rpaChannel({
    services,
    account: { account: 'one', baseUrl: server.url, login, timeoutMs: 3000, ...account },
    capabilities: { find: 'none', idempotencyKey: false, maxInFlightMs: 1000, visibilityLagMs: 0 },
    deliver: async (_type, _record, attempt) => deliver(attempt),
  });
}

async function save(attempt: RpaAttempt): Promise<Delivered> {
  await attempt.open('/form');
  const { page } = await attempt.commit({ name: 'save', request: { path: '/save' } }, (shown) => clickByName(shown, 'Speichern'));
  return { reference: await page.locator('i').innerText() };
}

test('one login serves all deliveries, and one delivery at a time uses the account', async () => {
  const forms = channel(save);
  const all = [1, 2, 3].map(() => forms.deliver('x', {}, testAttempt()));
  expect(await Promise.all(all)).toEqual([{ reference: 'R-1' }, { reference: 'R-1' }, { reference: 'R-1' }]);
  expect(logins).toBe(1);
});

test('a session that ended is noticed, and one more login follows', async () => {
  const forms = channel(save);
  await forms.deliver('x', {}, testAttempt());
  sessions.clear();
  await forms.deliver('x', {}, testAttempt());
  expect(logins).toBe(2);
});

test('a refused login pauses the target and is not tried again, also not by those who waited', async () => {
  let tries = 0;
  const refusing: LoginProcedure = { ...login, enter: async () => (tries += 1) === 0 };
  const forms = channel(save, { login: refusing });
  const outcomes = await Promise.allSettled([1, 2, 3].map(() => forms.deliver('x', {}, testAttempt())));
  for (const outcome of outcomes) {
    expect(outcome).toMatchObject({ status: 'rejected', reason: { code: 'AB_LOGIN_FAILED', effect: 'pause-target' } });
  }
  expect(tries).toBe(1);
});

test('the browser ends before the commit: not delivered, and the next attempt gets a new browser', async () => {
  let crash = true;
  const forms = channel(async (attempt) => {
    await attempt.open('/form');
    if (crash) await (await (await browserService(services)).browser()).close();
    return save(attempt);
  });
  await expect(forms.deliver('x', {}, testAttempt())).rejects.toMatchObject({ effect: 'not-delivered' });
  crash = false;
  expect(await forms.deliver('x', {}, testAttempt())).toEqual({ reference: 'R-1' });
});

test('the tab crashes after the commit: the outcome is unknown, and the next attempt works', async () => {
  let crash = true;
  const forms = channel(async (attempt) => {
    const delivered = await save(attempt);
    if (crash) {
      const page = await attempt.page();
      await attempt.step('look again', () => page.goto('chrome://crash'));
    }
    return delivered;
  });
  await expect(forms.deliver('x', {}, testAttempt())).rejects.toMatchObject({ effect: 'unknown' });
  crash = false;
  expect(await forms.deliver('x', {}, testAttempt())).toEqual({ reference: 'R-1' });
});

test('whatever fails after the commit is unknown, also what would have been a retry or a case before', async () => {
  const forms = channel(async (attempt) => {
    await save(attempt);
    await attempt.open('/nowhere');
    return { reference: '' };
  });
  await expect(forms.deliver('x', {}, testAttempt())).rejects.toMatchObject({ code: 'AB_OUTCOME_UNKNOWN' });
});

test('an unexpected dialog stops the attempt, an expected one is answered', async () => {
  const asking =
    '<b id="in">drin</b><form method="post" action="/save" onsubmit="return confirm(\'Frau Geheim speichern?\')"><button>Speichern</button></form>';
  server.pages['GET /form'] = asking;
  const error: unknown = await channel(save, { login: undefined })
    .deliver('x', {}, testAttempt())
    .catch((each: unknown) => each);
  expect(error).toMatchObject({ code: 'AB_FORM_CHANGED', effect: 'case' });
  expect(String(error)).not.toContain('Geheim');
  expect(server.writes()).toHaveLength(0);
  const account = { account: 'two', login: undefined, dialogs: [{ message: /speichern\?$/, answer: 'accept' as const }] };
  expect(await channel(save, account).deliver('x', {}, testAttempt())).toEqual({ reference: 'R-1' });
});

test('an attempt that runs out of time before the commit is not delivered, and says at which step', async () => {
  server.pages['GET /slow'] = () => undefined;
  const forms = channel(
    async (attempt) => {
      await attempt.step('open slow page', () => attempt.open('/slow'));
      return { reference: '' };
    },
    { login: undefined },
  );
  const error: unknown = await forms.deliver('x', {}, testAttempt({ signal: AbortSignal.timeout(800) })).catch((each: unknown) => each);
  expect(error).toMatchObject({ code: 'AB_DEADLINE', effect: 'not-delivered' });
});

test('a mistake of a connector is a defect before the commit and carries no value', async () => {
  const forms = channel(async () => JSON.parse('Geheimnis') as Delivered);
  const error = await forms.deliver('x', {}, testAttempt()).catch((each: unknown) => each as Error);
  expect(error).toMatchObject({ effect: 'defect' });
  expect(
    JSON.stringify([
      (error as Error).message,
      (error as Error).stack,
      String((error as Error).cause),
      ((error as Error).cause as Error).stack,
    ]),
  ).not.toContain('Geheimnis');
});

test('the check says what is wrong without throwing', async () => {
  server.pages['GET /'] = '<b id="in">drin</b>';
  expect(await channel(save).check(new AbortController().signal)).toEqual([{ name: 'web UI and login', ok: true }]);
  await server.close();
  const [result] = await channel(save, { account: 'other' }).check(new AbortController().signal);
  expect(result).toMatchObject({ ok: false });
  expect(result?.detail).toContain('AB_TARGET_UNREACHABLE');
});
