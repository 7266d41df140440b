import { randomUUID } from 'node:crypto';
import { signToken } from '../crypto/event-token.ts';
import { eventUri } from '../dialect/dialect.ts';
import { readableStates } from '../dialect/states.ts';
import { privateKeysOf } from '../service/add-destination.ts';
import { tagsOf } from '../service/authentication-tags.ts';
import { enter } from '../service/event-log.ts';
import { rejectByItself } from '../service/sweep.ts';
import type { LoggedEvent } from '../store/cases.ts';
import type { Item } from '../store/items.ts';
import type { FaultSpec, FaultTools } from './fault.ts';

/** Faults of answers: somebody else was faster. */
export const answerFaultKinds = ['rejected-elsewhere', 'accepted-elsewhere'] as const;

/** What each of them does. */
export const answerFaults: Readonly<Record<(typeof answerFaultKinds)[number], FaultSpec>> = {
  'rejected-elsewhere': {
    operations: ['post-event'],
    text: 'just before, the service has rejected what is answered',
    before: async (tools) => {
      for (const item of waiting(tools)) await rejectByItself(tools.app, item);
      return undefined;
    },
  },
  'accepted-elsewhere': {
    operations: ['post-event'],
    text: 'just before, another system with the same keys has accepted what is answered',
    before: async (tools) => {
      for (const item of waiting(tools)) await acceptInItsName(tools, item);
      return undefined;
    },
  },
};

function waiting({ app, exchange }: FaultTools): readonly Item[] {
  const items = app.store.items.ofCase(exchange.params['caseId'] ?? '');
  return items.filter(({ kind, state }) => kind === 'submission' && readableStates.includes(state));
}

/** Does nothing where the simulator has not made the keys of the destination. */
async function acceptInItsName({ app }: FaultTools, item: Item): Promise<void> {
  const keys = privateKeysOf(app, item.destinationId);
  if (!keys) return;
  const { itemId, caseId, destinationId } = item;
  const at = app.clock.now();
  const jti = randomUUID();
  const authenticationTags = tagsOf(item, app.store.attachments.ofItem(itemId));
  const claims = {
    $schema: app.dialect.eventSchema.issued,
    jti,
    iss: destinationId,
    iat: Math.floor(at / 1000),
    sub: `submission:${itemId}`,
    txn: `case:${caseId}`,
    events: { [eventUri(app.dialect, 'accept', 'submission')]: { authenticationTags } },
  };
  const jws = await signToken(claims, keys.signing);
  const event: LoggedEvent = { caseId, itemId, act: 'accept', jti, issuer: destinationId, jws, at };
  app.store.transaction(() => enter(app, itemId, [event]));
}
