import type { ZodType } from 'zod';
import type { ConnectorServices } from '../target/services.ts';
import type { Portal } from './contract.ts';

/** A kind of portal: its options and how to open it. */
export interface PortalDefinition<Options = unknown> {
  readonly type: 'portal';
  /** The name by which a configuration asks for it, such as `folder`. */
  readonly name: string;
  /** Shape of `options:` in the configuration. */
  readonly options: ZodType<Options>;
  open(services: ConnectorServices<Options>): Portal;
}

/**
 * Defines a kind of portal.
 *
 * @example
 * export const mailbox = definePortal({
 *   name: 'mailbox',
 *   options: z.strictObject({ host: z.string() }),
 *   open: ({ options }) => new Mailbox(options),
 * });
 */
export function definePortal<Options>(definition: Omit<PortalDefinition<Options>, 'type'>): PortalDefinition<Options> {
  return { type: 'portal', ...definition };
}
