import { expect, test } from 'vitest';
import { findBrowser } from './find-browser.ts';

const none = { environment: {}, installed: async (): Promise<undefined> => undefined };

test('on Linux the headless shell comes before a full browser', async () => {
  const exists = (path: string): boolean => ['/usr/bin/chromium', '/usr/bin/chromium-headless-shell'].includes(path);
  expect(await findBrowser({ ...none, platform: 'linux', exists })).toEqual({
    name: 'chromium-headless-shell',
    executablePath: '/usr/bin/chromium-headless-shell',
  });
});

test('on Windows Edge is found under the program folders of the machine', async () => {
  const environment = { 'PROGRAMFILES(X86)': 'D:\\Programme (x86)' };
  const found = await findBrowser({ ...none, platform: 'win32', environment, exists: (path) => path.endsWith('msedge.exe') });
  expect(found).toEqual({ name: 'msedge', executablePath: 'D:\\Programme (x86)\\Microsoft\\Edge\\Application\\msedge.exe' });
});

test('what the operator names wins: a program that exists, or a channel', async () => {
  const environment = { AMTSBOTE_BROWSER: 'msedge' };
  expect(await findBrowser({ ...none, environment, exists: () => true })).toEqual({ name: 'msedge', channel: 'msedge' });
  expect(await findBrowser({ ...none, path: '/opt/x/chrome', exists: () => true })).toMatchObject({ executablePath: '/opt/x/chrome' });
  await expect(findBrowser({ ...none, path: '/opt/x/chrome', exists: () => false })).rejects.toMatchObject({ code: 'AB_BROWSER_MISSING' });
});

test('without a system browser the one of Playwright is taken, and without that a sentence says what to install', async () => {
  const exists = (path: string): boolean => path === '/own/chrome';
  expect(await findBrowser({ ...none, platform: 'darwin', exists, installed: async () => '/own/chrome' })).toMatchObject({
    executablePath: '/own/chrome',
  });
  await expect(findBrowser({ ...none, platform: 'darwin', exists })).rejects.toMatchObject({
    code: 'AB_BROWSER_MISSING',
    effect: 'stop-run',
  });
});
