import type { EvidenceItem } from '../evidence/contract.ts';
import type { RetryConfig } from '../config/config.ts';
import type { Ledger } from '../ledger/contract.ts';
import type { Mapping } from '../mapping/mapping.ts';
import type { Schema } from '../message/schema-set/schema.ts';
import type { Clock, Random } from '../model/clock.ts';
import type { DeliveryKey } from '../model/ids.ts';
import type { Logger } from '../model/logger.ts';
import type { ChannelKind } from '../model/states.ts';
import type { Portal } from '../portal/contract.ts';
import type { Target } from '../target/define-target.ts';
import type { Boundary } from '../target/services.ts';
import type { EngineEvent } from './events.ts';

/** What the engine works with. It sees contracts only; the runtime wires them. */
export interface EngineContext {
  readonly ledger: Ledger;
  readonly portals: ReadonlyMap<string, Portal>;
  readonly targets: ReadonlyMap<string, EngineTarget>;
  readonly routes: ReadonlyMap<string, EngineRoute>;
  readonly retry: RetryConfig;
  readonly clock: Clock;
  readonly random: Random;
  readonly logger: Logger;
  readonly boundary: Boundary;
  readonly emit: (event: EngineEvent) => void;
  /** False only where evidence is switched off by injection, for benchmarks. */
  readonly keepEvidence: boolean;
  /** Set in a dry run: nothing is entered, acknowledged or reported. */
  readonly dryRun?: DryRunSink | undefined;
}

/** A target, opened at its first use. */
export interface EngineTarget {
  readonly name: string;
  readonly productive: boolean;
  readonly open: () => Promise<Target>;
}

/** A route, with its mapping and schema loaded at the first message. */
export interface EngineRoute {
  readonly name: string;
  readonly portal: string;
  readonly target: string;
  readonly channels?: readonly ChannelKind[] | undefined;
  readonly unchecked: 'case' | 'deliver';
  readonly rejections: 'never' | 'allowed';
  mapping(): Promise<Mapping>;
  schema(): Promise<Schema | undefined>;
}

/** Where a dry run leaves what it saw. */
export interface DryRunSink {
  preview(key: DeliveryKey, preview: string): void;
  evidence(key: DeliveryKey, item: EvidenceItem): void;
}
