import type { EvidenceItem } from '../evidence/contract.ts';
import type { CharactersConfig, DeadlinesConfig, LimitsConfig, RetryConfig, RouteConfig, StatusConfig } from '../config/config.ts';
import type { Ledger } from '../ledger/contract.ts';
import type { Mapping } from '../mapping/mapping.ts';
import type { CodeLists } from '../message/codelist/code-list.ts';
import type { Message } from '../message/message.ts';
import type { Profile } from '../message/profile/profile.ts';
import type { MessageValidation } from '../message/validation/validation.ts';
import type { OpenAttachment } from '../model/attachment.ts';
import type { Clock, Random } from '../model/clock.ts';
import type { DeliveryKey } from '../model/ids.ts';
import type { Logger } from '../model/logger.ts';
import type { CircuitConfig } from '../model/protection.ts';
import type { ChannelKind } from '../model/states.ts';
import type { Portal } from '../portal/contract.ts';
import type { Target } from '../target/define-target.ts';
import type { Boundary } from '../target/services.ts';
import type { EngineEvent } from './events.ts';
import type { OpeningHours } from './protection/opening-hours.ts';

/** What the engine works with. It sees contracts only; the runtime wires them. */
export interface EngineContext {
  readonly ledger: Ledger;
  readonly portals: ReadonlyMap<string, Portal>;
  /** Portals that are told `accepted` once a submission is stored. Default none: they are told once it is delivered. */
  readonly acceptStored?: ReadonlySet<string> | undefined;
  readonly targets: ReadonlyMap<string, EngineTarget>;
  readonly routes: ReadonlyMap<string, EngineRoute>;
  readonly retry: RetryConfig;
  /** The standards that are known. */
  readonly profiles: () => Promise<readonly Profile[]>;
  /** All code lists of the project. */
  readonly codeLists: () => Promise<CodeLists>;
  /** Checks a message of ours against the imported set that declares its root. */
  readonly validate: (message: Message) => Promise<MessageValidation>;
  readonly clock: Clock;
  readonly random: Random;
  readonly logger: Logger;
  readonly boundary: Boundary;
  readonly emit: (event: EngineEvent) => void;
  /** False only where evidence is switched off by injection, for benchmarks. */
  readonly keepEvidence: boolean;
  /** Looks at the attachments of a delivery before its target is given them; throws what stands against them. Default: nobody looks. */
  readonly examine?: ((attachments: readonly OpenAttachment[], route: string) => Promise<void>) | undefined;
  /** Set in a dry run: nothing is entered, acknowledged or reported. */
  readonly dryRun?: DryRunSink | undefined;
}

/** A target, opened at its first use. */
export interface EngineTarget {
  readonly name: string;
  readonly productive: boolean;
  readonly characters?: CharactersConfig | undefined;
  readonly limits?: LimitsConfig | undefined;
  /** Absent: it always takes deliveries. */
  readonly hours?: OpeningHours | undefined;
  readonly circuit?: CircuitConfig | undefined;
  readonly deadlines?: DeadlinesConfig | undefined;
  /** When it is asked how its records fare. Absent: never. */
  readonly status?: StatusConfig | undefined;
  readonly open: () => Promise<Target>;
}

/** A route, with its mapping and schema loaded at the first message. */
export interface EngineRoute {
  readonly name: string;
  readonly portal: string;
  readonly target: string;
  readonly channels?: readonly ChannelKind[] | undefined;
  readonly unchecked: 'case' | 'deliver';
  /** Names of routes that may take the same message too. */
  readonly beside: readonly string[];
  readonly rejections: 'never' | 'allowed';
  /** Constants that the mapping may use. */
  readonly constants: Readonly<Record<string, string>>;
  /** Answers of the standard that go with a report. */
  readonly answers: RouteConfig['answers'];
  mapping(): Promise<Mapping>;
  /** Checks a message against the schema of the route. Never throws for what the message is like. */
  validate(message: Message): Promise<MessageValidation>;
}

/** Where a dry run leaves what it saw. */
export interface DryRunSink {
  preview(key: DeliveryKey, preview: string): void;
  evidence(key: DeliveryKey, item: EvidenceItem): void;
}
