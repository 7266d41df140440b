import { type ConnectorServices, NeedsPerson, type Target, type TargetDefinition, defineTarget, recordShape } from '@amtsbote/sdk';
import { rpaChannel } from '@amtsbote/sdk/rpa';
import { checkDescription } from './check-description.ts';
import { type RecordDescription, type WebFormOptions, webFormOptions } from './description.ts';
import { enterRecord } from './enter-record.ts';
import { findRecord } from './find-record.ts';
import { loginProcedure } from './log-in.ts';

export type {
  CommitDescription,
  ErrorsDescription,
  FindDescription,
  FormStep,
  LoginDescription,
  RecordDescription,
  RejectionDescription,
  RequestDescription,
  RowsStep,
  WebFormOptions,
} from './description.ts';

/** A specialist application without an interface, described by its pages: login, form, confirmation, search. */
export const connector: TargetDefinition<WebFormOptions> = defineTarget<WebFormOptions>({
  name: 'web-form',
  options: webFormOptions,
  open: async (services) => openTarget(services),
});

function openTarget(services: ConnectorServices<WebFormOptions>): Target {
  const { options } = services;
  checkDescription(options);
  const records = Object.entries(options.records).map(([type, each]) => [type, recordShape(each.fields)] as const);
  return { records: Object.fromEntries(records), channels: [formChannel(services)] };
}

function formChannel(services: ConnectorServices<WebFormOptions>): Target['channels'][number] {
  const { options } = services;
  const canFind = Object.values(options.records).every((each) => each.find !== undefined);
  const answerWithinMs = options.capabilities?.maxInFlightMs ?? 60_000;
  return rpaChannel({
    services,
    account: {
      account: options.account?.user ?? 'none',
      baseUrl: options.baseUrl,
      login: loginProcedure(services),
      dialogs: options.dialogs?.map(({ message, answer }) => ({ message: new RegExp(message, 'u'), answer })),
      browser: options.browser,
      timeoutMs: options.timeoutMs,
    },
    capabilities: {
      find: canFind ? (options.capabilities?.find ?? 'hint') : 'none',
      idempotencyKey: false,
      maxInFlightMs: answerWithinMs,
      visibilityLagMs: options.capabilities?.visibilityLagMs ?? 0,
    },
    records: Object.keys(options.records),
    deliver: (recordType, record, attempt) =>
      enterRecord({ recordType, description: describe(options, recordType), record, attempt, answerWithinMs }),
    find: canFind
      ? async (recordType, key, visit) => {
          const { find } = describe(options, recordType);
          return find === undefined ? [] : findRecord(find, key, visit);
        }
      : undefined,
  });
}

function describe(options: WebFormOptions, recordType: string): RecordDescription {
  const description = options.records[recordType];
  if (description !== undefined) return description;
  throw new NeedsPerson('AB_RECORD_INVALID', `the target has no form for records of type ${recordType}`);
}
