import { expect, test } from 'vitest';
import { browserEnvironment } from './browser-environment.ts';

test('a browser gets what it needs, and no variable that may hold a secret', () => {
  const kept = { PATH: '/usr/bin', LC_ALL: 'de_DE.UTF-8', DISPLAY: ':1', https_proxy: 'http://proxy:3128', 'ProgramFiles(x86)': 'C:\\x' };
  const secret = {
    AMTSBOTE_SECRET_A: '1',
    LEDGER_KEY: '2',
    AWS_SECRET_ACCESS_KEY: '3',
    CREDENTIALS_DIRECTORY: '/run/credentials',
    EMPTY: undefined,
  };
  expect(browserEnvironment({ ...kept, ...secret })).toEqual(kept);
});
