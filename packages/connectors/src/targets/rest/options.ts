import { type ChannelCapabilities, type FieldDeclarations, fieldDeclarations, type RecordStatus, recordStatuses } from '@amtsbote/sdk';
import { type HttpAuth, httpAuth, type HttpTls, httpTls } from '@amtsbote/sdk/http';
import { type ZodType, z } from '@amtsbote/sdk/zod';

/** `options:` of the target `rest`. */
export interface RestOptions {
  /** All requests are pinned to this address. */
  readonly baseUrl: string;
  readonly auth?: HttpAuth | undefined;
  readonly tls?: HttpTls | undefined;
  /** Allows plain http to another machine. Default false. */
  readonly plainHttp: boolean;
  /** The longest a request may take. Default 30,000. */
  readonly timeoutMs: number;
  /** The largest body, attachments included, that is sent. Default 100 MB. */
  readonly maxBodyBytes: number;
  /** Default: cannot look up, no idempotency key, 60,000 ms in flight, 5,000 ms until a search shows a record. */
  readonly capabilities: ChannelCapabilities;
  /** What `doctor` reads to see whether the target answers. Default `/`. */
  readonly check: { readonly path: string };
  readonly problem: ProblemShape;
  /** Record types by name. */
  readonly records: Readonly<Record<string, RestRecord>>;
}

/** One record type. */
export interface RestRecord {
  readonly fields: FieldDeclarations;
  readonly create: RestCreate;
  /**
   * What a refusal means, by the target's error code or by status (`'422'`): codes come first. `{ reject: CODE }` tells
   * the portal this official code. Default: a case. A refusal is rejected only when all of its errors are.
   */
  readonly refusals: Readonly<Record<string, Refusal>>;
  readonly find?: RestFind | undefined;
  /** How the target says how a record fares. Default: nobody asks. */
  readonly status?: RestStatus | undefined;
}

/** What becomes of the delivery that is refused. */
export type Refusal = 'case' | { readonly reject: string };

/** The request with the effect. Templates know the fields of the record and `{deliveryKey}`. */
export interface RestCreate {
  readonly method: 'POST' | 'PUT';
  readonly path: string;
  readonly headers: Readonly<Record<string, string>>;
  /**
   * The JSON to send, see `fillJsonTemplate`. An attachment is a record with `name`, `mediaType`, `size`, `sha256` and
   * `content` (base64).
   */
  readonly body: unknown;
  /** Sends multipart: the JSON as part `record`, and each attachment field of `files` as file parts of that name. */
  readonly multipart?: { readonly record: string; readonly files: Readonly<Record<string, string>> } | undefined;
  /** Statuses that prove the record was saved. Default 200 and 201. */
  readonly success: readonly number[];
  /** JSON pointer to the reference in the answer. */
  readonly reference: string;
}

/** How records are looked up by delivery key. */
export interface RestFind {
  /** With `{deliveryKey}`, in path or query. */
  readonly path: string;
  /** JSON pointer to the list of hits. */
  readonly list: string;
  /** JSON pointer to the reference in a hit. */
  readonly reference: string;
  /** JSON pointer to the delivery key in a hit: hits with another are none. For searches that are not exact. */
  readonly key?: string | undefined;
  /** Statuses that mean no hit. Default none. */
  readonly absent: readonly number[];
}

/** How the state of a record is read. */
export interface RestStatus {
  /** With `{reference}` or `{deliveryKey}`, in path or query. Answered by HTTP 200. */
  readonly path: string;
  /** JSON pointer to the state in the answer. */
  readonly state: string;
  /** What the target's states mean. One that is not listed is never guessed: the portal is told nothing of it. */
  readonly values: Readonly<Record<string, RestState>>;
}

/** Our state, and whether it is the last one. Default: `completed` is, the others are not. */
export type RestState = RecordStatus | { readonly status: RecordStatus; readonly final?: boolean | undefined };

/** Where a refusal names its errors. */
export interface ProblemShape {
  /** JSON pointer to the list of errors. Default `/errors`. */
  readonly errors: string;
  /** JSON pointer to the field in an error. Default `/field`. */
  readonly field: string;
  /** JSON pointer to the code in an error. Default `/code`. */
  readonly code: string;
}

const path = z.string().regex(/^\/(?!\/)/, 'a path begins with one /');
const pointer = z.string().regex(/^(\/([^~/]|~[01])*)*$/, 'a JSON pointer looks like /a/b');
const milliseconds = z.int().nonnegative();

const create: ZodType<RestCreate> = z.strictObject({
  method: z.enum(['POST', 'PUT']).default('POST'),
  path,
  headers: z.record(z.string().regex(/^[A-Za-z0-9-]+$/), z.string()).default({}),
  body: z.json(),
  multipart: z.strictObject({ record: z.string().min(1), files: z.record(z.string(), z.string().min(1)) }).optional(),
  success: z.array(z.int().min(200).max(299)).min(1).default([200, 201]),
  reference: pointer,
});

const find: ZodType<RestFind> = z.strictObject({
  path,
  list: pointer,
  reference: pointer,
  key: pointer.optional(),
  absent: z.array(z.int().min(400).max(499)).default([]),
});

const recordStatus = z.enum(recordStatuses);

const status: ZodType<RestStatus> = z.strictObject({
  path,
  state: pointer,
  values: z
    .record(z.string().min(1), z.union([recordStatus, z.strictObject({ status: recordStatus, final: z.boolean().optional() })]))
    .refine((values) => Object.keys(values).length > 0, 'at least one state of the target'),
});

const officialCode = z.string().regex(/^[A-Za-z0-9_.-]{1,40}$/);

/** Shape of {@link RestOptions} in the configuration. */
export const restOptions: ZodType<RestOptions> = z.strictObject({
  baseUrl: z.url(),
  auth: httpAuth.optional(),
  tls: httpTls.optional(),
  plainHttp: z.boolean().default(false),
  timeoutMs: milliseconds.positive().default(30_000),
  maxBodyBytes: z.int().positive().default(100_000_000),
  capabilities: z
    .strictObject({
      find: z.enum(['authoritative', 'hint', 'none']).default('none'),
      idempotencyKey: z.boolean().default(false),
      maxInFlightMs: milliseconds.default(60_000),
      visibilityLagMs: milliseconds.default(5000),
    })
    .prefault({}),
  check: z.strictObject({ path }).default({ path: '/' }),
  problem: z
    .strictObject({
      errors: pointer.default('/errors'),
      field: pointer.default('/field'),
      code: pointer.default('/code'),
    })
    .prefault({}),
  records: z.record(
    z.string().regex(/^[a-z][a-z0-9-]*$/, 'a record type has lower-case letters, digits and - only'),
    z.strictObject({
      fields: fieldDeclarations,
      create,
      refusals: z.record(z.string(), z.union([z.literal('case'), z.strictObject({ reject: officialCode })])).default({}),
      find: find.optional(),
      status: status.optional(),
    }),
  ),
});
