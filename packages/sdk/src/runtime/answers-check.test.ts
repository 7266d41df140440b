import { expect, test } from 'vitest';
import { ownProfiles } from '../message/profile/profiles.ts';
import { answersCheck } from './answers-check.ts';

const xbau = ownProfiles.find(({ name }) => name === 'xbau');
const xwasser = ownProfiles.find(({ name }) => name === 'xwasser');
const answers = (...accepted: readonly string[]) => ({ accepted: accepted.map((type) => ({ type, options: {} })), rejected: [] });

test('answers that the standard has are well, and none are nothing to look at', () => {
  expect(answersCheck(answers('1120', '1121'), xbau)).toMatchObject([{ ok: true, detail: '1120, 1121' }]);
  expect(answersCheck(answers(), xbau)).toEqual([]);
});

test('an answer that the standard does not have is told before the first message', () => {
  expect(answersCheck({ accepted: [], rejected: answers('9999', '1120').accepted }, xbau)).toMatchObject([
    { ok: false, detail: '9999: will not be sent', hint: expect.stringContaining('1100, 1120') as string },
  ]);
  expect(answersCheck(answers('1120'), xwasser)[0]).toMatchObject({ ok: false, hint: expect.stringContaining('no answers') as string });
  expect(answersCheck(answers('1120'), undefined)[0]).toMatchObject({ ok: false, hint: expect.stringContaining('`profile:`') as string });
});
