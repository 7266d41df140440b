import {
  type CheckResult,
  type ConnectorServices,
  Defect,
  type Delivered,
  fillUrlTemplate,
  isAmtsboteError,
  type MappedRecord,
  NotDelivered,
  OutcomeUnknown,
  recordShape,
  type Target,
} from '@amtsbote/sdk';
import { apiChannel, type HttpAttempt, type HttpClient, type HttpFind, type HttpResponse } from '@amtsbote/sdk/http';
import { checkTemplates } from './check-templates.ts';
import type { RestOptions, RestRecord } from './options.ts';
import { pointAt, textAt } from './pointer.ts';
import { prepareRequest } from './prepare-request.ts';
import { readState } from './read-state.ts';
import { namedErrors, refusalError } from './refusal.ts';

/** Opens a target that is described by its options alone. */
export function openRestTarget(services: ConnectorServices<RestOptions>): Target {
  const { options } = services;
  checkTemplates(options);
  const { baseUrl, auth, tls, plainHttp, timeoutMs, capabilities, records } = options;
  const channel = apiChannel({
    services,
    http: { baseUrl, auth, tls, plainHttp, timeoutMs },
    capabilities,
    deliver: (recordType, record, attempt) => deliver({ options, type: typeOf(options, recordType), record, attempt }),
    find: capabilities.find === 'none' ? undefined : (http, what) => find(options, http, what),
    status: Object.values(records).some((record) => record.status !== undefined)
      ? (http, what) => readState(options, http, what)
      : undefined,
    check: (http, signal) => check(options, http, signal),
  });
  const shapes = Object.entries(records).map(([name, { fields }]) => [name, recordShape(fields)] as const);
  return { records: Object.fromEntries(shapes), channels: [channel] };
}

interface Delivery {
  readonly options: RestOptions;
  readonly type: RestRecord;
  readonly record: MappedRecord;
  readonly attempt: HttpAttempt;
}

async function deliver({ options, type, record, attempt }: Delivery): Promise<Delivered> {
  await attempt.step('log in', () => attempt.http.login());
  const prepared = await attempt.step('prepare request', () => prepareRequest({ options, type, record, attempt }));
  const { request, hash, preview } = prepared;
  attempt.signal.throwIfAborted();
  return attempt.commit({ name: 'create record', requestHash: hash, preview }, async () => {
    const answer = await attempt.http.request(request);
    attempt.boundary('rest:answered');
    return delivered(answer, type, options);
  });
}

/** Reads the answer to the request with the effect. */
function delivered(answer: HttpResponse, type: RestRecord, options: RestOptions): Delivered {
  const { create } = type;
  if (create.success.includes(answer.status)) {
    const reference = textAt(answer.json(), create.reference);
    if (reference !== undefined) return { reference };
    throw new OutcomeUnknown('AB_OUTCOME_UNKNOWN', `HTTP ${answer.status}, and no reference at ${create.reference}`);
  }
  const failure = answer.failure();
  if (failure.effect !== 'case') throw failure;
  throw refusalError({ status: answer.status, errors: namedErrors(bodyOf(answer), options.problem) }, type);
}

/** A refusal is proved by its status; a body that cannot be read only names no fields. */
function bodyOf(answer: HttpResponse): unknown {
  try {
    return answer.json();
  } catch {
    return undefined;
  }
}

async function find(options: RestOptions, http: HttpClient, { recordType, key, signal }: HttpFind): Promise<readonly string[]> {
  const lookUp = typeOf(options, recordType).find;
  if (lookUp === undefined) throw new Defect('AB_DEFECT', `records of type ${recordType} cannot be looked up`);
  const path = fillUrlTemplate(lookUp.path, { deliveryKey: key });
  const answer = await http.request({
    method: 'GET',
    path,
    template: lookUp.path,
    signal,
    expect: [200, ...lookUp.absent],
  });
  if (answer.status !== 200) return [];

  const hits = pointAt(answer.json(), lookUp.list);
  if (!Array.isArray(hits)) throw unreadable(`no list at ${lookUp.list}`);
  const { key: keyAt } = lookUp;
  const own = keyAt === undefined ? hits : hits.filter((hit: unknown) => textAt(hit, keyAt) === key);
  return own.map((hit: unknown) => {
    const reference = textAt(hit, lookUp.reference);
    if (reference === undefined) throw unreadable(`a hit without a reference at ${lookUp.reference}`);
    return reference;
  });
}

function unreadable(what: string): NotDelivered {
  return new NotDelivered('AB_TARGET_BROKEN', `the answer to a look-up is not as described: ${what}`);
}

async function check(options: RestOptions, http: HttpClient, signal: AbortSignal): Promise<readonly CheckResult[]> {
  const login = await checked('login', () => http.login());
  if (!login.ok) return [login];
  const answers = await checked('target answers', async () => {
    const answer = await http.request({ method: 'GET', path: options.check.path, signal, expect: 'any' });
    if (answer.status >= 500 || answer.status === 401 || answer.status === 403) throw answer.failure();
  });
  return [login, answers];
}

async function checked(name: string, act: () => Promise<void>): Promise<CheckResult> {
  try {
    await act();
    return { name, ok: true };
  } catch (error) {
    if (!isAmtsboteError(error)) throw error;
    return { name, ok: false, detail: `${error.code}: ${error.message}`, hint: error.hint };
  }
}

function typeOf({ records }: RestOptions, recordType: string): RestRecord {
  const type = Object.hasOwn(records, recordType) ? records[recordType] : undefined;
  if (type === undefined) throw new Defect('AB_DEFECT', `the target takes no records of type ${recordType}`);
  return type;
}
