/** Where a submission or reply can be. */
export const states = ['incomplete', 'submitted', 'forwarded', 'accepted', 'rejected', 'deleted'] as const;

/** One of {@link states}. */
export type State = (typeof states)[number];

/** What can happen to a submission or reply; the first half of its event's name. */
export type Act = 'create' | 'submit' | 'notify' | 'forward' | 'accept' | 'reject' | 'delete';

/** From where an act may start, where it leads, and who may do it. */
export interface Transition {
  readonly from: readonly State[];
  readonly to: State;
  readonly by: readonly ('service' | 'reader')[];
}

/** The whole life of a submission or reply. What is not in it is refused with 409. */
export const transitions: Readonly<Record<Act, Transition>> = {
  create: { from: [], to: 'incomplete', by: ['service'] },
  submit: { from: ['incomplete'], to: 'submitted', by: ['service'] },
  notify: { from: ['submitted'], to: 'submitted', by: ['service'] },
  forward: { from: ['submitted'], to: 'forwarded', by: ['reader'] },
  accept: { from: ['submitted', 'forwarded'], to: 'accepted', by: ['reader'] },
  reject: { from: ['submitted', 'forwarded'], to: 'rejected', by: ['reader', 'service'] },
  delete: { from: ['incomplete', 'submitted', 'forwarded', 'accepted', 'rejected'], to: 'deleted', by: ['service'] },
};

/** The states in which the payload can be fetched. */
export const readableStates: readonly State[] = ['submitted', 'forwarded'];

/** Where an act leads from a state; undefined when the table does not allow it. */
export function leadsTo(state: State, act: Act): State | undefined {
  const { from, to } = transitions[act];
  return from.includes(state) ? to : undefined;
}
