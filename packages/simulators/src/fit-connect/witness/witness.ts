import type { App } from '../app.ts';
import type { State, Act } from '../dialect/states.ts';
import type { Kind } from '../dialect/kinds.ts';
import type { Item } from '../store/items.ts';
import type { SeenCallback, SeenEvent, SeenRequest } from './witness-log.ts';

/** What became of one submission or reply, seen from the service. */
export interface WitnessedItem {
  readonly itemId: string;
  readonly kind: Kind;
  readonly caseId: string;
  readonly destinationId: string;
  readonly state: State;
  readonly attachments: readonly string[];
  /** What stands in the event log, oldest first. */
  readonly events: readonly { readonly act: Act; readonly issuer: string; readonly jti: string }[];
  /** How often an accepting event was posted, whatever came of it. */
  readonly acceptsPosted: number;
  /** How often a rejecting event was posted, whatever came of it. */
  readonly rejectsPosted: number;
}

/** Reads the service from behind, not through its interface. */
export interface Witness {
  /** Everything that was announced, oldest first. */
  items(): readonly WitnessedItem[];
  /** One of them; undefined when there is none. */
  item(itemId: string): WitnessedItem | undefined;
  /** The event log of a case as it is kept, whatever faults show. */
  eventLog(caseId: string): readonly string[];
  requests(): readonly SeenRequest[];
  postedEvents(): readonly SeenEvent[];
  callbacks(): readonly SeenCallback[];
  tokensIssued(): number;
}

const mostItems = 100_000;

/** The witness of a running service. */
export function witnessOf(app: App): Witness {
  return {
    items: () =>
      app.store.items
        .latest(mostItems)
        .toReversed()
        .map((item) => witnessed(app, item)),
    item: (itemId) => {
      const item = app.store.items.get(itemId);
      return item && witnessed(app, item);
    },
    eventLog: (caseId) => app.store.cases.events(caseId).map(({ jws }) => jws),
    requests: () => app.log.requests,
    postedEvents: () => app.log.events,
    callbacks: () => app.log.callbacks,
    tokensIssued: () => app.tokens.issued,
  };
}

function witnessed(app: App, { itemId, kind, caseId, destinationId, state }: Item): WitnessedItem {
  const posted = (act: string): number =>
    app.log.events.filter(({ subject, event }) => subject === `${kind}:${itemId}` && event === `${act}-${kind}`).length;
  return {
    itemId,
    kind,
    caseId,
    destinationId,
    state,
    attachments: app.store.attachments.ofItem(itemId).map(({ attachmentId }) => attachmentId),
    events: app.store.cases
      .events(caseId)
      .filter((event) => event.itemId === itemId)
      .map(({ act, issuer, jti }) => ({ act, issuer, jti })),
    acceptsPosted: posted('accept'),
    rejectsPosted: posted('reject'),
  };
}
