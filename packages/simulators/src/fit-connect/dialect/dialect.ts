import type { Act } from './states.ts';
import type { Kind } from './kinds.ts';
import { problems, type ProblemEntry, type ProblemName } from './problems.ts';
import { versionRules, withVersions, type VersionRules } from './version-rules.ts';

/** A reason for a rejection, as it stands in an event. */
export interface EventProblem {
  readonly type: string;
  readonly title: string;
  readonly detail: string;
  readonly instance: string;
}

/** Every name, address and rule of the interface that could be another one in another version or environment. */
export interface Dialect {
  /** Path of the Submission API before the version. */
  readonly submissionPath: string;
  /** Path of the Destination API before the version. */
  readonly destinationPath: string;
  readonly tokenPath: string;
  readonly versions: Readonly<Record<string, VersionRules>>;
  readonly problemPrefix: string;
  readonly problems: Readonly<Record<ProblemName, ProblemEntry>>;
  /** What stands before `submit-submission` and the like. */
  readonly eventPrefix: string;
  /** `$schema` of event tokens: the one the service writes, and those it takes. */
  readonly eventSchema: { readonly issued: string; readonly accepted: readonly string[] };
  /** The problems a reader may reject with. When `enforced`, others are refused. */
  readonly rejections: { readonly types: readonly string[]; readonly instances: RegExp; readonly enforced: boolean };
  /** What the service itself rejects with when nobody answers. */
  readonly automaticRejection: EventProblem;
  readonly callbackTypes: { readonly newSubmissions: string; readonly newEvents: string; readonly newReplies: string };
  readonly scopes: { readonly sender: readonly string[]; readonly subscriber: readonly string[] };
  /** A User-Agent that is let through; all others are answered with 403. */
  readonly userAgent: RegExp;
  /** Whether a `notify` event follows a submission at once. */
  readonly notify: boolean;
}

/** Changes to the {@link defaultDialect}; versions and problems are changed one by one. */
export interface DialectChanges extends Partial<Omit<Dialect, 'versions' | 'problems'>> {
  readonly versions?: Readonly<Record<string, Partial<VersionRules>>>;
  readonly problems?: Partial<Readonly<Record<ProblemName, Partial<ProblemEntry>>>>;
}

const schemas = 'https://schema.fitko.de/fit-connect';
const eventProblems = `${schemas}/events/problems/`;
const eventSchema = `${schemas}/set-payload/1.2.2/set-payload.schema.json`;

const rejectionNames = [
  'encryption-issue',
  'hash-mismatch',
  'syntax-violation',
  'schema-violation',
  'missing-data',
  'missing-attachment',
  'missing-schema',
  'unsupported-schema',
  'unsupported-service',
  'service-mismatch',
  'unsupported-reply-channel',
  'attachments-mismatch',
  'incorrect-authentication-tag',
  'missing-authentication-tags',
  'invalid-event-log',
  'technical-error',
];

/** The interface as far as it is known; FIT-CONNECT.md says which parts of it are sure. */
export const defaultDialect: Dialect = {
  submissionPath: '/submission-api',
  destinationPath: '/destination-api',
  tokenPath: '/token',
  versions: versionRules,
  problemPrefix: `${schemas}/submission-api/problems/`,
  problems,
  eventPrefix: `${schemas}/events/`,
  eventSchema: { issued: eventSchema, accepted: [eventSchema] },
  rejections: {
    types: rejectionNames.map((name) => eventProblems + name),
    instances: /^(submission|metadata|data|attachment:[0-9a-f-]{36})$/,
    enforced: false,
  },
  automaticRejection: {
    type: `${eventProblems}technical-error`,
    title: 'Not fetched in time',
    detail: 'The submission was neither accepted nor rejected within the time the service keeps it.',
    instance: 'submission',
  },
  callbackTypes: {
    newSubmissions: `${schemas}/submission-api/callbacks/new-submissions`,
    newEvents: `${schemas}/submission-api/callbacks/new-events`,
    newReplies: `${schemas}/submission-api/callbacks/new-replies`,
  },
  scopes: {
    sender: [`${schemas}/oauth/scopes/send-submissions`],
    subscriber: [`${schemas}/oauth/scopes/subscribe-destinations`, `${schemas}/oauth/scopes/manage-destinations`],
  },
  userAgent: /^(?!(node|undici|axios|curl|wget|python-requests|java|go-http-client|okhttp)\b)[\w.-]+\/[\w.-]+/i,
  notify: true,
};

/** The default with changes. */
export function dialectOf(changes: DialectChanges = {}): Dialect {
  const { versions, problems: changedProblems, ...rest } = changes;
  const entries = Object.entries(changedProblems ?? {}) as [ProblemName, Partial<ProblemEntry>][];
  const changed = entries.map(([name, change]) => [name, { ...defaultDialect.problems[name], ...change }] as const);
  return {
    ...defaultDialect,
    ...rest,
    versions: versions ? withVersions(versions) : defaultDialect.versions,
    problems: { ...defaultDialect.problems, ...Object.fromEntries(changed) },
  };
}

/** The URI of an event. */
export function eventUri(dialect: Dialect, act: Act, kind: Kind): string {
  return `${dialect.eventPrefix}${act}-${kind}`;
}
