import { type ZodType, z } from 'zod';
import type { LimitsConfig } from './config.ts';
import type { ClosedFile, OpenFile, TargetFile } from './config-file.ts';

/** A duration as written. */
export const duration: ZodType<string> = z.string().regex(/^\d+(ms|s|m|h)$/, 'a duration such as 30s, 5m or 1h');

const day = '(?:mon|tue|wed|thu|fri|sat|sun)';
const days = new RegExp(`^${day}(?:-${day})?(?: *, *${day}(?:-${day})?)*$`);
const time = z.string().regex(/^(?:[01]\d|2[0-3]):[0-5]\d$|^24:00$/, 'a time such as 06:00');
const moment = z
  .string()
  .regex(/^\d{4}-\d\d-\d\dT(?:[01]\d|2[0-3]):[0-5]\d$/, 'a day and time such as 2026-12-24T12:00, without a zone')
  .refine((written) => !Number.isNaN(Date.parse(`${written}Z`)), 'there is no such day');

const limits: ZodType<LimitsConfig> = z
  .strictObject({
    perMinute: z
      .int()
      .min(1)
      .max(10_000)
      .optional()
      .describe('Deliveries that begin within any 60 seconds, over all runs. Default: no limit.'),
    atOnce: z.int().min(1).max(64).optional().describe('Deliveries at the same time. Default 4; a web UI takes one.'),
  })
  .describe('How much this target takes.');

const open: ZodType<OpenFile> = z
  .strictObject({
    days: z.string().regex(days, 'days such as mon-fri or sat,sun').optional().describe('Such as mon-fri or mon,wed. Default: every day.'),
    from: time,
    until: time.describe('Before `from`: on the next day.'),
  })
  .refine(({ from, until }) => from !== until && from !== '24:00', 'hours need a beginning and a later end');

const closed: ZodType<ClosedFile> = z
  .strictObject({
    from: moment,
    until: moment,
    why: z.string().min(1).max(200).optional().describe('Shown while it lasts. No personal data.'),
  })
  .refine(({ from, until }) => from < until, 'the end lies before the beginning');

const timeZone = z.string().refine(isZone, 'a time zone such as Europe/Berlin').describe('Zone of these times. Default Europe/Berlin.');

/** The settings that protect a target, and the submissions from it. */
export const protection: Readonly<{
  [Setting in Exclude<keyof TargetFile, 'productive' | 'characters' | 'channels'>]: ZodType<TargetFile[Setting]>;
}> = {
  limits: limits.optional(),
  timeZone: timeZone.optional(),
  open: z.array(open).min(1).optional().describe('Weekly hours in which it takes deliveries. Default: always.'),
  closed: z.array(closed).optional().describe('Maintenance windows; they go before the weekly hours.'),
  circuit: z
    .strictObject({
      failures: z.int().min(2).max(1_000).optional().describe('Different submissions that fail in a row until it pauses. Default 5.'),
      first: duration.optional().describe('The first pause; each after a failed probe is twice as long. Default 1m.'),
      max: duration.optional().describe('The longest pause. Default 1h.'),
    })
    .optional()
    .describe('When this target pauses after failures.'),
  deadlines: z
    .strictObject({
      attempt: duration.optional().describe('How long one attempt may take. Default: `retry.attempt`.'),
      step: duration.optional().describe('How long one step of it may take. Default 1m.'),
      lookUp: duration.optional().describe('How long one look-up may take. Default 1m.'),
    })
    .optional()
    .describe('How long things may take at this target.'),
  status: z
    .union([
      z.literal('never'),
      z.strictObject({
        every: duration.optional().describe('From one look at a record to the next. Default 6h.'),
        for: z
          .string()
          .regex(/^[1-9]\d{0,3}d$/, 'a number of days such as 365d')
          .optional()
          .describe('How long after its delivery a record is looked at. Default 365d.'),
      }),
    ])
    .optional()
    .describe('When it is asked how its records fare, where its connector can say it; portals are told of changes.'),
};

function isZone(written: string): boolean {
  try {
    return new Intl.DateTimeFormat('en', { timeZone: written }).resolvedOptions().timeZone !== '';
  } catch {
    return false;
  }
}
