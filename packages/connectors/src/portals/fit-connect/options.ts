import { type RecordStatus, recordStatuses } from '@amtsbote/sdk';
import { type HttpTls, httpTls } from '@amtsbote/sdk/http';
import { type ZodType, z } from '@amtsbote/sdk/zod';
import { type Names, standardNames } from './names.ts';

/** `options:` of the portal `fit-connect`. */
export interface FitConnectOptions {
  /** Address of the token service, whole. */
  readonly tokenUrl: string;
  /** Base address of the Submission API, without its version. */
  readonly apiUrl: string;
  /** Version in the path, such as `v2`. Default `v2`. */
  readonly version: string;
  readonly client: { readonly id: string; readonly secret: string };
  /** Each by its id once. */
  readonly destinations: readonly DestinationOptions[];
  /** What the service calls itself in its events (`iss`). Default: any address; its key must be among those of `apiUrl` all the same. */
  readonly issuer?: string | undefined;
  /** RSA keys of fewer bits are refused. Default 4096. */
  readonly minimumKeyBits: number;
  readonly userAgent: string;
  readonly tls?: HttpTls | undefined;
  readonly plainHttp: boolean;
  /** The longest a request may take, and the longest wait for the next byte of an attachment. Default 30,000. */
  readonly timeoutMs: number;
  readonly limits: FitConnectLimits;
  /** Ages in days at which a submission that is still open is warned of, and the age at which it becomes a case. */
  readonly deadline: { readonly warnDays: readonly number[]; readonly caseDay: number; readonly rejectDay: number };
  /** What the service signs its callbacks with; several while one is changed. Absent: it is not heard, `sync` asks by itself. */
  readonly callbackSecret?: string | readonly string[] | undefined;
  /** How old a callback may be, in seconds. Default 300. */
  readonly callbackSeconds: number;
  /** What the certificates of published keys must be. */
  readonly certificates: CertificateOptions;
  /** Where states of records are told to the applicant; absent: nowhere. */
  readonly status?: StatusOptions | undefined;
  /** Where messages go for applicants who chose their mailbox of BundID; absent: nowhere. */
  readonly mailbox?: MailboxOptions | undefined;
  /** Replies to senders that asked for them by FIT-Connect; absent: none. */
  readonly replies?: ReplyOptions | undefined;
  /**
   * `stored`: once a submission is durable with us, the service is told that it was passed on; then it is no longer listed, and a ledger
   * that was lost cannot get it again. Default `never`.
   */
  readonly forward: 'never' | 'stored';
  readonly names: Names;
  /** Addresses of problem types by our short name, over those below `names.problems`. */
  readonly problemTypes: Readonly<Record<string, string>>;
}

/** A destination (Zustellpunkt). What it offers is taken from the service where it is not written here. */
export interface DestinationOptions {
  readonly id: string;
  /** Private keys (JWK) that content may be encrypted for; several while keys are changed. */
  readonly decryptionKeys: readonly string[];
  /** Private key (JWK) that our events are signed with. */
  readonly signingKey: string;
  /** Versions of metadata, or their beginnings such as `1` or `2.1`. Default: what the destination publishes, of 1 and 2. */
  readonly metadataVersions?: readonly string[] | undefined;
  readonly services?: readonly ServiceOptions[] | undefined;
  readonly replyChannels?: readonly string[] | undefined;
}

/** A service (Leistung) that a destination takes. */
export interface ServiceOptions {
  readonly identifier: string;
  /** Default: all. */
  readonly regions?: readonly string[] | undefined;
  /** Addresses of the schemas of its messages. Default: all. */
  readonly schemas?: readonly string[] | undefined;
}

/** What the certificates (`x5c`) of published keys must be: those of the service, of destinations, and of those who are answered. */
export interface CertificateOptions {
  /**
   * - `off`: they are not looked at.
   * - `checked`: those that are there must lead to a root, be valid, and not be known as revoked.
   * - `required`: each key has them, and is known as not revoked; what cannot be told now waits.
   *
   * Default `off`.
   */
  readonly level: 'off' | 'checked' | 'required';
  /** Files with the certificates (PEM) that are trusted; relative to the configuration. */
  readonly roots: readonly string[];
  /** Files or addresses (http, https) of revocation lists (CRL, DER or PEM): one of each authority that signs, the roots among them. */
  readonly crls: readonly string[];
}

/** A destination of BundID at the same service, and who writes to it. */
export interface BundIdOptions {
  readonly destination: string;
  /** The client that sends; it needs the role of a sender. Default: that of the portal. */
  readonly client?: { readonly id: string; readonly secret: string } | undefined;
  /** What messages are called as a service. */
  readonly service: string;
  /** The schema of messages. Default: the only one that the destination publishes for the service. */
  readonly schemaUri?: string | undefined;
  /** Who sends: certificate and key (PEM), named as secrets. */
  readonly author: { readonly certificate: string; readonly key: string };
  /** The service (Leistung), as the applicant knows it. */
  readonly publicServiceName: string;
  /** The authority, as the applicant knows it. */
  readonly senderName: string;
}

/** The status monitor of BundID. */
export interface StatusOptions extends BundIdOptions {}

/** The mailbox of BundID. */
export interface MailboxOptions extends BundIdOptions {
  /** How surely the applicant must be known to read it (`stork_qaa_level`), 1 to 4. Default 1. */
  readonly level: number;
  readonly senderUrl?: string | undefined;
  /** What is said of which event; nothing is said of others. `{reference}` stands for what the target calls the record. */
  readonly messages: Readonly<Partial<Record<ToldEvent, { readonly title: string; readonly content: string }>>>;
}

/** Events that applicants can be told of. */
export type ToldEvent = RecordStatus | 'accepted' | 'rejected';

/** Replies to senders. */
export interface ReplyOptions {
  /** The schemas of answers of a standard, by their type, such as `1121`. Default: the only standard that the sender names. */
  readonly schemas: Readonly<Record<string, string>>;
  /** Tells states of records, too, to senders that name this schema among their standards; absent: to none. */
  readonly states?: { readonly schemaUri: string } | undefined;
}

/** What is beyond these is a case. Sizes in bytes, unpacked. */
export interface FitConnectLimits {
  /** A message. Default 50 MB. */
  readonly messageBytes: number;
  /** One attachment. Default 500 MB. */
  readonly attachmentBytes: number;
  /** Attachments and their fragments. Default 500. */
  readonly attachments: number;
  /** Attachments up to this size, all of a submission together, are kept in memory; larger ones encrypted on disk. Default 2 MB. */
  readonly memoryBytes: number;
  /** Entries that are asked for at once. Default 500, the most that the service gives. */
  readonly page: number;
}

const secretName = z.string().regex(/^secret:\S+$/, 'name a secret here (secret:NAME), never write one');
const positive = z.int().positive();
const texts = z.array(z.string().min(1)).min(1);
const uuid = z.string().regex(/^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i, 'the id of a destination is a UUID');

const destination = z.strictObject({
  id: uuid,
  decryptionKeys: z.array(secretName).min(1),
  signingKey: secretName,
  metadataVersions: texts.optional(),
  services: z
    .array(z.strictObject({ identifier: z.string().min(1), regions: texts.optional(), schemas: texts.optional() }))
    .min(1)
    .optional(),
  replyChannels: z.array(z.string().min(1)).optional(),
});

const client = z.strictObject({ id: z.string().min(1), secret: secretName });

const bundId = {
  destination: uuid.toLowerCase(),
  client: client.optional(),
  schemaUri: z.string().min(1).optional(),
  author: z.strictObject({ certificate: secretName, key: secretName }),
};

const status = z.strictObject({
  ...bundId,
  service: z.string().min(1).default('urn:schema-fitko-de:fit-connect:id.bund.de:status_v6'),
  publicServiceName: z.string().min(1).max(100),
  senderName: z.string().min(1).max(100),
});

const words = z.strictObject({ title: z.string().min(1).max(1000), content: z.string().min(1) });

const mailbox = z.strictObject({
  ...bundId,
  service: z.string().min(1).default('urn:schema-fitko-de:fit-connect:id.bund.de:message_v6'),
  publicServiceName: z.string().min(1).max(255),
  senderName: z.string().min(1).max(255),
  level: z.int().min(1).max(4).default(1),
  senderUrl: z.url({ protocol: /^https$/ }).optional(),
  messages: z.partialRecord(z.enum([...recordStatuses, 'accepted', 'rejected']), words),
});

const replies = z.strictObject({
  schemas: z.record(z.string(), z.string().min(1)).default({}),
  states: z.strictObject({ schemaUri: z.string().min(1) }).optional(),
});

/** Shape of {@link FitConnectOptions} in the configuration. */
export const fitConnectOptions: ZodType<FitConnectOptions> = z.strictObject({
  tokenUrl: z.url({ protocol: /^https?$/ }),
  apiUrl: z.url({ protocol: /^https?$/ }),
  version: z
    .string()
    .regex(/^v[0-9]{1,2}$/)
    .default('v2'),
  client,
  destinations: z
    .array(destination)
    .min(1)
    .refine((all) => new Set(all.map(({ id }) => id.toLowerCase())).size === all.length, 'a destination is named twice'),
  issuer: z.string().min(1).optional(),
  minimumKeyBits: z.int().min(2048).default(4096),
  userAgent: z.string().min(3).default('Amtsbote/0.1 (FIT-Connect)'),
  tls: httpTls.optional(),
  plainHttp: z.boolean().default(false),
  timeoutMs: positive.default(30_000),
  limits: z
    .strictObject({
      messageBytes: positive.default(50_000_000),
      attachmentBytes: positive.default(500_000_000),
      attachments: positive.default(500),
      memoryBytes: positive.default(2_000_000),
      page: z.int().min(1).max(500).default(500),
    })
    .prefault({}),
  deadline: z
    .strictObject({
      warnDays: z.array(positive).default([2, 7, 12]),
      caseDay: positive.default(12),
      rejectDay: positive.default(14),
    })
    .refine(({ caseDay, rejectDay }) => caseDay <= rejectDay, { path: ['caseDay'], message: 'it comes before rejectDay, when all is over' })
    .prefault({}),
  certificates: z
    .strictObject({
      level: z.enum(['off', 'checked', 'required']).default('off'),
      roots: z.array(z.string().min(1)).default([]),
      crls: z.array(z.string().min(1)).default([]),
    })
    .refine(({ level, roots }) => level === 'off' || roots.length > 0, 'certificates can be checked against `roots` only: name one')
    .prefault({}),
  callbackSecret: z.union([secretName, z.array(secretName).min(1)]).optional(),
  callbackSeconds: positive.max(3600).default(300),
  status: status.optional(),
  mailbox: mailbox.optional(),
  replies: replies.optional(),
  forward: z.enum(['never', 'stored']).default('never'),
  names: z
    .strictObject({
      events: z.string().default(standardNames.events),
      problems: z.string().default(standardNames.problems),
      setSchema: z.string().default(standardNames.setSchema),
      metadataSchema: z.string().default(standardNames.metadataSchema),
      callbackTimestamp: z.string().toLowerCase().default(standardNames.callbackTimestamp),
      callbackAuthentication: z.string().toLowerCase().default(standardNames.callbackAuthentication),
    })
    .prefault({}),
  problemTypes: z.record(z.string(), z.string().min(1)).default({}),
});
