import {
  type CheckResult,
  ConfigurationFault,
  type ConnectorServices,
  findingsOf,
  type Incoming,
  type IsKnown,
  NeedsPerson,
  NotDelivered,
  type Portal,
  type PortalCallback,
  type PortalUse,
  type Report,
  type ReportReceipt,
} from '@amtsbote/sdk';
import type { Answer } from './answer/answer-token.ts';
import { sendAnswer } from './answer/send-answer.ts';
import { verifyCallback } from './callback/verify-callback.ts';
import { type CertificateTrust, certificateTrust } from './certificates/certificate-trust.ts';
import { checkPortal } from './check-portal/check-portal.ts';
import { type Destination, openDestinations } from './destination.ts';
import type { EventKeys } from './events/verify-set.ts';
import { type Handle, readHandle } from './handle.ts';
import type { FitConnectOptions } from './options.ts';
import { problemsOf } from './problem-types.ts';
import { expectationsOf } from './receive/read-submission.ts';
import { type LeftOut, receiveDestination } from './receive/receive-destination.ts';
import { Spool } from './receive/spool.ts';
import { publishedKeys } from './service/event-keys.ts';
import { ServiceRequests } from './service/requests.ts';
import { SubmissionApi } from './service/submission-api.ts';
import { authorEnvelope } from './status/author-envelope.ts';
import { sendStatus } from './status/send-status.ts';
import { statusMessage } from './status/status-message.ts';
import { toldError } from './told-error.ts';

/** FIT-Connect as a portal: one client, one or several destinations. */
export class FitConnectPortal implements Portal {
  readonly callback: PortalCallback | undefined;
  readonly #services: ConnectorServices<FitConnectOptions>;
  readonly #requests: ServiceRequests;
  readonly #api: SubmissionApi;
  readonly #trust: CertificateTrust;
  readonly #keys: EventKeys;
  readonly #destinations: ReadonlyMap<string, Destination>;
  readonly #spool: Spool;
  /** Sends status messages. */
  readonly #sender: ServiceRequests | undefined;

  /** @throws ConfigurationFault AB_CONFIG_INVALID for an address that is not allowed */
  constructor(services: ConnectorServices<FitConnectOptions>) {
    const { options, secrets } = services;
    this.#services = services;
    this.callback = callbackOf(services);
    this.#requests = new ServiceRequests(services);
    const client = options.status?.client ?? options.client;
    this.#sender = options.status && new ServiceRequests({ ...services, options: { ...options, client } });
    this.#api = new SubmissionApi(this.#requests, options);
    this.#trust = certificateTrust(options.certificates, { ...services, timeoutMs: options.timeoutMs });
    this.#keys = publishedKeys(this.#api, this.#trust);
    this.#spool = new Spool(options.limits.memoryBytes);
    this.#destinations = openDestinations({ api: this.#api, secrets, options });
  }

  async *receive(signal: AbortSignal, known?: IsKnown): AsyncIterable<Incoming> {
    const { options, clock, boundary } = this.#services;
    const left: LeftOut[] = [];
    await this.#endWithRun();
    const receiving = { api: this.#api, keys: this.#keys, options, spool: this.#spool, signal, known, now: () => clock.now(), boundary };
    for (const destination of this.#destinations.values()) {
      try {
        yield* receiveDestination(destination, receiving, (what) => left.push(what));
      } catch (failure) {
        const error = toldError(failure);
        if (error.effect === 'stop-run' || (this.#destinations.size === 1 && left.length === 0)) throw error;
        if (!left.some((one) => one.error === error)) left.push({ findings: findingsOf(error), error });
      }
      if (signal.aborted) return;
    }
    if (left.length > 0) throw leftOutError(left, this.#services.name);
  }

  async report(report: Report): Promise<ReportReceipt | void> {
    await this.#endWithRun();
    try {
      return await (report.kind === 'status' ? this.#tellStatus(report) : this.#answer(report));
    } catch (error) {
      throw toldError(error);
    }
  }

  async check(use?: PortalUse): Promise<readonly CheckResult[]> {
    await this.#endWithRun();
    const { options, clock } = this.#services;
    const [api, requests, sender, destinations] = [this.#api, this.#requests, this.#sender, this.#destinations];
    return checkPortal({ api, requests, sender, destinations, options, clock, use, trust: this.#trust });
  }

  async #answer(report: Report): Promise<ReportReceipt> {
    const handle = readHandle(report.handle);
    const destination = this.#destinations.get(handle.destination.toLowerCase());
    if (destination === undefined) {
      throw new ConfigurationFault('AB_CONFIG_INVALID', `The destination ${handle.destination} of a submission is no longer configured`);
    }
    const { options, clock, boundary } = this.#services;
    const now = clock.now();
    const evidence = await sendAnswer(this.#answerOf(report, handle), {
      reportId: report.id,
      handle,
      names: options.names,
      key: await destination.signingKey(),
      now,
      api: this.#api,
      keys: this.#keys,
      expected: expectationsOf(handle, { options, now }),
      boundary,
    });
    return { evidence };
  }

  async #tellStatus(report: Report): Promise<void> {
    const { options, secrets, clock } = this.#services;
    const { status } = options;
    if (status === undefined || this.#sender === undefined) return;
    const message = statusMessage(report, readHandle(report.handle).applicationId, status);
    if (message === undefined) return;
    await sendStatus(await authorEnvelope(message, status, { secrets, now: clock.now() }), new SubmissionApi(this.#sender, options), {
      status,
      options,
    });
  }

  #answerOf({ kind, findings }: Report, { tags, problem }: Handle): Answer {
    if (kind === 'rejected') return { kind: 'reject-submission', problems: problemsOf(findings, this.#services.options, problem) };
    if (tags === undefined) {
      throw new NeedsPerson('AB_REPORT_REFUSED', 'A submission whose event log was never proved cannot be accepted', {
        hint: 'Reject it, or let the portal do so after its deadline.',
      });
    }
    return { kind: 'accept-submission', authenticationTags: tags };
  }

  /** Connections and temporary files end with the run. */
  async #endWithRun(): Promise<void> {
    const close = async (): Promise<void> => {
      this.#requests.close();
      this.#sender?.close();
      await this.#spool.close();
    };
    await this.#services.resources.shared(`fit-connect ${this.#services.name}`, async () => ({ value: true, close }));
  }
}

/** Undefined where no secret for callbacks is configured. */
function callbackOf({ options, secrets: read, clock }: ConnectorServices<FitConnectOptions>): PortalCallback | undefined {
  const { callbackSecret, callbackSeconds: windowSeconds, names } = options;
  if (callbackSecret === undefined) return undefined;
  const secrets = [callbackSecret].flat();
  return { verify: (request) => verifyCallback(request, { secrets, read, names, windowSeconds, now: clock.now() }) };
}

/** One error for all that was left out, with the reasons of each. */
function leftOutError(left: readonly LeftOut[], portal: string): NotDelivered {
  const submissions = left.filter(({ submission }) => submission !== undefined).length;
  const destinations = left.length - submissions;
  const what = [...(destinations > 0 ? [`${destinations} destinations`] : []), ...(submissions > 0 ? [`${submissions} submissions`] : [])];
  return new NotDelivered('AB_PORTAL_UNREACHABLE', `Portal ${portal}: ${what.join(' and ')} could not be taken in now; nothing is lost`, {
    findings: left.flatMap(({ findings }) => findings),
  });
}
