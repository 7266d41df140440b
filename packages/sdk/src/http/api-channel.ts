import type { CheckResult } from '../model/check.ts';
import type { DeliveryKey } from '../model/ids.ts';
import type { MappedRecord } from '../model/record.ts';
import type { RecordState } from '../model/states.ts';
import type { Attempt, Delivered } from '../target/attempt.ts';
import type { Channel, ChannelCapabilities, DeliveredRecord } from '../target/channel.ts';
import type { ConnectorServices } from '../target/services.ts';
import { createHttpClient, type HttpClient, type HttpClientOptions } from './client.ts';

/** An attempt of a channel that speaks HTTP. */
export interface HttpAttempt extends Attempt {
  readonly http: HttpClient;
}

/** What makes a channel of kind `api`. */
export interface ApiChannelOptions {
  readonly services: ConnectorServices<unknown>;
  /** How to reach the target; secrets, clock and folder come from the services. */
  readonly http: Omit<HttpClientOptions, 'secrets' | 'clock' | 'baseDirectory'>;
  readonly capabilities: ChannelCapabilities;
  readonly records?: readonly string[] | undefined;
  /** See {@link Channel.deliver}. The request with the effect goes into `attempt.commit`. */
  deliver(recordType: string, record: MappedRecord, attempt: HttpAttempt): Promise<Delivered>;
  /** See {@link Channel.find}. */
  readonly find?: ((http: HttpClient, what: HttpFind) => Promise<readonly string[]>) | undefined;
  /** See {@link Channel.status}. */
  readonly status?: ((http: HttpClient, what: HttpStatus) => Promise<RecordState | undefined>) | undefined;
  /** See {@link Channel.check}. */
  check(http: HttpClient, signal: AbortSignal): Promise<readonly CheckResult[]>;
}

/** What is looked for. */
export interface HttpFind {
  readonly recordType: string;
  readonly key: DeliveryKey;
  readonly signal: AbortSignal;
}

/** Which record's state is asked for. */
export interface HttpStatus extends DeliveredRecord {
  readonly recordType: string;
  readonly signal: AbortSignal;
}

/**
 * Makes a channel that speaks HTTP. One client is shared during the run and closed at its end.
 *
 * @throws ConfigurationFault AB_CONFIG_INVALID, when it is opened, for an address that is not allowed
 */
export function apiChannel(options: ApiChannelOptions): Channel {
  const { services, capabilities, records, find, status } = options;
  const { secrets, clock, baseDirectory, resources, name } = services;
  const client = createHttpClient({ ...options.http, secrets, clock, baseDirectory });
  const http = (): Promise<HttpClient> =>
    resources.shared(`http ${name}`, async () => ({ value: client, close: async () => client.close() }));
  return {
    kind: 'api',
    capabilities,
    records,
    deliver: async (recordType, record, attempt) => options.deliver(recordType, record, withHttp(attempt, await http())),
    ...(find === undefined ? {} : { find: async (recordType, key, signal) => find(await http(), { recordType, key, signal }) }),
    ...(status === undefined
      ? {}
      : { status: async (recordType, record, signal) => status(await http(), { ...record, recordType, signal }) }),
    check: async (signal) => options.check(await http(), signal),
  };
}

/** Spelled out, because an attempt may be an object with private parts, which neither spread nor inherit. */
function withHttp(attempt: Attempt, http: HttpClient): HttpAttempt {
  const { deliveryKey, number, dryRun, signal, clock, logger, evidence, boundary, attachments, gate } = attempt;
  return {
    deliveryKey,
    number,
    dryRun,
    signal,
    clock,
    logger,
    evidence,
    boundary,
    attachments,
    gate,
    http,
    attachment: (ref) => attempt.attachment(ref),
    step: (name, act) => attempt.step(name, act),
    commit: (intent, act) => attempt.commit(intent, act),
  };
}
