import type { ZodType } from 'zod';
import { findingsOf, isAmtsboteError } from '../errors/amtsbote-error.ts';
import { Defect } from '../errors/families.ts';
import type { StoredSubmission, SubmissionPlan } from '../ledger/contract.ts';
import { readMessage } from '../message/read-message.ts';
import type { Message } from '../message/message.ts';
import type { Finding } from '../model/finding.ts';
import type { MappedRecord } from '../model/record.ts';
import type { EngineContext, EngineRoute } from './context.ts';

/**
 * Reads, validates and maps a submission, and says what it becomes. Whatever stands against it is a finding; nothing is thrown but
 * defects and configuration faults.
 */
export async function readSubmission(context: EngineContext, submission: StoredSubmission): Promise<SubmissionPlan> {
  if (submission.message === undefined) return { outcome: 'case', findings: [noMessage] };
  const bytes = await submission.message.bytes();
  try {
    using message = await readMessage(bytes, { mediaType: submission.message.mediaType });
    return await planFor(context, submission, message);
  } catch (error) {
    if (!isAmtsboteError(error) || error.effect !== 'case') throw error;
    return { outcome: 'case', findings: findingsOf(error) };
  }
}

async function planFor(context: EngineContext, submission: StoredSubmission, message: Message): Promise<SubmissionPlan> {
  const routes = await routesFor(context, submission.portal, message);
  const [route] = routes;
  if (route === undefined) return { outcome: 'case', findings: [unknownMessage(message)] };
  if (routes.length > 1) return { outcome: 'case', findings: [ambiguous(routes)] };
  const target = context.targets.get(route.target);
  if (target === undefined) throw new Defect('AB_DEFECT', `The target of the route ${route.name} is not configured`);
  if ((submission.test || saysTest(message)) && target.productive) return { outcome: 'case', findings: [testMessage(route)] };
  const invalid = await schemaFindings(route, message);
  if (invalid.length > 0)
    return planOf(
      invalid,
      invalid.every((finding) => finding.code === 'AB_SCHEMA_INVALID'),
      route,
    );
  const mapping = await route.mapping();
  const result = mapping.apply(message, submission.attachments);
  if (result.outcome !== 'mapped') return planOf(result.findings, result.outcome === 'reject', route);
  const shape = (await target.open()).records[mapping.recordType];
  const misshapen = recordFindings(shape, result.record, mapping.recordType);
  if (misshapen.length > 0) return planOf(misshapen, false, route);
  const { recordType, version } = mapping;
  return {
    outcome: 'routed',
    deliveries: [{ route: route.name, target: route.target, recordType, record: result.record, mappingVersion: version }],
  };
}

/** Maps a kept submission anew for one route: the record, or what now stands against it. */
export async function mapAnew(
  route: EngineRoute,
  submission: StoredSubmission,
): Promise<{ readonly record: MappedRecord } | { readonly findings: readonly Finding[] }> {
  if (submission.message === undefined) return { findings: [noMessage] };
  using message = await readMessage(await submission.message.bytes(), { mediaType: submission.message.mediaType });
  const mapping = await route.mapping();
  const result = mapping.apply(message, submission.attachments);
  return result.outcome === 'mapped' ? { record: result.record } : { findings: result.findings };
}

async function routesFor(context: EngineContext, portal: string, message: Message): Promise<readonly EngineRoute[]> {
  const found: EngineRoute[] = [];
  for (const route of context.routes.values()) {
    if (route.portal === portal && (await route.mapping()).matches(message.root)) found.push(route);
  }
  return found;
}

async function schemaFindings(route: EngineRoute, message: Message): Promise<readonly Finding[]> {
  const schema = await route.schema();
  if (schema === undefined) return [];
  const { verdict, findings } = schema.validate(message);
  if (verdict === 'valid') return [];
  if (verdict === 'not-checked' && route.unchecked === 'deliver') return [];
  return findings.length > 0 ? findings : [notChecked];
}

/** The test flag of the XÖV base message: an attribute of the root element, with any value but false. */
function saysTest(message: Message): boolean {
  const flag = message.root.attributes.get('test');
  return flag !== undefined && !['', 'false', '0'].includes(flag.trim());
}

/** Proven content faults are told to the portal where the route allows it; everything else waits for a person. */
function planOf(findings: readonly Finding[], contentFault: boolean, route: EngineRoute): SubmissionPlan {
  return { outcome: contentFault && route.rejections === 'allowed' ? 'rejected' : 'case', findings };
}

/** What a record lacks of the shape its target takes: names of fields and rules, no values. */
export function recordFindings(shape: ZodType | undefined, record: MappedRecord, recordType: string): readonly Finding[] {
  if (shape === undefined) return [recordFinding(recordType, `The target takes no records of the type ${recordType}`)];
  const parsed = shape.safeParse(record);
  if (parsed.success) return [];
  return parsed.error.issues.map((issue) => {
    const keys = issue.code === 'unrecognized_keys' ? issue.keys.join(', ') : undefined;
    const field = [...issue.path.map(String), ...(keys === undefined ? [] : [keys])].join('.');
    return recordFinding(field, `${field || recordType}: ${keys === undefined ? ruleOf(issue) : 'the target has no such field'}`);
  });
}

function ruleOf(issue: {
  readonly code: string;
  readonly expected?: unknown;
  readonly maximum?: unknown;
  readonly minimum?: unknown;
}): string {
  if (issue.code === 'too_big') return `longer than ${String(issue.maximum)}`;
  if (issue.code === 'too_small') return `shorter than ${String(issue.minimum)}`;
  if (issue.code === 'invalid_type') return `missing, or not of the type ${String(issue.expected)}`;
  return `breaks the rule ${issue.code}`;
}

function recordFinding(field: string, message: string): Finding {
  return { code: 'AB_RECORD_INVALID', message, where: { field }, hint: 'Map the fields that the target requires, and no others.' };
}

const noMessage: Finding = { code: 'AB_MESSAGE_MISSING', message: 'The submission has no message' };
const notChecked: Finding = { code: 'AB_SCHEMA_NOT_CHECKED', message: 'The message could not be checked against its schema' };

function unknownMessage(message: Message): Finding {
  const { namespace, localName } = message.root;
  const root = `{${namespace}}${localName}`.slice(0, 200);
  return {
    code: 'AB_MESSAGE_UNKNOWN',
    message: `No route of this portal takes messages with the root ${root}`,
    hint: 'Add a route whose mapping selects this root and namespace, or ask why it came here.',
    officialCode: 'V001',
  };
}

function ambiguous(routes: readonly EngineRoute[]): Finding {
  return {
    code: 'AB_ROUTE_AMBIGUOUS',
    message: `The routes ${routes.map((route) => route.name).join(', ')} take the same message`,
    hint: 'Make the routes of the portal exclude each other.',
  };
}

function testMessage(route: EngineRoute): Finding {
  return {
    code: 'AB_TEST_MESSAGE',
    message: `A test message may not go to the productive target ${route.target}`,
    hint: 'Give the route a target with `productive: false`.',
    officialCode: 'S102',
  };
}
