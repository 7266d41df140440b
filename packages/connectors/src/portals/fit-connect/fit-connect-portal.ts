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
import { forward } from './receive/forward.ts';
import { expectationsOf } from './receive/read-submission.ts';
import { type LeftOut, receiveDestination } from './receive/receive-destination.ts';
import { Spool } from './receive/spool.ts';
import { publishedKeys } from './service/event-keys.ts';
import { ServiceRequests } from './service/requests.ts';
import { SubmissionApi, type SubmissionRef } from './service/submission-api.ts';
import { Applicants } from './status/applicants.ts';
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
  readonly #applicants: Applicants;

  /** @throws ConfigurationFault AB_CONFIG_INVALID for an address that is not allowed */
  constructor(services: ConnectorServices<FitConnectOptions>) {
    const { options, secrets } = services;
    this.#services = services;
    this.callback = callbackOf(services);
    this.#requests = new ServiceRequests(services);
    this.#api = new SubmissionApi(this.#requests, options);
    this.#trust = certificateTrust(options.certificates, { ...services, timeoutMs: options.timeoutMs });
    this.#keys = publishedKeys(this.#api, this.#trust);
    this.#applicants = new Applicants({ services, api: this.#api, keys: this.#keys, trust: this.#trust });
    this.#spool = new Spool(options.limits.memoryBytes);
    this.#destinations = openDestinations({ api: this.#api, secrets, options });
  }

  async *receive(signal: AbortSignal, known?: IsKnown): AsyncIterable<Incoming> {
    const { options, clock, boundary, logger } = this.#services;
    const left: LeftOut[] = [];
    await this.#endWithRun();
    const [api, now] = [this.#api, (): number => clock.now()];
    const telling = { api, names: options.names, now, logger };
    const listedAgain = options.forward === 'stored' ? (ref: SubmissionRef, to: Destination) => forward(ref, to, telling) : undefined;
    const receiving = { api, keys: this.#keys, options, spool: this.#spool, signal, known, now, boundary, listedAgain };
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
      const handle = readHandle(report.handle);
      const receipt = report.kind === 'status' ? undefined : await this.#answer(report, handle);
      await this.#applicants.tell(report, handle);
      return receipt;
    } catch (error) {
      throw toldError(error);
    }
  }

  async check(use?: PortalUse): Promise<readonly CheckResult[]> {
    await this.#endWithRun();
    const { options, clock, secrets } = this.#services;
    const [api, requests, destinations, trust] = [this.#api, this.#requests, this.#destinations, this.#trust];
    return checkPortal({ api, requests, destinations, options, clock, secrets, use, trust, senders: this.#applicants.senders });
  }

  async #answer(report: Report, handle: Handle): Promise<ReportReceipt> {
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
      this.#applicants.close();
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
