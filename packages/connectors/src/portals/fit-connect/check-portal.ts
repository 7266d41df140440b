import { type CheckResult, findingsOf, isAmtsboteError } from '@amtsbote/sdk';
import { unfitFor } from './crypto/jwk.ts';
import type { Destination } from './destination.ts';
import type { FitConnectOptions } from './options.ts';
import { ageInDays } from './receive/incoming.ts';
import { listSubmissions } from './receive/list-submissions.ts';
import { Refusal } from './service/failure.ts';
import type { SubmissionApi, SubmissionRef } from './service/submission-api.ts';

/** What a portal is looked at with. */
export interface PortalToCheck {
  readonly api: SubmissionApi;
  readonly destinations: ReadonlyMap<string, Destination>;
  readonly options: FitConnectOptions;
  /** Milliseconds since 1970. */
  readonly now: number;
}

/** Looks, without changing anything, whether submissions could be fetched and answered now, and whether some wait for too long. */
export async function checkPortal(portal: PortalToCheck): Promise<readonly CheckResult[]> {
  const checks: CheckResult[] = [
    await look('the keys of the service can be read', async () => {
      const keys = await portal.api.serviceKeys();
      const fit = keys.filter((key) => unfitFor(key, 'verify', portal.options.minimumKeyBits) === undefined);
      return { ok: fit.length > 0, detail: `${fit.length} of ${keys.length} can verify events` };
    }),
  ];
  for (const destination of portal.destinations.values()) checks.push(...(await checkDestination(destination, portal)));
  return checks;
}

async function checkDestination(destination: Destination, portal: PortalToCheck): Promise<readonly CheckResult[]> {
  const { id } = destination;
  const { api } = portal;
  return [
    await look(`destination ${id} is linked with the client`, async () => {
      const { totalCount } = await api.list(id, 0);
      return { ok: true, detail: `${totalCount} submissions wait` };
    }),
    await look(`destination ${id} publishes a key that we can decrypt with`, async () => {
      const { encryptionKid, status } = await api.destination(id);
      const own = (await destination.decryptionKeys()).map(({ kid }) => kid);
      const published = encryptionKid === undefined ? undefined : await api.destinationKey(id, encryptionKid);
      const ok = published !== undefined && own.includes(published.kid) && (status === undefined || status === 'active');
      return {
        ok,
        detail: `key ${encryptionKid ?? 'none'}, state ${status ?? 'unknown'}`,
        hint: 'Add its private key to `decryptionKeys`.',
      };
    }),
    await look(`destination ${id} publishes the key that we sign with`, async () => {
      const { kid } = await destination.signingKey();
      const published = await api.destinationKey(id, kid);
      const unfit = published && unfitFor(published, 'verify', portal.options.minimumKeyBits);
      return { ok: published !== undefined && unfit === undefined, detail: unfit ?? kid, hint: 'Publish the public key of `signingKey`.' };
    }),
    await look(`destination ${id} has nothing that waits for too long`, () => waitingTooLong(destination, portal)),
  ];
}

/** Events of so many submissions are looked at. */
const looked = 100;

async function waitingTooLong({ id }: Destination, { api, options, now }: PortalToCheck): Promise<Look> {
  const { warnDays, rejectDay } = options.deadline;
  const first = Math.min(...warnDays);
  let late = 0;
  let oldest = 0;
  let count = 0;
  for await (const ref of listSubmissions(api, id)) {
    if (count++ >= looked) break;
    const age = await ageOf(ref, api, now);
    if (age >= first) late += 1;
    oldest = Math.max(oldest, age);
  }
  return {
    ok: late === 0,
    detail: `${late} have waited for ${first} days or more, the oldest for ${oldest}; after ${rejectDay} the portal rejects by itself`,
    hint: 'Answer their cases (`amtsbote list`), or mend what keeps them from being taken in.',
  };
}

async function ageOf(ref: SubmissionRef, api: SubmissionApi, now: number): Promise<number> {
  const log = await api.eventLog(ref.matter);
  return Math.max(0, ageInDays({ ref, log, fetched: new Map() }, now) ?? 0);
}

interface Look {
  readonly ok: boolean;
  readonly detail?: string;
  readonly hint?: string;
}

async function look(name: string, act: () => Promise<Look>): Promise<CheckResult> {
  try {
    const { ok, detail, hint } = await act();
    return { name, ok, detail, ...(!ok && { hint }) };
  } catch (error) {
    if (!isAmtsboteError(error)) return { name, ok: false, detail: error instanceof Refusal ? error.message : 'an answer cannot be read' };
    const [finding] = findingsOf(error);
    return { name, ok: false, detail: finding?.message, hint: error.hint };
  }
}
