import { type ConnectorServices, NeedsPerson, type Target, type TargetDefinition, defineTarget, recordShape } from '@amtsbote/sdk';
import { type RpaChannelOptions, rpaChannel } from '@amtsbote/sdk/rpa';
import { checkDescription } from './check-description.ts';
import { type RecordDescription, type WebFormOptions, webFormOptions } from './description.ts';
import { enterRecord } from './enter-record.ts';
import { findRecord } from './find-record.ts';
import { recordProgress } from './record-progress.ts';
import { neededScreens } from './needed-screens.ts';
import { loginProcedure } from './log-in.ts';

export type {
  CommitDescription,
  ErrorsDescription,
  FindDescription,
  FormStep,
  FurtherDescription,
  RecordDescription,
  RejectionDescription,
  RequestDescription,
  RowsStep,
  WebFormOptions,
} from './description.ts';
export type { LoginDescription, LoginPage } from './login-description.ts';
export type { RuleDescription, ScreenDescription } from './rule-description.ts';

/**
 * A specialist application without an interface, described by its pages: login, form, confirmation, search. Labels are
 * what a person reads; `Legend > Label` narrows to a group, `css=…` is a selector.
 *
 * @example
 * connector: web-form
 * options:
 *   baseUrl: https://fachverfahren.example
 *   account: { user: secret:mv-user, password: secret:mv-password }
 *   login: { open: /anmelden, fill: { Benutzername: '{user}', Kennwort: '{password}' }, click: Anmelden, loggedIn: '#abmelden', failed: .fehler }
 *   capabilities: { find: authoritative, maxInFlightMs: 30000 }
 *   records:
 *     dog-registration:
 *       fields: { familyName: { required: true, max: 60 }, breed: { required: true }, proof: { type: attachment } }
 *       steps:
 *         - open: /hund/neu
 *         - fill: { Familienname: '{familyName}', Rasse: '{breed}' }
 *         - upload: { Nachweis: '{proof}' }
 *         - click: Weiter
 *         - expect: Bitte prüfen
 *       externalReference: Fremdschlüssel
 *       commit: { click: Speichern, request: { method: POST, path: /hund/neu/speichern } }
 *       confirmation: { selector: .aktenzeichen, pattern: 'HU-\d{4}-\d{6}' }
 *       verify: { open: '/hund/{reference}', fields: { Familienname: '{familyName}' } }
 *       find: { open: '/suche?q={deliveryKey}', rows: tbody tr, reference: { selector: a }, empty: .keine-treffer }
 *       errors: { selector: .fehler, provesNotSaved: true }
 *       rejections: [{ text: bereits abgemeldet, code: X010 }]
 */
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
    account: accountOf(services),
    capabilities: {
      find: canFind ? (options.capabilities?.find ?? 'hint') : 'none',
      idempotencyKey: false,
      maxInFlightMs: answerWithinMs,
      visibilityLagMs: options.capabilities?.visibilityLagMs ?? 0,
    },
    records: Object.keys(options.records),
    unmasked: options.unmasked,
    screens: neededScreens(options),
    deliver: (recordType, record, attempt) =>
      enterRecord({
        recordType,
        description: describe(options, recordType),
        record,
        attempt,
        answerWithinMs,
        timeoutMs: options.timeoutMs ?? 15_000,
      }),
    progress: Object.values(options.records).some((each) => each.further !== undefined)
      ? (recordType, found, visit) => recordProgress({ ...found, recordType, description: describe(options, recordType) }, visit)
      : undefined,
    find: canFind
      ? async (recordType, key, visit) => {
          const { find } = describe(options, recordType);
          return find === undefined ? [] : findRecord(find, key, visit);
        }
      : undefined,
  });
}

function accountOf(services: ConnectorServices<WebFormOptions>): RpaChannelOptions['account'] {
  const { account, baseUrl, login, notices, dialogs, browser, timeoutMs } = services.options;
  return {
    account: account?.user ?? 'none',
    baseUrl,
    login: loginProcedure(services),
    sessionInAddress: login?.sessionInAddress === undefined ? undefined : new RegExp(login.sessionInAddress, 'u'),
    keepSession: login?.keepSession,
    notices,
    dialogs: dialogs?.map(({ message, answer }) => ({ message: new RegExp(message, 'u'), answer })),
    browser,
    timeoutMs,
  };
}

function describe(options: WebFormOptions, recordType: string): RecordDescription {
  const description = options.records[recordType];
  if (description !== undefined) return description;
  throw new NeedsPerson('AB_RECORD_INVALID', `the target has no form for records of type ${recordType}`);
}
