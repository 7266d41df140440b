import { expect, test } from 'vitest';
import { NeedsPerson, NotDelivered, OutcomeUnknown, RejectedByTarget } from '../errors/families.ts';
import { furtherAct } from './further-act.ts';
import { tellWrites } from './other-writes.ts';

const failing = (error: Error): Promise<unknown> =>
  furtherAct('address', async () => {
    throw error;
  });

test.each([
  new NeedsPerson('AB_FORM_CHANGED', 'the page does not show "Ort"; nothing was sent'),
  new RejectedByTarget('AB_TARGET_REJECTED', 'a fault of the content; nothing was saved'),
])('a fault in a further act that needs a person says that a record stands: %s', async (error) => {
  await expect(failing(error)).rejects.toMatchObject({ code: 'AB_RECORD_INCOMPLETE', effect: 'case' });
  await expect(failing(error)).rejects.toThrow(/^the record was begun, and "address" could not be added: (?!.*nothing was)/);
});

test.each([
  new OutcomeUnknown('AB_OUTCOME_UNKNOWN', 'no answer'),
  new NotDelivered('AB_DEADLINE', 'too slow'),
  new NeedsPerson('AB_PROOF_MISSING', 'differs'),
])('other faults go out as they are: %s', async (error) => {
  await expect(failing(error)).rejects.toBe(error);
});

test('"nothing was sent" is said only where nothing was', () => {
  const error = (): NeedsPerson => new NeedsPerson('AB_FORM_CHANGED', 'the page does not show "Ort"; nothing was sent');
  expect(tellWrites(error(), 0).message).toBe('the page does not show "Ort"; nothing was sent');
  expect(tellWrites(error(), 2).message).toBe(
    'the page does not show "Ort"; the request that saves was not sent, 2 other writes of its pages were',
  );
});
