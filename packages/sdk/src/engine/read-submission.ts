import { findingsOf, isAmtsboteError } from '../errors/amtsbote-error.ts';
import { Defect } from '../errors/families.ts';
import type { PlannedDelivery, PlannedSubmission, StoredSubmission, SubmissionPlan } from '../ledger/contract.ts';
import { fitCharacters } from '../mapping/fit-characters.ts';
import { germanDay } from '../mapping/german-day.ts';
import type { MappingResult } from '../mapping/mapping.ts';
import type { Message } from '../message/message.ts';
import type { IdentifiedMessage } from '../message/profile/profile.ts';
import { readMessage } from '../message/read-message.ts';
import type { MessageValidation } from '../message/validation/validation.ts';
import type { Finding } from '../model/finding.ts';
import type { EngineContext, EngineRoute, EngineTarget } from './context.ts';
import { factsOf, identifyMessage } from './identify-message.ts';
import { ambiguous, noMessage, notChecked, testMessage, unknownMessage } from './plan-findings.ts';
import { recordFindings } from './record-findings.ts';

/** What a submission becomes, and what its message says of itself. */
export type ReadSubmission = Omit<PlannedSubmission, 'id'>;

/**
 * Reads, validates and maps a submission, and says what it becomes. Whatever stands against it is a finding; nothing is thrown but
 * defects and configuration faults.
 */
export async function readSubmission(context: EngineContext, submission: StoredSubmission): Promise<ReadSubmission> {
  if (submission.message === undefined) return { plan: { outcome: 'case', findings: [noMessage] } };
  const bytes = await submission.message.bytes();
  try {
    using message = await readMessage(bytes, { mediaType: submission.message.mediaType });
    const identified = await identifyMessage(context, message);
    const header = identified?.profile.header(message);
    const test = submission.test || (header?.test ?? saysTest(message));
    const plan = await planOrFindings(context, submission, { message, identified, test });
    return { plan, facts: identified && header && factsOf(identified, header) };
  } catch (error) {
    return { plan: caseOf(error) };
  }
}

/** What a submission becomes when it has no deliveries. */
type Refusal = Exclude<SubmissionPlan, { readonly outcome: 'routed' }>;

/** A message with what is known of it. */
interface KnownMessage {
  readonly message: Message;
  readonly identified: IdentifiedMessage | undefined;
  readonly test: boolean;
}

/** What the message says of itself is kept also when it becomes a case. */
async function planOrFindings(context: EngineContext, submission: StoredSubmission, known: KnownMessage): Promise<SubmissionPlan> {
  try {
    return await planFor(context, submission, known);
  } catch (error) {
    return caseOf(error);
  }
}

function caseOf(error: unknown): SubmissionPlan {
  if (!isAmtsboteError(error) || error.effect !== 'case') throw error;
  return { outcome: 'case', findings: findingsOf(error) };
}

async function planFor(context: EngineContext, submission: StoredSubmission, known: KnownMessage): Promise<SubmissionPlan> {
  const { message, identified } = known;
  const routes = await routesFor(context, { portal: submission.portal, message, identified });
  if (routes.length === 0) return { outcome: 'case', findings: [unknownMessage(message, identified)] };
  if (!goTogether(routes)) return { outcome: 'case', findings: [ambiguous(routes)] };
  const deliveries: PlannedDelivery[] = [];
  for (const route of routes) {
    const planned = await deliveryFor(context, { route, submission, known });
    if ('outcome' in planned) return planned;
    deliveries.push(planned);
  }
  return deliveriesApart(deliveries) ? { outcome: 'routed', deliveries } : { outcome: 'case', findings: [ambiguous(routes)] };
}

/** Each pair of routes says of the other that it may take the same message. */
function goTogether(routes: readonly EngineRoute[]): boolean {
  return routes.every((one) =>
    routes.every((other) => one === other || one.beside.includes(other.name) || other.beside.includes(one.name)),
  );
}

/** Two deliveries of the same record to the same target would be one record entered twice. */
function deliveriesApart(deliveries: readonly PlannedDelivery[]): boolean {
  return new Set(deliveries.map(({ target, recordType }) => `${target}\0${recordType}`)).size === deliveries.length;
}

/** The delivery along one route, or what the submission becomes because there can be none: it goes along all its routes or none. */
async function deliveryFor(
  context: EngineContext,
  { route, submission, known }: { readonly route: EngineRoute; readonly submission: StoredSubmission; readonly known: KnownMessage },
): Promise<PlannedDelivery | Refusal> {
  const { message, test } = known;
  const target = context.targets.get(route.target);
  if (target === undefined) throw new Defect('AB_DEFECT', `The target of the route ${route.name} is not configured`);
  if (test && target.productive) return { outcome: 'case', findings: [testMessage(route)] };
  const validation = await route.validate(message);
  const refused = refusal(validation, route);
  if (refused !== undefined) return refused;
  const mapped = await mapMessage(context, { route, target, message, submission });
  if ('findings' in mapped) return planOf(mapped.findings, mapped.outcome === 'reject', route);
  return { ...mapped.delivery, notes: { ...notesOf(validation), ...mapped.notes } };
}

/** Maps a kept submission anew for one route: the record, or what now stands against it. */
export async function mapAnew(
  context: EngineContext,
  { route, target }: { readonly route: EngineRoute; readonly target: EngineTarget },
  submission: StoredSubmission,
): Promise<PlannedDelivery | { readonly findings: readonly Finding[] }> {
  if (submission.message === undefined) return { findings: [noMessage] };
  using message = await readMessage(await submission.message.bytes(), { mediaType: submission.message.mediaType });
  const mapped = await mapMessage(context, { route, target, message, submission });
  return 'findings' in mapped ? mapped : mapped.delivery;
}

/** The routes of a portal that take a message. */
export async function routesFor(
  context: EngineContext,
  { portal, message, identified }: { readonly portal: string } & Pick<KnownMessage, 'message' | 'identified'>,
): Promise<readonly EngineRoute[]> {
  const identity = identified && { profile: identified.profile.name, version: identified.version, type: identified.type };
  const found: EngineRoute[] = [];
  for (const route of context.routes.values()) {
    if (route.portal === portal && (await route.mapping()).matches(message, identity)) found.push(route);
  }
  return found;
}

/** What a message is mapped with. */
interface MappingParts {
  readonly route: EngineRoute;
  readonly target: EngineTarget;
  readonly message: Message;
  readonly submission: StoredSubmission;
}

/** A delivery, and what the history should know of its record. */
interface MappedDelivery {
  readonly delivery: PlannedDelivery;
  readonly notes: Readonly<Record<string, string>>;
}

type Refused = Extract<MappingResult, { readonly outcome: 'case' | 'reject' }>;

/** Maps, writes in the characters of the target, and checks the shape that the target takes. */
async function mapMessage(context: EngineContext, parts: MappingParts): Promise<MappedDelivery | Refused> {
  const { route, target, message, submission } = parts;
  const mapping = await route.mapping();
  const codeLists = await context.codeLists();
  const today = (): string => germanDay(context.clock.now());
  const result = mapping.apply(message, submission.attachments, { today, constants: route.constants, codeLists });
  if (result.outcome !== 'mapped') return result;
  const { recordType, version } = mapping;
  const { record, changed, findings } = await fitCharacters(result.record, target.characters);
  const misshapen = [...findings, ...recordFindings((await target.open()).records[recordType], record, recordType)];
  if (misshapen.length > 0) return { outcome: 'case', findings: misshapen };
  return {
    delivery: {
      route: route.name,
      target: route.target,
      recordType,
      record,
      attachmentNames: result.attachmentNames,
      mappingVersion: version,
    },
    notes: changed.length === 0 ? {} : { transliterated: changed.join(', ') },
  };
}

/** What stops a message: it is invalid, or was not checked and the route does not take such. */
function refusal({ verdict, findings }: MessageValidation, route: EngineRoute): Refusal | undefined {
  if (verdict === 'valid' || (verdict === 'not-checked' && route.unchecked === 'deliver')) return undefined;
  return planOf(findings.length > 0 ? findings : [notChecked], verdict === 'invalid', route);
}

/** What the history should know of a message that went on: that it was not checked, and codes of warnings. */
function notesOf({ verdict, warnings }: MessageValidation): Readonly<Record<string, string>> {
  const codes = [...new Set(warnings.map((warning) => warning.code))].join(', ');
  return { ...(verdict !== 'valid' && { checked: verdict }), ...(codes !== '' && { warnings: codes }) };
}

/** The test flag of the XÖV base message: an attribute of the root element, with any value but false; profiles read it the same way. */
function saysTest(message: Message): boolean {
  const flag = message.root.attributes.get('test');
  return flag !== undefined && !['false', '0'].includes(flag.trim().toLowerCase());
}

/** Proven content faults are told to the portal where the route allows it; everything else waits for a person. */
function planOf(findings: readonly Finding[], contentFault: boolean, route: EngineRoute): Refusal {
  return { outcome: contentFault && route.rejections === 'allowed' ? 'rejected' : 'case', findings };
}
