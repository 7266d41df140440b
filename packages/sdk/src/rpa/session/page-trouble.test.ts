import { afterEach, beforeEach, expect, onTestFinished, test } from 'vitest';
import { testAttempt } from '../../testing/test-attempt.ts';
import { clickByName } from '../click-by-name.ts';
import { fillByLabel } from '../form/fill-by-label.ts';
import { TestServer, testServices } from '../rpa-harness.test-support.ts';
import { rpaChannel } from '../rpa-channel.ts';

let server: TestServer;
beforeEach(async () => {
  server = await new TestServer().start();
  server.pages['GET /form'] = `<button>Weiter</button><script>
    document.querySelector('button').onclick = () => fetch('/next').then((answer) => answer.text()).then((text) => document.body.append(text), () => document.body.append('!'))
  </script>`;
});
afterEach(() => server.close());

async function outcome(): Promise<unknown> {
  const services = testServices({});
  onTestFinished(() => services.close());
  const channel = rpaChannel({
    services,
    account: { account: 'one', baseUrl: server.url, timeoutMs: 3000 },
    capabilities: { find: 'none', idempotencyKey: false, maxInFlightMs: 1000, visibilityLagMs: 0 },
    deliver: async (_type, _record, attempt) => {
      const page = await attempt.open('/form');
      await clickByName(page, 'Weiter');
      await fillByLabel(page, { Name: 'x' }, { patienceMs: 300 });
      return { reference: 'R-1' };
    },
  });
  return channel.deliver('x', {}, testAttempt()).catch((error: unknown) => error);
}

test('a page that lacks a field because its request was cut is no changed page: it is tried again', async () => {
  server.pages['GET /next'] = (_, response) => void response.destroy();
  expect(await outcome()).toMatchObject({ code: 'AB_TARGET_UNREACHABLE', effect: 'not-delivered' });
});

test('nor is one whose request was answered with a fault of the target', async () => {
  server.pages['GET /next'] = (_, response) => void response.writeHead(500).end();
  expect(await outcome()).toMatchObject({ code: 'AB_TARGET_BROKEN', effect: 'not-delivered' });
});

test('a page that loaded all it is made of, and lacks a field, is a changed one', async () => {
  server.pages['GET /next'] = 'nichts';
  expect(await outcome()).toMatchObject({ code: 'AB_FORM_CHANGED', effect: 'case' });
});

test('a button on a page that could not be loaded is not waited for', async () => {
  server.pages['GET /form'] = '<a href="/gone">Weiter</a>';
  server.pages['GET /gone'] = (_, response) => void response.destroy();
  const services = testServices({});
  onTestFinished(() => services.close());
  const channel = rpaChannel({
    services,
    account: { account: 'one', baseUrl: server.url, timeoutMs: 3000 },
    capabilities: { find: 'none', idempotencyKey: false, maxInFlightMs: 1000, visibilityLagMs: 0 },
    deliver: async (_type, _record, attempt) => {
      const page = await attempt.open('/form');
      await clickByName(page, 'Weiter');
      await page.waitForURL(/chrome-error/);
      await clickByName(page, 'Ja');
      return { reference: 'R-1' };
    },
  });
  await expect(channel.deliver('x', {}, testAttempt())).rejects.toMatchObject({ code: 'AB_TARGET_UNREACHABLE', effect: 'not-delivered' });
});
