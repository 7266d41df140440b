import { type ZodType, z } from 'zod';
import { type ContentType, contentTypes } from '../attachments/content-type.ts';
import type { ClamdAddress } from '../attachments/virus-scan.ts';
import type { PurgeKind } from '../model/purge-kind.ts';
import type { ChannelKind } from '../model/states.ts';
import { periodPattern } from '../retention/period.ts';
import type { LogLevel } from '../model/logger.ts';
import type { CharactersConfig, LimitsConfig, SecretsFileConfig, SecretSourceName } from './config.ts';
import { type ServeFile, serve } from './serve-file.ts';
import { duration, protection } from './target-protection-file.ts';

/** `amtsbote.yaml` as written, before defaults and paths. */
export interface ConfigFile {
  ledger?: { path?: string | undefined; masterKey: string } | undefined;
  secrets?: { sources: SecretSourceName[]; file?: SecretsFileConfig | undefined } | undefined;
  portals: Record<string, { connector: string; options?: unknown; acceptWhen?: 'stored' | 'delivered' | undefined }>;
  targets: Record<string, TargetFile>;
  routes: Record<string, RouteFile>;
  retry?: RetryFile | undefined;
  profiles?: string[] | undefined;
  attachments?: AttachmentsFile | undefined;
  virusScan?: ClamdAddress | undefined;
  log?: { file: string; level?: LogLevel | undefined } | undefined;
  retention?: RetentionFile | undefined;
  serve?: ServeFile | undefined;
}

/** What attachments may be, as written. */
export interface AttachmentsFile {
  types?: ContentType[] | undefined;
}

/** Periods as written: `30d`, `6w`, `18mo`, `10y`, `forever`. */
export type PeriodsFile = Partial<Record<PurgeKind, string | undefined>>;

/** Retention as written. */
export interface RetentionFile extends PeriodsFile {
  automatic?: boolean | undefined;
}

/** A target as written. */
export interface TargetFile {
  productive?: boolean | undefined;
  characters?: CharactersConfig | undefined;
  channels: { connector: string; options?: unknown }[];
  limits?: LimitsConfig | undefined;
  timeZone?: string | undefined;
  open?: OpenFile[] | undefined;
  closed?: ClosedFile[] | undefined;
  circuit?: { failures?: number | undefined; first?: string | undefined; max?: string | undefined } | undefined;
  deadlines?: { attempt?: string | undefined; step?: string | undefined; lookUp?: string | undefined } | undefined;
  status?: 'never' | { every?: string | undefined; for?: string | undefined } | undefined;
}

/** Weekly hours as written. */
export interface OpenFile {
  days?: string | undefined;
  from: string;
  until: string;
}

/** A maintenance window as written. */
export interface ClosedFile {
  from: string;
  until: string;
  why?: string | undefined;
}

/** A route as written. */
export interface RouteFile {
  portal: string;
  mapping: string;
  schema?: string | undefined;
  unchecked?: 'case' | 'deliver' | undefined;
  target: string;
  channels?: ChannelKind[] | undefined;
  beside?: string[] | undefined;
  rejections?: 'never' | 'allowed' | undefined;
  constants?: Record<string, string> | undefined;
  retention?: PeriodsFile | undefined;
  attachments?: AttachmentsFile | undefined;
  answers?: { accepted?: AnswerFile[] | undefined; rejected?: AnswerFile[] | undefined } | undefined;
}

/** An answer as written: its type, or its type with options. */
export type AnswerFile = string | { type: string; options?: Record<string, string> | undefined };

/** Retry settings as written: durations such as `30s`, `5m`, `1h`. */
export interface RetryFile {
  attempts?: number | undefined;
  first?: string | undefined;
  max?: string | undefined;
  waitForUnknown?: string | undefined;
  attempt?: string | undefined;
}

const name = z
  .string()
  .regex(/^[a-z0-9][a-z0-9-]{0,62}$/, 'names have lower-case letters, digits and hyphens')
  .describe('A name of yours: lower-case letters, digits, hyphens.');
const keyPlace = z.string().regex(/^(keyring|env|file|credential):.+$/, 'keyring:NAME, env:VARIABLE, credential:NAME or file:PATH');
const options = z.unknown().describe('Options of the connector: inline, or the path of a YAML file.');
const connector = z
  .string()
  .min(1)
  .describe('`folder`, `fit-connect`, `web-form`, `rest`, a package, or a file of yours such as ./my-target.ts.');

const answer = z.union([
  z.string().min(1),
  z.strictObject({ type: z.string().min(1), options: z.record(z.string(), z.string()).optional() }),
]);

const characters: ZodType<CharactersConfig> = z
  .strictObject({
    set: z.enum(['ISO-8859-1', 'ISO-8859-15', 'windows-1252']),
    otherwise: z.enum(['case', 'transliterate']).default('case'),
  })
  .describe('The characters this target can hold, and what becomes of others. Default: all of Unicode.');

const period = z.string().regex(periodPattern, 'a period such as 30d, 6w, 18mo, 10y or forever').optional();
const periods = {
  content: period.describe('Message, attachments, record. Default 90d.'),
  evidence: period.describe('Masked screenshots and receipts. Default 1y.'),
  metadata: period.describe('Id at the portal, file names, references, reasons, steps. Default 1y.'),
  history: period.describe('Events, deliveries, attempts, reports. Default 10y; nothing but the hashes outlives it.'),
  hashes: period.describe(
    'Keyed hashes of ids and content, by which a late re-send is known. Default 10y, at least as long as the history.',
  ),
};

const attachments = z.strictObject({
  types: z
    .array(z.enum(contentTypes))
    .min(1)
    .optional()
    .describe(
      'Only content of these kinds, told by the content and not by the name. Default: all but programs, archives and active pages.',
    ),
});

const route: ZodType<RouteFile> = z.strictObject({
  portal: name,
  mapping: z.string().min(1).describe('Mapping file; its `message:` selects what this route takes.'),
  schema: z
    .string()
    .min(1)
    .optional()
    .describe(
      'Name of an imported schema set, or an XSD file, that the message must match. Default: the imported set that declares its root.',
    ),
  unchecked: z.enum(['case', 'deliver']).optional().describe('What becomes of a message that could not be checked. Default case.'),
  target: name,
  channels: z
    .array(z.enum(['api', 'rpa']))
    .min(1)
    .optional()
    .describe('Only these channels of the target. Default: all.'),
  beside: z
    .array(name)
    .min(1)
    .optional()
    .describe('Routes that may take the same message too: it is delivered along each. Default none: two that fit are a case.'),
  rejections: z
    .enum(['never', 'allowed'])
    .optional()
    .describe('Whether proven content faults are told to the portal as a rejection. Default never: they become cases.'),
  constants: z.record(z.string(), z.string()).optional().describe('Constants that the mapping may use, by name.'),
  retention: z.strictObject(periods).optional().describe('How long what came along this route is kept, where it differs.'),
  attachments: attachments.optional().describe('What attachments of this route may be, in the place of what is said for all.'),
  answers: z
    .strictObject({ accepted: z.array(answer).optional(), rejected: z.array(answer).optional() })
    .optional()
    .describe('Messages of the standard that tell the portal what became of it, such as 1120 and 1121 of XBau. Default none.'),
});

/** The shape of `amtsbote.yaml`; the JSON schema for editors is made from it. */
export const configFile: ZodType<ConfigFile> = z.strictObject({
  ledger: z
    .strictObject({
      path: z.string().min(1).optional().describe('SQLite file. Default .amtsbote/ledger.sqlite.'),
      masterKey: keyPlace.describe(
        'Where the master key is: keyring:NAME, env:VARIABLE, credential:NAME or file:PATH. Never the key itself.',
      ),
    })
    .optional(),
  secrets: z
    .strictObject({
      sources: z.array(z.enum(['env', 'keyring', 'file'])).min(1),
      file: z
        .strictObject({
          path: z.string().min(1).optional().describe('The sealed file. Default .amtsbote/secrets.sealed.'),
          key: keyPlace.optional().describe('Where its key is. Default file:.amtsbote/secrets.key.'),
        })
        .optional(),
    })
    .optional()
    .describe('Where secret:NAME is looked up, in this order. Default env, keyring.'),
  portals: z.record(
    name,
    z.strictObject({
      connector,
      options: options.optional(),
      acceptWhen: z
        .enum(['stored', 'delivered'])
        .optional()
        .describe(
          'When the portal is told "accepted": once a submission is kept here, and then never of a rejection; or once it is delivered. Default delivered.',
        ),
    }),
  ),
  targets: z.record(
    name,
    z.strictObject({
      productive: z.boolean().optional().describe('False for a test system; only such take test messages. Default true.'),
      characters: characters.optional(),
      channels: z.array(z.strictObject({ connector, options: options.optional() })).min(1),
      ...protection,
    }),
  ),
  routes: z.record(name, route),
  retry: z
    .strictObject({
      attempts: z
        .int()
        .min(1)
        .max(100)
        .optional()
        .describe('Attempts until a delivery becomes a case. Default 30: about two and a half days.'),
      first: duration.optional().describe('Upper bound of the first wait. Default 30s.'),
      max: duration.optional().describe('Upper bound of every wait. Default 6h.'),
      waitForUnknown: duration.optional().describe('How long sync waits for a look-up that is due soon. Default 30s.'),
      attempt: duration.optional().describe('How long one attempt may take. Default 2m.'),
    })
    .optional(),
  profiles: z
    .array(z.string().min(1))
    .optional()
    .describe('Profiles of your own for further standards: packages, or files such as ./my-profile.ts.'),
  log: z
    .strictObject({
      file: z.string().min(1).describe('JSON lines are appended to it; ids, codes and counts only.'),
      level: z.enum(['debug', 'info', 'warn']).optional().describe('Lines below are left out. Default info.'),
    })
    .optional()
    .describe('The log of runs. Default none; `sync --log FILE` names another file.'),
  retention: z
    .strictObject({ ...periods, automatic: z.boolean().optional().describe('Whether every sync purges what is over. Default false.') })
    .optional()
    .describe('How long each kind is kept once a submission is final and its portal was told. `amtsbote purge` heeds it.'),
  attachments: attachments.optional().describe('What attachments may be; others are cases.'),
  virusScan: z
    .union([z.strictObject({ socket: z.string().min(1) }), z.strictObject({ host: z.string().min(1), port: z.int().min(1).max(65_535) })])
    .optional()
    .describe(
      'Where clamd of ClamAV listens: its socket, or host and port. Without its answer no attachment is delivered. Default: no scan.',
    ),
  serve: serve.optional(),
});

/** The JSON schema of `amtsbote.yaml`, for editors. */
export function configJsonSchema(): object {
  return { title: 'amtsbote.yaml', ...z.toJSONSchema(configFile, { io: 'input' }) };
}
