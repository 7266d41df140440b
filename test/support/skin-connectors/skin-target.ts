import {
  type ConnectorServices,
  defineTarget,
  type Delivered,
  type DeliveryKey,
  type MappedRecord,
  recordShape,
  type TargetDefinition,
} from '@amtsbote/sdk';
import { type DialogRule, type LoginProcedure, type ReachableScreen, type RpaAttempt, rpaChannel, type RpaVisit } from '@amtsbote/sdk/rpa';
import { z } from '@amtsbote/sdk/zod';
import { dogFields } from './dog-form.ts';

/** Options of a connector for one skin. */
export interface SkinOptions {
  readonly baseUrl: string;
  /** References of secrets. */
  readonly user: string;
  readonly password: string;
  readonly maxInFlightMs: number;
  readonly timeoutMs: number;
}

/** What one skin of Musterverfahren looks like to a connector. */
export interface SkinPages {
  readonly screens: readonly ReachableScreen[];
  readonly sessionInAddress?: RegExp;
  readonly dialogs?: readonly DialogRule[];
  login(services: ConnectorServices<SkinOptions>): LoginProcedure;
  enter(record: MappedRecord, attempt: RpaAttempt, options: SkinOptions): Promise<Delivered>;
  find(key: DeliveryKey, visit: RpaVisit): Promise<readonly string[]>;
}

/** Dog registrations through the pages of one skin. */
export function skinTarget(name: string, pages: SkinPages): TargetDefinition<SkinOptions> {
  return defineTarget<SkinOptions>({
    name,
    options: z.strictObject({
      baseUrl: z.url(),
      user: z.string(),
      password: z.string(),
      maxInFlightMs: z.int().positive().default(10_000),
      timeoutMs: z.int().positive().default(5000),
    }),
    open: async (services) => ({
      records: { 'dog-registration': recordShape(dogFields) },
      channels: [
        rpaChannel({
          services,
          account: {
            account: services.options.user,
            baseUrl: services.options.baseUrl,
            login: pages.login(services),
            sessionInAddress: pages.sessionInAddress,
            timeoutMs: services.options.timeoutMs,
          },
          capabilities: {
            find: 'authoritative',
            idempotencyKey: false,
            maxInFlightMs: services.options.maxInFlightMs,
            visibilityLagMs: 0,
          },
          screens: pages.screens,
          deliver: (_type, record, attempt) => pages.enter(record, attempt, services.options),
          find: (_type, key, visit) => pages.find(key, visit),
        }),
      ],
    }),
  });
}
