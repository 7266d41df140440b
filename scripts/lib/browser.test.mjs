import { expect, test } from 'vitest';
import { bringWindows, browserAdvice, findBrowser, installBrowser, installFonts } from './browser.mjs';

/** A machine on which `found` is the browser; `arrives` says which one an apt package or Playwright brings. */
function machine({ found, arrives = {}, ...rest } = {}) {
  let there = found;
  const commands = [];
  const bring = (name) => {
    there = arrives[name] ?? there;
    return Promise.resolve({ code: arrives[name] ? 0 : 100, output: '' });
  };
  return {
    commands,
    env: { PATH: '/usr/bin' },
    platform: 'linux',
    canUseApt: false,
    search: () => Promise.resolve(there),
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
    ...rest,
  };
}

test('a browser that is named wrongly is not replaced by another', async () => {
  const wrong = machine({ env: { AMTSBOTE_BROWSER: '/opt/none' }, canUseApt: true });
  expect(await installBrowser(wrong)).toBeUndefined();
  expect(wrong.commands).toEqual([]);
  expect(browserAdvice(wrong)).toContain('AMTSBOTE_BROWSER');
});

test('a file that only has the name of a browser does not count', async () => {
  const stub = machine({ found: '/usr/bin/chromium-browser', starts: () => Promise.resolve(false) });
  expect(await findBrowser(stub)).toBeUndefined();
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
  const arrives = { playwright: '/home/clerk/chrome' };
  const user = machine({ arrives });
  expect(await installBrowser(user)).toBe('/home/clerk/chrome');
  expect(user.commands).toEqual(['playwright-core install --no-shell chromium']);
  const ubuntu = machine({ arrives, canUseApt: true });
  expect(await installBrowser(ubuntu)).toBe('/home/clerk/chrome');
  expect(ubuntu.commands.at(-1)).toBe('playwright-core install --no-shell --with-deps chromium');
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

test('tests of windows get a screen that nobody sees and a browser with a window, where apt brings them', async () => {
  const has = (...files) => ({ hasFile: (file) => files.includes(file) });
  const bare = machine({ canUseApt: true, ...has() });
  await bringWindows(bare);
  expect(bare.commands).toEqual(['apt-get update -q', 'apt-get install -y -q --no-install-recommends xvfb chromium']);
  const equipped = machine({ canUseApt: true, ...has('/usr/bin/Xvfb', '/opt/google/chrome/chrome') });
  await bringWindows(equipped);
  const another = machine({ ...has() });
  await bringWindows(another);
  expect([...equipped.commands, ...another.commands]).toEqual([]);
});
