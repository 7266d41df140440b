import type { ContentType } from '../attachments/content-type.ts';
import type { ClamdAddress } from '../attachments/virus-scan.ts';
import type { LogLevel } from '../model/logger.ts';
import type { CircuitConfig } from '../model/protection.ts';
import type { ChannelKind } from '../model/states.ts';
import type { RetentionPeriods } from '../retention/retention-plan.ts';
import type { ServeConfig } from './serve.ts';
import type { YamlFile } from '../yaml/yaml-file.ts';

/** `amtsbote.yaml`, validated, with paths made absolute. */
export interface Config {
  /** The folder of the configuration file. */
  readonly directory: string;
  readonly file: string;
  readonly ledger: LedgerConfig;
  readonly secrets: SecretsConfig;
  readonly portals: Readonly<Record<string, PortalConfig>>;
  readonly targets: Readonly<Record<string, TargetConfig>>;
  readonly routes: Readonly<Record<string, RouteConfig>>;
  readonly retry: RetryConfig;
  /** Modules with profiles of the operator: packages, or files of the project. */
  readonly profiles: readonly string[];
  /** Where runs log to. Default nowhere. */
  readonly log?: LogConfig | undefined;
  readonly retention: RetentionConfig;
  readonly attachments: AttachmentsConfig;
  /** Where ClamAV's `clamd` listens. Default: nobody looks for malware. */
  readonly virusScan?: ClamdAddress | undefined;
  /** How `amtsbote serve` listens and when it runs. */
  readonly serve: ServeConfig;
}

/** What attachments may be. */
export interface AttachmentsConfig {
  /** Only content of these kinds. Default: all but programs, archives and active pages. */
  readonly types?: readonly ContentType[] | undefined;
}

/** How long what is final is kept. */
export interface RetentionConfig {
  /** Whether every `sync` purges what is over. Default false. */
  readonly automatic: boolean;
  readonly periods: RetentionPeriods;
}

/** The log of runs. */
export interface LogConfig {
  readonly file: string;
  /** Lines below are left out. */
  readonly level: LogLevel;
}

/** Where the ledger is, and what opens it. */
export interface LedgerConfig {
  /** SQLite file; large content lies in `content/` beside it. */
  readonly path: string;
  /** `keyring:NAME`, `env:VARIABLE` or `file:PATH`: where the 32-byte master key is (base64). Never the key itself. */
  readonly masterKey: string;
}

/** Where `secret:NAME` is looked up, in this order. */
export interface SecretsConfig {
  readonly sources: readonly SecretSourceName[];
  /** The sealed file of the source `file`. */
  readonly file?: SecretsFileConfig | undefined;
}

/** A file of sealed secrets, and where its key is. */
export interface SecretsFileConfig {
  /** Default `.amtsbote/secrets.sealed`. */
  readonly path?: string | undefined;
  /** `credential:NAME`, `env:VARIABLE`, `file:PATH` or `keyring:NAME`. Default `file:.amtsbote/secrets.key`. */
  readonly key?: string | undefined;
}

/** `env`: the variable `AMTSBOTE_SECRET_NAME`; `keyring`: that of the operating system, service `amtsbote`; `file`: a sealed file. */
export type SecretSourceName = 'env' | 'keyring' | 'file';

/** A portal of the configuration. */
export interface PortalConfig {
  /** Name of a connector of ours (`folder`), a package, or a file of yours (`./my-portal.ts`). */
  readonly connector: string;
  /** Its options as written, and how to complain about them with file, line and column. */
  readonly options: YamlFile;
  /** When it is told `accepted`: once a submission is durable with us, or once its records are at their targets. Default `delivered`. */
  readonly acceptWhen: 'stored' | 'delivered';
}

/** A target of the configuration. */
export interface TargetConfig {
  /** False for a test system: only such targets take test messages. Default true. */
  readonly productive: boolean;
  /** The characters it can hold. Default: all of Unicode. */
  readonly characters?: CharactersConfig | undefined;
  /** Its channels, the preferred one first. The next one is tried only when the one before certainly saved nothing. */
  readonly channels: readonly ChannelConfig[];
  /** How much it takes. */
  readonly limits: LimitsConfig;
  /** When it takes deliveries. Default: always. */
  readonly hours?: HoursConfig | undefined;
  /** When it rests after failures. */
  readonly circuit: CircuitConfig;
  /** How long it may take. */
  readonly deadlines: DeadlinesConfig;
  /** When it is asked how its records fare, where a channel can say it. Absent: never. */
  readonly status?: StatusConfig | undefined;
}

/** When a target is asked how its records fare. */
export interface StatusConfig {
  /** How long after a delivery, and from one look to the next, in milliseconds. Default 6 hours. */
  readonly everyMs: number;
  /** How long after the delivery of a record at most, in milliseconds. Default 365 days. */
  readonly forMs: number;
}

/** How much a target takes. */
export interface LimitsConfig {
  /** Deliveries that begin within any 60 seconds, over all runs on the ledger. Default: no limit. */
  readonly perMinute?: number | undefined;
  /** Deliveries at the same time; a web UI takes one whatever stands here. Default 4. */
  readonly atOnce?: number | undefined;
}

/** When a target takes deliveries, by the wall clock of its zone. */
export interface HoursConfig {
  /** Default Europe/Berlin. */
  readonly timeZone: string;
  /** Weekly hours; none means always. */
  readonly open: readonly OpenConfig[];
  /** Maintenance windows; they go before the weekly hours. */
  readonly closed: readonly ClosedConfig[];
}

/** Weekly hours. */
export interface OpenConfig {
  /** Days on which they begin: 0 is Sunday. */
  readonly days: readonly number[];
  /** Minutes since midnight. */
  readonly fromMinute: number;
  /** Minutes since the same midnight; beyond 1,440 when they end on the next day. */
  readonly untilMinute: number;
}

/** A maintenance window. */
export interface ClosedConfig {
  /** Wall clock of the zone, as milliseconds since 1970 as if it were UTC. */
  readonly from: number;
  readonly until: number;
  /** Shown to those who wonder. */
  readonly why?: string | undefined;
}

/** How long things may take at a target. */
export interface DeadlinesConfig {
  /** One attempt, in milliseconds. Default: `retry.attempt`. */
  readonly attemptMs: number;
  /** One step of an attempt, in milliseconds. Default 60,000. */
  readonly stepMs: number;
  /** One look-up, in milliseconds. Default 60,000. */
  readonly lookUpMs: number;
}

/** The character set of a target, and what becomes of a character that it lacks. */
export interface CharactersConfig {
  readonly set: 'ISO-8859-1' | 'ISO-8859-15' | 'windows-1252';
  /** `case`: a person decides. `transliterate`: written with what the set has, and noted per field in the history. Default `case`. */
  readonly otherwise: 'case' | 'transliterate';
}

/** A connector that reaches a target. */
export interface ChannelConfig {
  readonly connector: string;
  /** Its options as written, and how to complain about them with file, line and column. */
  readonly options: YamlFile;
}

/** Portal and kind of message → mapping → target. */
export interface RouteConfig {
  readonly portal: string;
  /** The mapping file; its `message:` selects what this route takes. */
  readonly mapping: string;
  /** What the message must match. Default: the imported schema set that declares its root element. */
  readonly schema?: SchemaChoice | undefined;
  /** What becomes of a message that could not be checked against its schema. Default `case`. */
  readonly unchecked: 'case' | 'deliver';
  readonly target: string;
  /** Only these kinds of channel. Default: all of the target. */
  readonly channels?: readonly ChannelKind[] | undefined;
  /** Names of routes that may take the same message too. */
  readonly beside: readonly string[];
  /** Whether proven content faults may be told to the portal as a rejection. Default `never`: they become cases. */
  readonly rejections: 'never' | 'allowed';
  /** Constants that the mapping may use. */
  readonly constants: Readonly<Record<string, string>>;
  /** Periods that differ from those of the project. */
  readonly retention?: Partial<RetentionPeriods> | undefined;
  /** What its attachments may be. Default: what is said for all. */
  readonly attachments?: AttachmentsConfig | undefined;
  /** Answers of the standard that go with a report. */
  readonly answers: { readonly accepted: readonly AnswerConfig[]; readonly rejected: readonly AnswerConfig[] };
}

/** An XSD file, or an imported schema set by its name. */
export type SchemaChoice = { readonly file: string } | { readonly set: string };

/** An answer that goes with a report. */
export interface AnswerConfig {
  /** Its type in the standard, such as `1121`. */
  readonly type: string;
  /** What the answer needs besides the message, such as `status` for XBau 1170. */
  readonly options: Readonly<Record<string, string>>;
}

/** How failed attempts are repeated: exponential backoff with full jitter. */
export interface RetryConfig {
  /** Attempts until the delivery becomes a case. Default 30. */
  readonly attempts: number;
  /** Upper bound of the first wait, in milliseconds. Default 30,000. */
  readonly firstMs: number;
  /** Upper bound of every wait, in milliseconds. Default 21,600,000. */
  readonly maxMs: number;
  /** How long `sync` itself waits for a look-up that is due soon, in milliseconds. Default 30,000. */
  readonly waitForUnknownMs: number;
  /** How long one attempt may take, in milliseconds. Default 120,000. */
  readonly attemptMs: number;
}
