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

/** The status monitor of BundID, reached as a destination of the same service. */
export interface StatusOptions {
  readonly destination: string;
  /** The client that sends; it needs the role of a sender. Default: that of the portal. */
  readonly client?: { readonly id: string; readonly secret: string } | undefined;
  /** What status messages are called as a service. */
  readonly service: string;
  /** The schema of status messages. */
  readonly schemaUri: string;
  /** Who sends: certificate and key (PEM), named as secrets. */
  readonly author: { readonly certificate: string; readonly key: string };
  /** The service (Leistung), as the applicant knows it. */
  readonly publicServiceName: string;
  /** The authority, as the applicant knows it. */
  readonly senderName: string;
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

const status = z.strictObject({
  destination: uuid.toLowerCase(),
  client: client.optional(),
  service: z.string().min(1).default('urn:schema-fitko-de:fit-connect:id.bund.de:status_v6'),
  schemaUri: z.string().min(1).default('https://schema.fitko.de/fit-connect/id.bund.de/status_v6/1.0.0/zbp-status.schema.json'),
  author: z.strictObject({ certificate: secretName, key: secretName }),
  publicServiceName: z.string().min(1).max(100),
  senderName: z.string().min(1).max(100),
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
