import { join } from 'node:path';
import { expect, test } from 'vitest';
import { browserAdvice, findBrowser, installBrowser, installFonts } from './browser.mjs';

/** A machine on which `files` exist; `arrives` says which file an apt package or Playwright brings. */
function machine({ files = [], arrives = {}, ...rest } = {}) {
  const there = new Set(files);
  const commands = [];
  const bring = (name) => {
    if (arrives[name]) there.add(arrives[name]);
    return Promise.resolve({ code: arrives[name] ? 0 : 100, output: '' });
  };
  return {
    commands,
    env: { PATH: '/usr/bin' },
    platform: 'linux',
    home: '/home/clerk',
    canUseApt: false,
    exists: (path) => there.has(path),
    starts: () => Promise.resolve(true),
    hasFonts: () => true,
    run: (program, args) => {
      commands.push([program, ...args].join(' '));
      return bring(args.find((arg) => arg in arrives));
    },
    playwright: (args) => {
      commands.push(['playwright-core', ...args].join(' '));
      return bring('playwright');
    },
    playwrightRevision: () => '1000',
    ...rest,
  };
}

const kept = '/home/clerk/.cache/ms-playwright/chromium_headless_shell-1000';

test('the browser that is named wins, and one that is named wrongly is not replaced by another', async () => {
  const files = ['/opt/my/edge', '/usr/bin/chromium'];
  expect(await findBrowser(machine({ files, env: { AMTSBOTE_BROWSER: '/opt/my/edge' } }))).toBe(
    '/opt/my/edge',
  );
  const wrong = machine({ files, env: { AMTSBOTE_BROWSER: '/opt/none' }, canUseApt: true });
  expect(await findBrowser(wrong)).toBeUndefined();
  expect(await installBrowser(wrong)).toBeUndefined();
  expect(wrong.commands).toEqual([]);
  expect(browserAdvice(wrong)).toContain('AMTSBOTE_BROWSER');
});

test('Edge of Windows and Chrome of macOS are found at their places', async () => {
  const edge = join('C:\\Programme', 'Microsoft', 'Edge', 'Application', 'msedge.exe');
  const windows = machine({ platform: 'win32', files: [edge], env: { ProgramFiles: 'C:\\Programme' } });
  expect(await findBrowser(windows)).toBe(edge);
  const chrome = '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome';
  expect(await findBrowser(machine({ platform: 'darwin', files: [chrome], env: {} }))).toBe(chrome);
});

test('a file that only has the name of a browser is passed over', async () => {
  const files = ['/usr/bin/chromium-browser', '/usr/bin/chromium-headless-shell'];
  const starts = (path) => Promise.resolve(path.endsWith('shell'));
  expect(await findBrowser(machine({ files, starts }))).toBe('/usr/bin/chromium-headless-shell');
});

test('as root on Debian a browser and fonts come from apt', async () => {
  const shell = '/usr/bin/chromium-headless-shell';
  const debian = machine({ canUseApt: true, arrives: { 'chromium-headless-shell': shell } });
  expect(await installBrowser(debian)).toBe(shell);
  expect(debian.commands).toEqual([
    'apt-get update -q',
    'apt-get install -y -q --no-install-recommends chromium-headless-shell fonts-liberation fonts-dejavu-core',
  ]);
});

test('where apt has no headless shell, chromium is taken', async () => {
  const old = machine({ canUseApt: true, arrives: { chromium: '/usr/bin/chromium' } });
  expect(await installBrowser(old)).toBe('/usr/bin/chromium');
});

test('where apt has neither, or without root, Playwright brings its own', async () => {
  const arrives = { playwright: join(kept, 'INSTALLATION_COMPLETE') };
  const user = machine({ arrives });
  expect(await installBrowser(user)).toBe(kept);
  expect(user.commands).toEqual(['playwright-core install chromium-headless-shell']);
  const ubuntu = machine({ arrives, canUseApt: true });
  expect(await installBrowser(ubuntu)).toBe(kept);
  expect(ubuntu.commands.at(-1)).toBe('playwright-core install --with-deps chromium-headless-shell');
});

test('when nothing helps, a person is told what to install', async () => {
  const alone = machine();
  expect(await installBrowser(alone)).toBeUndefined();
  expect(browserAdvice(alone)).toContain('sudo apt-get install chromium');
  expect(browserAdvice(machine({ platform: 'win32' }))).toContain('Microsoft Edge');
});

test('fonts are installed only on a Linux without any', async () => {
  const bare = machine({ canUseApt: true, hasFonts: () => false });
  await installFonts(bare);
  expect(bare.commands).toHaveLength(2);
  const dressed = machine({ canUseApt: true });
  await installFonts(dressed);
  expect(dressed.commands).toEqual([]);
});
