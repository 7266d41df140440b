import fc from 'fast-check';
import { expect, test } from 'vitest';
import { type DeliveryState, deliveryStates } from '../model/states.ts';
import { isSettled, mayChange, transitions } from './transitions.ts';

test('a delivered record is never left again', () => {
  for (const to of deliveryStates) expect(mayChange('delivered', to)).toBe(false);
});

test('committing is reached from attempting only, and delivered only past the commit point or by a person', () => {
  const into = (state: DeliveryState): DeliveryState[] => deliveryStates.filter((from) => mayChange(from, state));
  expect(into('committing')).toEqual(['attempting']);
  expect(into('delivered').toSorted()).toEqual(['case', 'committing', 'unknown']);
});

test('no walk through the table reaches delivered without committing, unless a person says so', () => {
  fc.assert(
    fc.property(fc.array(fc.nat(10), { maxLength: 30 }), (choices) => {
      let state: DeliveryState = 'ready';
      let committed = false;
      let person = false;
      for (const choice of choices) {
        const next: readonly DeliveryState[] = transitions[state];
        if (next.length === 0) break;
        if (state === 'case') person = true;
        state = next[choice % next.length]!;
        if (state === 'committing') committed = true;
      }
      return state !== 'delivered' || committed || person;
    }),
  );
});

test('every unsettled state can still move, so nothing is stuck', () => {
  const stuck = deliveryStates.filter((state) => !isSettled(state) && transitions[state].length === 0);
  expect(stuck).toEqual([]);
});
