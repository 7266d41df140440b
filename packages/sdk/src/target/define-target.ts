import type { ZodType } from 'zod';
import type { MappedRecord } from '../model/record.ts';
import type { Channel } from './channel.ts';
import type { ConnectorServices } from './services.ts';

/** A target that was opened with its options. */
export interface Target {
  /** The record types it takes, each with the shape a record must have. */
  readonly records: Readonly<Record<string, ZodType<MappedRecord>>>;
  /** Its channels, the preferred one first. */
  readonly channels: readonly Channel[];
}

/** A kind of target: its options, and how to open it. */
export interface TargetDefinition<Options = unknown> {
  readonly type: 'target';
  /** The name by which a configuration asks for it, such as `rest`. */
  readonly name: string;
  /** Shape of `options:` in the configuration. */
  readonly options: ZodType<Options>;
  /** Opens the target. Must not connect: that waits for the first use of a channel. */
  open(services: ConnectorServices<Options>): Promise<Target>;
}

/**
 * Defines a kind of target.
 *
 * @example
 * export const registry = defineTarget({
 *   name: 'registry',
 *   options: z.strictObject({ url: z.url() }),
 *   open: async (services) => ({ records: { 'dog-registration': Dog }, channels: [apiChannel(services)] }),
 * });
 */
export function defineTarget<Options>(definition: Omit<TargetDefinition<Options>, 'type'>): TargetDefinition<Options> {
  return { type: 'target', ...definition };
}
