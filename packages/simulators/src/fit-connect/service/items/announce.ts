import { randomUUID } from 'node:crypto';
import type { App } from '../../app.ts';
import type { Client } from '../../clients.ts';
import type { Destination } from '../../destinations.ts';
import { kinds, type Kind } from '../../dialect/kinds.ts';
import { ApiProblem } from '../../dialect/problems.ts';
import type { VersionRules } from '../../dialect/version-rules.ts';
import type { Reply } from '../../http/http-types.ts';
import { isObject, isUuid, readJson } from '../../http/read-body.ts';
import { json } from '../../http/replies.ts';
import type { ClientExchange } from '../../http/router.ts';
import type { CallbackAddress, Case } from '../../store/cases.ts';
import type { Item, NamedService } from '../../store/items.ts';
import { caseFor } from '../access.ts';
import { enterFirst } from '../event-log.ts';

type Body = Readonly<Record<string, unknown>>;

/** `POST /submissions`: announces a submission and its attachments. */
export async function announceSubmission(app: App, { request, client, rules }: ClientExchange): Promise<Reply> {
  const body = await readJson(request, app.limits.bodyBytes);
  const destination = activeDestination(app, body['destinationId']);
  const service = readService(body, rules);
  const region = readRegion(body);
  if (rules.serviceCheck) requireOffered(destination, service, region);
  const announced = readAnnounced(body, app.limits.attachments);
  const matter = readCase(app, body, { client, destination });
  return create(app, 'submission', { ...matter, client, destinationId: destination.destinationId, service, region, announced });
}

/** `POST /replies`: announces a reply within a case. */
export async function announceReply(app: App, { request, client }: ClientExchange): Promise<Reply> {
  const body = await readJson(request, app.limits.bodyBytes);
  const { caseId } = body;
  if (!isUuid(caseId)) throw new ApiProblem('bad-request', 'caseId is not a UUID.');
  const matter = caseFor(app, caseId, client);
  const announced = readAnnounced(body, app.limits.attachments);
  const { destinationId } = matter;
  return create(app, 'reply', { found: matter, client, destinationId, service: undefined, region: undefined, announced });
}

interface Announced {
  readonly found?: Case;
  readonly begun?: Case;
  readonly client: Client;
  readonly destinationId: string;
  readonly service: NamedService | undefined;
  readonly region: string | undefined;
  readonly announced: readonly string[];
}

async function create(app: App, kind: Kind, { found, begun, client, ...rest }: Announced): Promise<Reply> {
  const caseId = (found ?? begun)?.caseId ?? randomUUID();
  const item: Item = {
    itemId: randomUUID(),
    kind,
    caseId,
    clientId: client.clientId,
    state: 'incomplete',
    createdAt: app.clock.now(),
    metadata: undefined,
    data: undefined,
    submittedAt: undefined,
    decidedAt: undefined,
    ...rest,
  };
  await enterFirst(app, item, begun);
  const { idField } = kinds[kind];
  return json({ [idField]: item.itemId, caseId, destinationId: rest.destinationId }, 201);
}

function activeDestination(app: App, id: unknown): Destination {
  if (!isUuid(id)) throw new ApiProblem('bad-request', 'destinationId is not a UUID.');
  const destination = app.store.directory.destination(id);
  if (!destination) throw new ApiProblem('destination-not-found', 'There is no such destination.');
  if (destination.status !== 'active') throw new ApiProblem('destination-state-invalid', `The destination is ${destination.status}.`);
  return destination;
}

function readService(body: Body, { serviceField }: VersionRules): NamedService {
  const given = body[serviceField];
  const { identifier, name } = isObject(given) ? given : {};
  if (typeof identifier !== 'string' || !/^urn:[\w-]+:\S+$/.test(identifier)) {
    throw new ApiProblem('bad-request', `${serviceField}.identifier is not a URN.`);
  }
  return { identifier, name: typeof name === 'string' ? name : '' };
}

function readRegion(body: Body): string | undefined {
  const { region } = body;
  if (region === undefined) return undefined;
  if (typeof region !== 'string' || !/^DE\d{0,12}$/.test(region)) throw new ApiProblem('bad-request', 'region is not a German region.');
  return region;
}

function requireOffered(destination: Destination, service: NamedService, region: string | undefined): void {
  const offered = destination.services.find(({ identifier }) => identifier === service.identifier);
  if (!offered || (region !== undefined && !offered.regions.some((covered) => region.startsWith(covered)))) {
    throw new ApiProblem('service-not-offered', 'The destination does not offer this service in this region.');
  }
}

function readAnnounced(body: Body, most: number): readonly string[] {
  const ids = body['announcedAttachments'] ?? [];
  if (!Array.isArray(ids) || !ids.every(isUuid)) throw new ApiProblem('bad-request', 'announcedAttachments is not a list of UUIDs.');
  if (new Set(ids).size !== ids.length) throw new ApiProblem('attachments-invalid', 'An attachment is announced twice.');
  if (ids.length > most) throw new ApiProblem('attachments-invalid', `More than ${most} attachments are announced.`);
  return ids;
}

function readCase(app: App, body: Body, to: { client: Client; destination: Destination }): { found: Case } | { begun: Case } {
  const { caseId } = body;
  const { destinationId } = to.destination;
  if (caseId === undefined) {
    const { clientId } = to.client;
    return { begun: { caseId: randomUUID(), destinationId, clientId, callback: readCallback(app, body), createdAt: app.clock.now() } };
  }
  if (!isUuid(caseId)) throw new ApiProblem('bad-request', 'caseId is not a UUID.');
  const found = caseFor(app, caseId, to.client);
  if (found.destinationId !== destinationId) throw new ApiProblem('bad-request', 'The case belongs to another destination.');
  return { found };
}

function readCallback(app: App, body: Body): CallbackAddress | undefined {
  const { callback } = body;
  if (callback === undefined) return undefined;
  const { url, secret } = isObject(callback) ? callback : {};
  if (typeof url !== 'string' || typeof secret !== 'string') throw new ApiProblem('bad-request', 'callback needs url and secret.');
  if (!app.callbacks.mayCall(url)) throw new ApiProblem('callback-invalid', 'Callbacks go to addresses on this computer only.');
  return { url, secret };
}
