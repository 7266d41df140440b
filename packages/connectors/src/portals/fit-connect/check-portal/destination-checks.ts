import type { CheckResult } from '@amtsbote/sdk';
import type { DestinationFile } from '../check/offer.ts';
import type { Destination } from '../destination.ts';
import { ageInDays } from '../receive/incoming.ts';
import { listSubmissions } from '../receive/list-submissions.ts';
import type { SubmissionRef } from '../service/submission-api.ts';
import type { PortalToCheck } from './check-portal.ts';
import { checkKeys } from './key-checks.ts';
import { type Look, look } from './look.ts';
import { callbackLook, offerLook, replyLook, routesLook } from './offer-checks.ts';

/** Submissions of which so many are looked at. */
const looked = 100;

/** Looks at one destination: whether it is ours, works, and fits the configuration. */
export async function checkDestination(destination: Destination, portal: PortalToCheck): Promise<readonly CheckResult[]> {
  const { id } = destination;
  const { api } = portal;
  const name = `destination ${id}`;
  let file: DestinationFile | undefined;
  const linked = await look({ name: `${name} is linked with the client`, hints: { AB_PORTAL_REFUSED: linkHint } }, async () => {
    const { totalCount } = await api.list(id, 0);
    return { ok: true, detail: `${totalCount} submissions wait` };
  });
  const active = await look({ name: `${name} is active` }, async () => {
    file = await api.destination(id);
    return activeLook(file);
  });
  if (file === undefined) return [linked, active];
  const published = file;
  return [
    linked,
    active,
    ...(await checkKeys(destination, published, portal)),
    { name: `${name} offers what the configuration takes`, ...offerLook(destination.options, published) },
    ...(portal.use === undefined ? [] : [{ name: `${name}: routes take its messages`, ...routesLook(published, portal.use) }]),
    { name: `${name}: applicants are answered as it offers`, ...replyLook(published, portal.options) },
    { name: `${name}: callbacks are set on both sides`, ...callbackLook(published, portal.options) },
    await look({ name: `${name} has nothing that waits for too long` }, () => waitingTooLong(destination, portal)),
  ];
}

const linkHint = 'Link the client with the destination, in the portal for self-service; compare the ids, and the environment of `apiUrl`.';

function activeLook({ status }: DestinationFile): Look {
  if (status === 'active') return { ok: true };
  if (status === undefined) return { ok: true, detail: 'its state is not told' };
  const hint = 'Activate it in the portal for self-service: senders are refused until then.';
  return { ok: false, code: 'AB_DESTINATION_INACTIVE', detail: `its state is ${status}`, hint };
}

async function waitingTooLong({ id }: Destination, { api, options, clock }: PortalToCheck): Promise<Look> {
  const { warnDays, rejectDay } = options.deadline;
  const first = Math.min(...warnDays);
  const ages: number[] = [];
  for await (const ref of listSubmissions(api, id)) {
    if (ages.length >= looked) break;
    ages.push(await ageOf(ref, api, clock.now()));
  }
  const late = ages.filter((age) => age >= first).length;
  const detail = `${late} have waited for ${first} days or more, the oldest for ${Math.max(0, ...ages)}; after ${rejectDay} the portal rejects by itself`;
  if (late === 0) return { ok: true, detail };
  return {
    ok: false,
    code: 'AB_PORTAL_DEADLINE',
    detail,
    hint: 'Answer their cases (`amtsbote list`), or mend what keeps them from being taken in.',
  };
}

async function ageOf(ref: SubmissionRef, api: PortalToCheck['api'], now: number): Promise<number> {
  const log = await api.eventLog(ref.matter);
  return Math.max(0, ageInDays({ ref, log, fetched: new Map() }, now) ?? 0);
}
