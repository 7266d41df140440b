import { expect, test } from 'vitest';
import type { EvidenceItem } from '../../evidence/contract.ts';
import { testAttempt } from '../../testing/test-attempt.ts';
import { EvidenceBeside } from './evidence-beside.ts';

const item = (name: string): EvidenceItem => ({ kind: 'screenshot', name, mediaType: 'image/jpeg', bytes: new Uint8Array() });

test('taking evidence waits for no disk, and the end waits for all of it', async () => {
  const kept: string[] = [];
  const disk = Promise.withResolvers<void>();
  const add = async ({ name }: EvidenceItem): Promise<void> => {
    await disk.promise;
    kept.push(name);
  };
  const beside = new EvidenceBeside({ evidence: { wanted: true, add }, logger: testAttempt().logger });
  await beside.add(item('one'));
  await beside.add(item('two'));
  expect(kept).toEqual([]);
  disk.resolve();
  await beside.settled();
  expect(kept).toEqual(['one', 'two']);
});

test('evidence that cannot be kept fails nothing and is told', async () => {
  const told: string[] = [];
  const logger = { ...testAttempt().logger, warn: (message: string) => void told.push(message) };
  const evidence = { wanted: true, add: () => Promise.reject(new Error('disk full')) };
  const beside = new EvidenceBeside({ evidence, logger });
  await beside.add(item('one'));
  await beside.settled();
  expect(told).toEqual(['evidence could not be kept']);
});
