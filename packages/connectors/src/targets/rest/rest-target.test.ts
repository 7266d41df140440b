import { inspect } from 'node:util';
import { findingsOf, isAmtsboteError } from '@amtsbote/sdk';
import { testAttempt, TestDryRunStop } from '@amtsbote/sdk/testing';
import { expect, test } from 'vitest';
import { attachmentOf, openTarget, startServer } from './rest.test-support.ts';

const dog = {
  fields: { name: { required: true }, breed: {}, photo: { type: 'attachment' }, tags: { type: 'list' } },
  create: {
    path: '/dogs',
    headers: { 'Idempotency-Key': '{deliveryKey}' },
    body: {
      key: '{deliveryKey}',
      name: '{name}',
      breed: '{breed}',
      tags: '{tags}',
      files: { $each: 'photo', value: { name: '{name}', data: '{content}' } },
    },
    reference: '/id',
  },
  refusals: { taken: 'case', tooold: { reject: 'X010' }, '409': { reject: 'X050' } },
  find: { path: '/dogs?key={deliveryKey}', list: '/hits', reference: '/id', key: '/key', absent: [404] },
};
const options = {
  capabilities: { find: 'authoritative', idempotencyKey: true },
  records: { dog },
};
const rex = { name: 'Rex Geheim', tags: ['a'] };

async function deliverTo(url: string, record = rex, attempt = testAttempt()) {
  const { channels } = await openTarget({ baseUrl: url, ...options });
  return channels[0]?.deliver('dog', record, attempt);
}

async function errorOf(work: Promise<unknown>) {
  const error: unknown = await work.then(
    () => undefined,
    (thrown: unknown) => thrown,
  );
  if (!isAmtsboteError(error)) throw new Error(`no error of ours: ${String(error)}`);
  expect(inspect(error, { depth: 9 })).not.toMatch(/Geheim/);
  return error;
}

test('an attempt that was aborted before its commit point neither reaches it nor sends', async () => {
  const { url, seen } = await startServer((_, response) => response.writeHead(201).end('{"id":500}'));
  const attempt = testAttempt({ signal: AbortSignal.abort(new Error('interrupted')) });
  await expect(deliverTo(url, rex, attempt)).rejects.toThrow('interrupted');
  expect(attempt.intents).toEqual([]);
  expect(seen).toEqual([]);
});

test('the record is sent once, inside the commit, with key and attachment', async () => {
  const { url, seen } = await startServer((_, response) => response.writeHead(201).end('{"id":500}'));
  const photo = attachmentOf('a1', 'hund.pdf', Buffer.from([0, 255]));
  const attempt = testAttempt({ attachments: [photo] });
  const { channels } = await openTarget({ baseUrl: url, ...options });
  expect(await channels[0]?.deliver('dog', { ...rex, photo: 'a1' }, attempt)).toEqual({ reference: '500' });
  expect(attempt.events).toEqual(['step:log in', 'step:prepare request', 'gate:create record', 'rest:answered']);
  expect(attempt.intents[0]?.requestHash).toMatch(/^[0-9a-f]{64}$/);
  expect(seen.map(({ line, headers }) => [line, headers['idempotency-key']])).toEqual([['POST /dogs', attempt.deliveryKey]]);
  expect(JSON.parse(seen[0]?.body ?? '')).toEqual({
    key: attempt.deliveryKey,
    name: 'Rex Geheim',
    tags: ['a'],
    files: [{ name: 'hund.pdf', data: 'AP8=' }],
  });
});

test('attachments can be sent as parts', async () => {
  const { url, seen } = await startServer((_, response) => response.writeHead(201).end('{"id":"1"}'));
  const create = {
    ...dog.create,
    body: { key: '{deliveryKey}', name: '{name}', breed: '{breed}', tags: '{tags}' },
    multipart: { record: 'data', files: { photo: 'file' } },
  };
  const { channels } = await openTarget({ baseUrl: url, ...options, records: { dog: { ...dog, create } } });
  const attachments = [attachmentOf('a1', 'hund.pdf', Buffer.from('bytes'))];
  await channels[0]?.deliver('dog', { ...rex, photo: 'a1' }, testAttempt({ attachments }));
  expect(seen[0]?.headers['content-type']).toMatch(/^multipart\/form-data; boundary=/);
  expect(seen[0]?.body).toMatch(/name="data"\r\n[^]*"name":"Rex Geheim"[^]*name="file"; filename="hund\.pdf"\r\n[^]*\r\n\r\nbytes\r\n/);
});

test('a dry run sends nothing and shows what would be sent, without the bytes of attachments', async () => {
  const { url, seen } = await startServer((_, response) => response.end());
  const attachments = [attachmentOf('a1', 'hund.pdf', Buffer.from('bytes'))];
  const attempt = testAttempt({ dryRun: true, attachments });
  const { channels } = await openTarget({ baseUrl: url, ...options });
  await expect(channels[0]?.deliver('dog', { ...rex, photo: 'a1' }, attempt)).rejects.toBeInstanceOf(TestDryRunStop);
  expect(seen).toEqual([]);
  expect(attempt.intents[0]?.preview).toContain('"data": "(5 bytes)"');
});

test('attachments beyond the limit need a person before anything is sent', async () => {
  const { url, seen } = await startServer((_, response) => response.end());
  const { channels } = await openTarget({ baseUrl: url, ...options, maxBodyBytes: 4 });
  const attempt = testAttempt({ attachments: [attachmentOf('a1', 'x', Buffer.from('bytes'))] });
  const error = await errorOf(channels[0]?.deliver('dog', { ...rex, photo: 'a1' }, attempt) ?? Promise.resolve());
  expect([error.code, error.effect, seen.length, attempt.intents.length]).toEqual(['AB_FILE_TOO_LARGE', 'case', 0, 0]);
});

const named = (...errors: unknown[]): string => JSON.stringify({ detail: 'Rex Geheim', errors });
test.each([
  [422, named({ field: 'owner.name', code: 'taken', message: 'Rex Geheim' }), 'AB_TARGET_REFUSED', undefined],
  [422, named({ field: 'name', code: 'tooold' }), 'AB_TARGET_REJECTED', 'X010'],
  [422, named({ field: 'name', code: 'tooold' }, { field: 'tags', code: 'taken' }), 'AB_TARGET_REFUSED', undefined],
  [422, named({ field: 'name', code: 'unheard-of' }), 'AB_TARGET_REFUSED', undefined],
  [409, '', 'AB_TARGET_REJECTED', 'X050'],
  [409, named({ code: 'unheard-of' }), 'AB_TARGET_REJECTED', 'X050'],
  [400, 'Rex Geheim is no JSON', 'AB_TARGET_REFUSED', undefined],
  [403, '{}', 'AB_TARGET_REFUSED', undefined],
  [404, '{"errors":"Rex Geheim"}', 'AB_TARGET_REFUSED', undefined],
  [422, named({ field: 'Rex Geheim', code: 'Geheim ist Geheim' }, 7), 'AB_TARGET_REFUSED', undefined],
])('a refusal with %i %s is %s', async (status, body, code, officialCode) => {
  const { url } = await startServer((_, response) => response.writeHead(status).end(body));
  const error = await errorOf(deliverTo(url));
  expect([error.code, error.officialCode]).toEqual([code, officialCode]);
});

test('a refusal names the fields and codes of the target, never its messages', async () => {
  const body = named({ field: 'owner.name', code: 'taken', message: 'Rex Geheim' }, { field: 'tags', code: 'tooold' });
  const { url } = await startServer((_, response) => response.writeHead(422).end(body));
  const findings = findingsOf(await errorOf(deliverTo(url)));
  expect(findings.map(({ where, message }) => [where?.field, message])).toEqual([
    ['owner.name', 'the target did not take owner.name: taken'],
    ['tags', 'the target did not take tags: tooold'],
  ]);
});

test.each([
  [201, '{"name":"no reference"}', 'unknown'],
  [201, 'no JSON', 'unknown'],
  [202, '{"id":"1"}', 'unknown'],
  [302, '', 'unknown'],
  [500, '', 'unknown'],
  [408, '', 'unknown'],
  [429, '', 'throttled'],
  [401, '', 'pause-target'],
])('an answer %i %s to the create is %s', async (status, body, effect) => {
  const { url, seen } = await startServer((_, response) => response.writeHead(status).end(body));
  expect((await errorOf(deliverTo(url))).effect).toBe(effect);
  expect(seen).toHaveLength(1);
});

test('a look-up returns the hits that carry the delivery key, and only those', async () => {
  const hits = [
    { id: 'D-1', key: 'AB-1' },
    { id: 'D-2', key: 'AB-10' },
  ];
  const { url, seen } = await startServer((_, response) => response.end(JSON.stringify({ hits })));
  const { channels } = await openTarget({ baseUrl: url, ...options });
  const find = (key: string) => channels[0]?.find?.('dog', key, new AbortController().signal);
  expect(await find('AB-1')).toEqual(['D-1']);
  expect(await find('a&b=/..')).toEqual([]);
  expect(seen[1]?.line).toBe('GET /dogs?key=a%26b%3D%2F..');
});

test.each([
  ['an answer without the list', 200, '{}'],
  ['a hit without a reference', 200, '{"hits":[{"key":"AB-1"}]}'],
  ['a body that is no JSON', 200, '<html>'],
  ['an error', 500, ''],
])('%s is no proof of absence', async (_, status, body) => {
  const { url } = await startServer((__, response) => response.writeHead(status).end(body));
  const { channels } = await openTarget({ baseUrl: url, ...options });
  const looked = channels[0]?.find?.('dog', 'AB-1', new AbortController().signal);
  expect((await errorOf(looked ?? Promise.resolve())).effect).toBe('not-delivered');
});

test('a status that means no hit is no hit', async () => {
  const { url } = await startServer((_, response) => response.writeHead(404).end());
  const { channels } = await openTarget({ baseUrl: url, ...options });
  expect(await channels[0]?.find?.('dog', 'AB-1', new AbortController().signal)).toEqual([]);
});

test('without a look-up the channel has none', async () => {
  const { find: _, ...record } = dog;
  const { channels, records } = await openTarget({ baseUrl: 'http://127.0.0.1:1', records: { dog: record } });
  expect([channels[0]?.kind, channels[0]?.find, Object.keys(records)]).toEqual(['api', undefined, ['dog']]);
});

const change = (part: object, create: object = {}) => ({
  dog: { ...dog, ...part, create: { ...dog.create, ...create } },
});
test.each([
  ['a name that is not declared', { records: change({}, { body: { ...dog.create.body, x: '{nmae}' } }) }, /\{nmae\} is not known/],
  ['a field that is not sent', { records: change({ fields: { ...dog.fields, chip: {} } }) }, /field chip is declared/],
  ['a field in a header', { records: change({}, { headers: { X: '{name}' } }) }, /\{name\} is not known/],
  ['a broken template', { records: change({}, { path: '/dogs/{' }) }, /opens no placeholder/],
  ['a promised look-up without one', { records: change({ find: undefined }) }, /promises a look-up/],
  ['a look-up without the key', { records: change({ find: { ...dog.find, path: '/dogs' } }) }, /needs \{deliveryKey\}/],
  [
    'a key that is never sent',
    { records: change({}, { body: { ...dog.create.body, key: 'x' }, headers: {} }) },
    /deliveryKey\}, which is not sent/,
  ],
  ['plain http to another machine', { baseUrl: 'http://fachverfahren.example' }, /in the clear/],
])('%s is a fault of the configuration', async (_, part, message) => {
  const opened = openTarget({ baseUrl: 'http://127.0.0.1:1', ...options, ...part });
  await expect(opened).rejects.toMatchObject({
    code: 'AB_CONFIG_INVALID',
    message: expect.stringMatching(message),
  });
});

test.each([
  [{ auth: { basic: { user: 'a', password: 'plain' } } }],
  [{ records: change({}, { reference: 'id' }) }],
  [{ records: change({}, { path: 'https://evil.example/' }) }],
  [{ records: change({}, { path: '//evil.example/' }) }],
  [{ retries: 3 }],
])('options with a mistake are refused: %j', async (part) => {
  await expect(openTarget({ baseUrl: 'http://127.0.0.1:1', ...options, ...part })).rejects.toThrow(/"path"/);
});

test('the check says whether the target answers, and reads only', async () => {
  const { url, seen } = await startServer((_, response) => response.writeHead(404).end());
  const { channels } = await openTarget({ baseUrl: url, ...options });
  const signal = new AbortController().signal;
  expect((await channels[0]?.check(signal))?.map(({ name, ok }) => [name, ok])).toEqual([
    ['login', true],
    ['target answers', true],
  ]);
  expect(seen.map(({ line }) => line)).toEqual(['GET /']);
  const gone = await openTarget({ baseUrl: 'http://127.0.0.1:1', ...options });
  const results = await gone.channels[0]?.check(signal);
  expect(results?.at(-1)).toMatchObject({
    ok: false,
    detail: expect.stringContaining('AB_TARGET_UNREACHABLE'),
  });
});

const withStatus = {
  ...options,
  records: {
    dog: {
      ...dog,
      status: {
        path: '/dogs/{reference}/state?key={deliveryKey}',
        state: '/dog/state',
        values: { neu: 'received', '2': 'processing', fertig: 'completed', ruht: { status: 'completed', final: false } },
      },
    },
    cat: dog,
  },
};

async function stateOf(answer: string, type = 'dog', status = 200) {
  const { url, seen } = await startServer((_, response) => response.writeHead(status).end(answer));
  const { channels } = await openTarget({ baseUrl: url, ...withStatus });
  const state = channels[0]?.status?.(type, { reference: 'A/1 Ä', key: 'AB-1' }, new AbortController().signal);
  return { state, seen };
}

test.each([
  ['"neu"', { status: 'received', final: false }],
  ['2', { status: 'processing', final: false }],
  ['"fertig"', { status: 'completed', final: true }],
  ['"ruht"', { status: 'completed', final: false }],
])('the state %s of the target means what the table says', async (said, meant) => {
  const { state, seen } = await stateOf(`{"dog":{"state":${said}}}`);
  expect(await state).toEqual(meant);
  expect(seen.map(({ line }) => line)).toEqual(['GET /dogs/A%2F1%20%C3%84/state?key=AB-1']);
});

test('a state that is not listed is not guessed, and what was said is not repeated', async () => {
  const error = await errorOf((await stateOf('{"dog":{"state":"Herr Geheim zieht um"}}')).state ?? Promise.resolve());
  expect([error.code, error.effect]).toEqual(['AB_STATUS_UNKNOWN', 'case']);
});

test.each(['{}', '{"dog":{"state":{"a":1}}}', '{"dog":{"state":""}}', 'Geheim'])(
  'an answer without a state (%s) is a fault of the target',
  async (answer) => {
    const error = await errorOf((await stateOf(answer)).state ?? Promise.resolve());
    expect(error.effect).toBe('not-delivered');
  },
);

test('of a type without a description the target says nothing, and is not asked', async () => {
  const { state, seen } = await stateOf('{}', 'cat');
  expect(await state).toBeUndefined();
  expect(seen).toEqual([]);
  const { channels } = await openTarget({ baseUrl: 'http://127.0.0.1:9', ...options });
  expect(channels[0]?.status).toBeUndefined();
});

test.each([
  [{ path: '/dogs/{name}/state' }, '{name} is not known here'],
  [{ path: '/dogs/state' }, 'a state is asked for by {reference} or {deliveryKey}'],
])('a question for states that cannot work is refused when the target is opened: %j', async (path, why) => {
  const status = { ...withStatus.records.dog.status, ...path };
  const opened = openTarget({ baseUrl: 'http://127.0.0.1:9', ...options, records: { dog: { ...dog, status } } });
  await expect(opened).rejects.toThrow(why);
});
