import { randomUUID } from 'node:crypto';
import { kinds } from '../dialect/kinds.ts';
import type { Reply } from '../http/http-types.ts';
import { changeJson, type Json } from './alter.ts';
import type { FaultSpec, FaultTools } from './fault.ts';

/** Faults of the list of what waits. */
export const listFaultKinds = [
  'late-listing',
  'duplicate-listing',
  'empty-listing',
  'paging-shift',
  'paging-overlap',
  'total-too-small',
  'total-too-large',
  'listing-answered',
  'listing-unknown',
  'listing-foreign',
] as const;

/** What each of them does. */
export const listFaults: Readonly<Record<(typeof listFaultKinds)[number], FaultSpec>> = {
  'late-listing': listFault('what was submitted less than `ms` ago is not listed', late),
  'duplicate-listing': listFault('every entry is listed twice', (_tools, entries) => entries.flatMap((entry) => [entry, entry])),
  'empty-listing': listFault('nothing is listed, and the total says otherwise', () => []),
  'paging-shift': {
    operations: ['list'],
    text: 'pages after the first begin `by` entries too late',
    after: (tools, reply) => shift(tools, reply, 1),
  },
  'paging-overlap': {
    operations: ['list'],
    text: 'pages after the first begin `by` entries too early',
    after: (tools, reply) => shift(tools, reply, -1),
  },
  'total-too-small': totalFault('the total is the count of this page', ({ count }) => count),
  'total-too-large': totalFault('the total is 1000 too large', ({ totalCount }) => Number(totalCount) + 1000),
  'listing-answered': listFault('what was accepted or rejected is still listed', answered),
  'listing-unknown': listFault('a submission is listed that does not exist', (tools, entries) => [unknown(tools), ...entries]),
  'listing-foreign': listFault('every entry names another destination', (_tools, entries) =>
    entries.map((entry) => ({ ...entry, destinationId: randomUUID() })),
  ),
};

type Entries = readonly Json[];

function listFault(text: string, change: (tools: FaultTools, entries: Entries) => Entries): FaultSpec {
  return {
    operations: ['list'],
    text,
    after: (tools, reply) =>
      changeJson(reply, (body) => {
        const path = pathOf(tools);
        const entries = change(tools, body[path] as Entries);
        return { ...body, count: entries.length, [path]: entries };
      }),
  };
}

function totalFault(text: string, change: (body: Json) => unknown): FaultSpec {
  return {
    operations: ['list'],
    text,
    after: (_tools, reply) => changeJson(reply, (body) => ({ ...body, totalCount: change(body) })),
  };
}

function late({ app, fault }: FaultTools, entries: Entries): Entries {
  const newest = app.clock.now() - (fault.ms ?? 1000);
  return entries.filter((entry) => (app.store.items.get(idOf(entry))?.submittedAt ?? 0) <= newest);
}

function answered(tools: FaultTools, entries: Entries): Entries {
  const { app, exchange } = tools;
  const wanted = exchange.request.query.get('destinationId');
  const { idField } = kinds[kindOf(tools)];
  const gone = app.store.items
    .latest(1000)
    .filter(({ state, kind, destinationId }) => isAnswered(state) && kind === kindOf(tools) && (wanted ?? destinationId) === destinationId)
    .map(({ itemId, caseId, destinationId }) => ({ destinationId, [idField]: itemId, caseId }));
  return [...gone, ...entries];
}

function isAnswered(state: string): boolean {
  return state === 'accepted' || state === 'rejected';
}

function unknown(tools: FaultTools): Json {
  const destinationId = tools.exchange.request.query.get('destinationId') ?? randomUUID();
  return { destinationId, [kinds[kindOf(tools)].idField]: randomUUID(), caseId: randomUUID() };
}

async function shift({ exchange, fault, again }: FaultTools, reply: Reply, direction: number): Promise<Reply> {
  const offset = Number(exchange.request.query.get('offset') ?? 0);
  if (offset === 0) return reply;
  const query = new URLSearchParams(exchange.request.query);
  query.set('offset', String(Math.max(0, offset + direction * (fault.by ?? 1))));
  return changeJson(await again(query), (body) => ({ ...body, offset }));
}

function idOf(entry: Json): string {
  const id = entry['submissionId'] ?? entry['replyId'];
  return typeof id === 'string' ? id : '';
}

function kindOf({ exchange }: FaultTools): 'submission' | 'reply' {
  return exchange.request.path.endsWith('/replies') ? 'reply' : 'submission';
}

function pathOf(tools: FaultTools): string {
  return kinds[kindOf(tools)].path;
}
