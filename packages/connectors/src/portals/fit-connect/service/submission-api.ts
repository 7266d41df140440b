import type { HttpResponse } from '@amtsbote/sdk/http';
import { z, type ZodType } from '@amtsbote/sdk/zod';
import { type DestinationFile, destinationShape } from '../check/offer.ts';
import { type PublicJwk, publicJwk } from '../crypto/jwk.ts';
import { SubmissionFault } from '../faults.ts';
import { isUuid } from '../ids.ts';
import type { FitConnectOptions } from '../options.ts';
import { Refusal } from './failure.ts';
import type { ServiceRequests } from './requests.ts';

/** A submission as the portal lists it. Ids in lower case. */
export interface SubmissionRef {
  readonly destination: string;
  readonly submission: string;
  readonly matter: string;
}

/** A submission as the portal hands it over, still encrypted. */
export interface SubmissionFile {
  readonly destinationId: string;
  readonly submissionId: string;
  readonly caseId: string;
  readonly attachments: readonly string[];
  readonly service?: string | undefined;
  readonly region?: string | undefined;
  readonly encryptedMetadata: string;
  readonly encryptedData?: string | undefined;
}

/** What is announced: a submission to a destination, or a reply within a matter. */
export type Announcement =
  | { readonly kind: 'submission'; readonly destination: string; readonly service: { readonly identifier: string; readonly name: string } }
  | { readonly kind: 'reply'; readonly matter: string };

/** What the service calls a message that was announced. */
export interface Announced {
  readonly id: string;
  readonly matter: string;
}

const pathOf = { submission: '/submissions', reply: '/replies' } as const;

/** One page of a list. */
export interface Page<T> {
  readonly totalCount: number;
  readonly entries: readonly T[];
}

const id = z.guid().transform((text) => text.toLowerCase());
const ref = z
  .object({ destinationId: id, submissionId: id, caseId: id })
  .transform(({ destinationId, submissionId, caseId }): SubmissionRef => ({
    destination: destinationId,
    submission: submissionId,
    matter: caseId,
  }));
const listShape: ZodType<Page<SubmissionRef>> = z
  .object({ totalCount: z.int().nonnegative(), submissions: z.array(ref) })
  .transform(({ totalCount, submissions }) => ({ totalCount, entries: submissions }));
const logShape: ZodType<Page<string>> = z
  .object({ totalCount: z.int().nonnegative(), eventLog: z.array(z.string()) })
  .transform(({ totalCount, eventLog }) => ({ totalCount, entries: eventLog }));

const service = z.object({ identifier: z.string() }).optional();
const submissionShape: ZodType<SubmissionFile> = z
  .object({
    destinationId: id,
    submissionId: id,
    caseId: id,
    attachments: z.array(id).nullish(),
    serviceType: service,
    publicService: service,
    region: z.string().nullish(),
    encryptedMetadata: z.string(),
    encryptedData: z.string().nullish(),
  })
  .transform(({ attachments, serviceType, publicService, region, encryptedData, ...rest }) => ({
    ...rest,
    attachments: attachments ?? [],
    service: (publicService ?? serviceType)?.identifier,
    region: region ?? undefined,
    encryptedData: encryptedData ?? undefined,
  }));
interface AnnouncedFile {
  readonly submissionId?: string | undefined;
  readonly replyId?: string | undefined;
  readonly caseId?: string | undefined;
}

const announcedShape: ZodType<AnnouncedFile> = z.object({
  submissionId: id.optional(),
  replyId: id.optional(),
  caseId: id.optional(),
});
const keysShape: ZodType<{ readonly keys: readonly unknown[] }> = z.object({ keys: z.array(z.unknown()) });

const mostPages = 1000;

/** The Submission API, as a receiver uses it. Its ids come from the service itself and are UUIDs, so that no path leads elsewhere. */
export class SubmissionApi {
  readonly #requests: ServiceRequests;
  readonly #version: string;
  readonly #page: number;

  constructor(requests: ServiceRequests, { version, limits }: Pick<FitConnectOptions, 'version' | 'limits'>) {
    this.#requests = requests;
    this.#version = version;
    this.#page = limits.page;
  }

  /** One page of the submissions that wait at a destination. */
  async list(destination: string, offset: number, signal?: AbortSignal): Promise<Page<SubmissionRef>> {
    const query = { destinationId: destination, offset, limit: this.#page };
    const answer = await this.#requests.send({ path: `/${this.#version}/submissions`, template: '/submissions', query, signal });
    return read(listShape, answer);
  }

  /** @throws SubmissionFault gone */
  async submission(submission: string, signal?: AbortSignal): Promise<SubmissionFile> {
    const path = `/${this.#version}/submissions/${submission}`;
    const answer = await goneWhenMissing(() => this.#requests.send({ path, template: '/submissions/{id}', signal }));
    return read(submissionShape, answer);
  }

  /** Reads an encrypted attachment as it comes. */
  async attachment<T>(
    { submission, attachment, signal }: { submission: string; attachment: string; signal?: AbortSignal | undefined },
    take: (body: AsyncIterable<Uint8Array>) => Promise<T>,
  ): Promise<T> {
    const path = `/${this.#version}/submissions/${submission}/attachments/${attachment}`;
    return this.#requests.download({ path, template: '/submissions/{id}/attachments/{id}', signal }, take);
  }

  /** All event tokens of a matter, as they are. */
  async eventLog(matter: string, signal?: AbortSignal): Promise<readonly string[]> {
    const log: string[] = [];
    for (let page = 0; page < mostPages; page += 1) {
      const query = { offset: log.length, limit: this.#page };
      const path = `/${this.#version}/cases/${matter}/events`;
      const answer = await goneWhenMissing(() => this.#requests.send({ path, template: '/cases/{id}/events', query, signal }));
      const { totalCount, entries } = read(logShape, answer);
      log.push(...entries);
      if (entries.length === 0 || log.length >= totalCount) break;
    }
    return log;
  }

  /** Adds an event to the log of a matter. Throws a `Refusal` with 409 when its state no longer allows it, with 422 when it is not accepted. */
  async postEvent(matter: string, token: string): Promise<void> {
    await this.#requests.send({
      method: 'POST',
      path: `/${this.#version}/cases/${matter}/events`,
      template: '/cases/{id}/events',
      body: { bytes: Buffer.from(token, 'latin1'), contentType: 'application/jose' },
    });
  }

  /** Announces a message of ours, without attachments. */
  async announce(what: Announcement): Promise<Announced> {
    const serviceField = this.#version === 'v1' ? 'serviceType' : 'publicService';
    const json =
      what.kind === 'reply'
        ? { caseId: what.matter, announcedAttachments: [] }
        : { destinationId: what.destination, announcedAttachments: [], [serviceField]: what.service };
    const template = pathOf[what.kind];
    const request = { method: 'POST', path: `/${this.#version}${template}`, template, body: { json } } as const;
    const { submissionId, replyId, caseId } = read(announcedShape, await this.#requests.send(request));
    const [announced, matter] = what.kind === 'reply' ? [replyId, what.matter] : [submissionId, caseId];
    if (announced === undefined || matter === undefined) throw new SubmissionFault('answer-malformed');
    return { id: announced, matter };
  }

  /** Submits what was announced. */
  async submit(
    kind: Announcement['kind'],
    announced: string,
    parts: { readonly encryptedMetadata: string; readonly encryptedData: string },
  ): Promise<void> {
    const template = pathOf[kind];
    const path = `/${this.#version}${template}/${announced}`;
    await this.#requests.send({ method: 'PUT', path, template: `${template}/{id}`, body: { json: parts } });
  }

  /** What is published of a destination. */
  async destination(destination: string, signal?: AbortSignal): Promise<DestinationFile> {
    const path = `/${this.#version}/destinations/${destination}`;
    return read(destinationShape, await this.#requests.send({ path, template: '/destinations/{id}', signal }));
  }

  /** A published key of a destination; undefined when it has no such key. */
  async destinationKey(destination: string, kid: string): Promise<PublicJwk | undefined> {
    if (!isUuid(destination)) return undefined;
    const path = `/${this.#version}/destinations/${destination}/keys/${encodeURIComponent(kid)}`;
    const answer = await this.#requests.send({ path, template: '/destinations/{id}/keys/{kid}', expect: [200, 404] });
    return answer.status === 404 ? undefined : publicJwk.safeParse(jsonOf(answer)).data;
  }

  /** What time it is at the service, in milliseconds since 1970, exact to the second; undefined where it does not tell. */
  async serviceDate(): Promise<number | undefined> {
    const path = '/.well-known/jwks.json';
    const { headers } = await this.#requests.send({ path, template: path, authenticated: false });
    const time = Date.parse(headers['date'] ?? '');
    return Number.isNaN(time) ? undefined : time;
  }

  /** The keys with which the service signs its events. */
  async serviceKeys(): Promise<readonly PublicJwk[]> {
    const path = '/.well-known/jwks.json';
    const answer = await this.#requests.send({ path, template: path, authenticated: false });
    return read(keysShape, answer).keys.flatMap((key) => publicJwk.safeParse(key).data ?? []);
  }
}

async function goneWhenMissing<T>(send: () => Promise<T>): Promise<T> {
  try {
    return await send();
  } catch (error) {
    if (error instanceof Refusal && (error.status === 404 || error.status === 410)) throw new SubmissionFault('gone');
    throw error;
  }
}

function read<T>(shape: ZodType<T>, answer: HttpResponse): T {
  const parsed = shape.safeParse(jsonOf(answer));
  if (parsed.success) return parsed.data;
  throw new SubmissionFault('answer-malformed');
}

function jsonOf(answer: HttpResponse): unknown {
  try {
    return answer.json();
  } catch {
    return undefined;
  }
}
