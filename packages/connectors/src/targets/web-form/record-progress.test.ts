import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { Act } from './acts.ts';
import { judge } from './record-progress.ts';

const act = (name: string, repeatable = false): Act => ({
  name,
  steps: [],
  commit: { click: 'Speichern', request: { path: '/x' } },
  repeatable,
});
const acts = [act('dog'), act('keeper'), act('address')];

test.each([
  [['done', 'done', 'done'], 'complete', []],
  [['done', 'absent', 'absent'], 'begun', ['keeper', 'address']],
  [['done', 'done', 'absent'], 'begun', ['address']],
  [['done', 'unclear', 'absent'], 'unclear', []],
  [['done', 'absent', 'done'], 'unclear', []],
  [['absent', 'absent', 'absent'], 'unclear', []],
] as const)('acts that are %j make a record that is %s', (states, stands, next) => {
  const progress = judge(acts, states);
  expect([progress.stands, progress.next.map(({ name }) => name)]).toEqual([stands, next]);
});

test('an act that may be repeated is done again wherever it is not there', () => {
  const progress = judge([act('dog'), act('keeper', true), act('address')], ['done', 'unclear', 'done']);
  expect(progress).toMatchObject({ stands: 'begun', next: [{ name: 'keeper' }] });
});

test('never again: the act that makes the record, one that is there, and one that may be there and is not repeatable', () => {
  const state = fc.constantFrom('done' as const, 'absent' as const, 'unclear' as const);
  const one = fc.record({ state, repeatable: fc.boolean() });
  fc.assert(
    fc.property(fc.array(one, { minLength: 2, maxLength: 5 }), (all) => {
      const listed = all.map(({ repeatable }, at) => act(`act ${at}`, at > 0 && repeatable));
      const { next } = judge(
        listed,
        all.map((each) => each.state),
      );
      for (const again of next) {
        const at = listed.indexOf(again);
        if (at === 0 || all[at]?.state === 'done') return false;
        if (all[at]?.state === 'unclear' && !again.repeatable) return false;
      }
      return true;
    }),
  );
});
