import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { SubmissionRef } from '../service/submission-api.ts';
import { attachmentName } from './file-name.ts';
import { listSubmissions } from './list-submissions.ts';

const destination = 'd';
const ref = (submission: string): SubmissionRef => ({ destination, submission, matter: 'm' });

test('whatever others answer while pages are read, nothing that stays is missed, and nothing comes twice', async () => {
  const held = fc.uniqueArray(fc.stringMatching(/^[a-z]{4}$/), { maxLength: 40 });
  await fc.assert(
    fc.asyncProperty(
      held,
      fc.integer({ min: 1, max: 7 }),
      fc.array(fc.array(fc.nat(39), { maxLength: 4 }), { maxLength: 12 }),
      async (ids, size, answered) => {
        let left = ids.slice();
        const gone = answered.values();
        const list = async (_destination: string, offset: number): Promise<{ totalCount: number; entries: SubmissionRef[] }> => {
          const page = { totalCount: left.length, entries: left.slice(offset, offset + size).map(ref) };
          const leaving = new Set((gone.next().value ?? []).map((at) => ids[at]));
          left = left.filter((id) => !leaving.has(id));
          return page;
        };
        const got: string[] = [];
        for await (const { submission } of listSubmissions({ list }, destination)) got.push(submission);
        expect(new Set(got).size).toBe(got.length);
        expect(left.filter((id) => !got.includes(id))).toEqual([]);
      },
    ),
    { numRuns: 1_000 },
  );
});

test('what moved onto a page that was read already is found, though that reading had nothing new', async () => {
  const held = ['abcdz', 'abcdz', 'bcdz', 'bcdz', 'dz'].map((ids) => [...ids]);
  let asked = 0;
  const list = async (_destination: string, offset: number): Promise<{ totalCount: number; entries: SubmissionRef[] }> => {
    const now = held[Math.min(asked, held.length - 1)] ?? [];
    asked += 1;
    return { totalCount: now.length, entries: now.slice(offset, offset + 2).map(ref) };
  };
  const got: string[] = [];
  for await (const { submission } of listSubmissions({ list }, destination)) got.push(submission);
  expect(got).toEqual(['a', 'b', 'c', 'd', 'z']);
});

test('names of attachments lead nowhere, hold nothing that cannot be seen, and are never empty', () => {
  fc.assert(
    fc.property(fc.option(fc.string({ unit: 'binary', maxLength: 400 }), { nil: undefined }), (sent) => {
      const name = attachmentName(sent, 3, 'application/pdf');
      expect(name).not.toMatch(/[/\\\p{Cc}\p{Cf}]|^\.*$/u);
      expect([...name].length).toBeLessThanOrEqual(150);
    }),
  );
  expect(attachmentName('../../etc/pass\u0000wd', 1, 'text/plain')).toBe('passwd');
  expect(attachmentName('..', 2, 'application/pdf')).toBe('anlage-2.pdf');
  expect(attachmentName(`${'ä'.repeat(300)}.pdf`, 2, 'application/pdf')).toMatch(/^ä{146}\.pdf$/);
});
