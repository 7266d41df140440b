import { tmpdir } from 'node:os';
import { expect, test } from 'vitest';
import { runCli } from './support/cli.ts';

test('a quirk that the simulator does not know is named as a mistake, with those that it knows', async () => {
  const ended = await runCli({ directory: tmpdir(), env: {} }, [
    'simulate',
    'musterverfahren',
    '--port',
    '0',
    '--quirks',
    'tab-records, nonsense',
  ]);
  expect(ended.code).toBe(2);
  expect(ended.stderr).toMatch(/AB_USAGE.*tab-records/s);
});
