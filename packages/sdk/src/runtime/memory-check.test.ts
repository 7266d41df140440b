import { expect, test } from 'vitest';
import { memoryCheck } from './memory-check.ts';

test.each([
  ['--report-on-fatalerror'],
  ['--report-uncaught-exception'],
  ['--heapsnapshot-near-heap-limit=3'],
  ['--heapsnapshot-signal=SIGUSR2'],
  ['--inspect=0.0.0.0:9229'],
  ['--abort-on-uncaught-exception'],
])('%s is told, without what stands behind it', (option) => {
  const check = memoryCheck({ nodeOptions: ['--no-warnings', option], reports: false });
  expect(check).toMatchObject({ ok: false, detail: option.replace(/=.*/, '') });
});

test('usual options are well, and reports that are switched on otherwise are told', () => {
  expect(memoryCheck({ nodeOptions: ['--no-warnings', '--max-old-space-size=512', ''], reports: false }).ok).toBe(true);
  expect(memoryCheck({ nodeOptions: [], reports: true })).toMatchObject({ ok: false, detail: 'reports of Node.js' });
});
