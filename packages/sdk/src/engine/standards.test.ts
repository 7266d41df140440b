import { expect, test } from 'vitest';
import { NeedsPerson } from '../errors/families.ts';
import type { Profile } from '../message/profile/profile.ts';
import type { MessageValidation } from '../message/validation/validation.ts';
import { answerId } from './answer-messages.ts';
import type { EngineRoute } from './context.ts';
import { messageFor, openBench, verdictOf } from './engine.test-support.ts';

/** A standard of the tests: the header stands in attributes of the root. */
const dogStandard: Profile = {
  name: 'xhund',
  title: 'XHund',
  detect: ({ root }) => (root.namespace === 'urn:example:antrag' ? { version: '1.0', type: '0100' } : undefined),
  header: ({ root }) => ({
    messageId: root.attributes.get('id'),
    matter: root.attributes.get('vorgang'),
    test: root.attributes.get('probe') === 'ja',
    refersTo: [],
  }),
  answers: {
    '0200': async ({ id, reference = '', options }) => ({ xml: `<quittung id="${id}" zeichen="${reference}" amt="${options['amt']}"/>` }),
    '0900': async ({ id, findings, bytes }) => ({
      xml: `<zurueck id="${id}" grund="${findings[0]?.officialCode}" bytes="${bytes?.length}"/>`,
    }),
    '0300': async () => {
      throw new NeedsPerson('AB_ANSWER_IMPOSSIBLE', 'the message names no author');
    },
  },
};

function withRoot(attributes: string, name = 'Rex'): string {
  return messageFor(name).replace('xmlns=', `${attributes} xmlns=`);
}

test('the history says which standard, version and type a message is of', async () => {
  await using bench = await openBench({ profiles: [dogStandard] });
  bench.portal.put({ message: withRoot('id="1"') });
  await bench.run();
  expect((await bench.only()).events.find(({ type }) => type === 'ready')?.detail).toMatchObject({
    standard: 'xhund',
    version: '1.0',
    messageType: '0100',
  });
});

test('a message id that came before with other content waits for a person, and enters nothing', async () => {
  await using bench = await openBench({ profiles: [dogStandard] });
  bench.portal.put({ message: withRoot('id="1"') }, { message: withRoot('id="1"', 'Rexa') }, { message: withRoot('id="2"', 'Bello') });
  await bench.run();
  const states = (await bench.ledger.views.list({})).map(({ state, findings }) => [state, findings[0]?.code, findings[0]?.officialCode]);
  expect(states).toEqual([
    ['accepted', undefined, undefined],
    ['case', 'AB_ID_REUSED', 'S050'],
    ['accepted', undefined, undefined],
  ]);
  expect(bench.target.saved).toHaveLength(2);
});

test('messages of one matter are delivered in their order: a later one waits for the case before it', async () => {
  await using bench = await openBench({ profiles: [dogStandard] });
  bench.portal.put({ message: withRoot('id="1" vorgang="V"') }, { message: withRoot('id="2" vorgang="V"', 'Rexa') });
  bench.target.faults.push('foreign-error');
  await bench.run();
  expect((await bench.ledger.views.list({})).map(({ deliveries }) => deliveries[0]?.state)).toEqual(['ready', 'case']);
});

test('the test flag of the standard keeps a message out of production', async () => {
  await using bench = await openBench({ profiles: [dogStandard] });
  bench.portal.put({ message: withRoot('id="1" probe="ja"') });
  await bench.run();
  expect(await bench.only()).toMatchObject({ state: 'case', findings: [{ code: 'AB_TEST_MESSAGE' }] });
});

test.each([
  ['', 'case'],
  ['nein', 'case'],
  ['FALSE', 'accepted'],
  ['0', 'accepted'],
])('a flag of a standard that nobody knows keeps out of production unless it says no: test="%s"', async (flag, state) => {
  await using bench = await openBench();
  bench.portal.put({ message: withRoot(`test="${flag}"`) });
  await bench.run();
  expect(await bench.only()).toMatchObject({ state });
});

test('answers go with the report, and a repeat is the same message', async () => {
  const answers = { accepted: [{ type: '0200', options: { amt: '63' } }], rejected: [] };
  await using bench = await openBench({ profiles: [dogStandard], route: { answers } });
  bench.portal.put({ message: withRoot('id="1"') });
  bench.portal.faults.report.push(new Error('down'));
  await bench.run();
  bench.clock.advance(3_600_000);
  await bench.run();
  const { id } = await bench.only();
  const [report] = bench.portal.reports;
  expect(report?.answers).toHaveLength(1);
  expect(Buffer.from(report!.answers![0]!.bytes).toString('utf8')).toBe(
    `<quittung id="${answerId(`${id}-accepted`, '0200')}" zeichen="REF-1" amt="63"/>`,
  );
  expect((await bench.only()).events.find(({ type }) => type === 'reported')?.detail).toMatchObject({ kind: 'accepted', answers: '0200' });
});

test('a rejection is told with its official code', async () => {
  const answers = { accepted: [], rejected: [{ type: '0900', options: {} }] };
  await using bench = await openBench({ profiles: [dogStandard], route: { answers } });
  bench.portal.put({ message: messageFor('Rex', '<verboten/>') });
  await bench.run();
  const [report] = bench.portal.reports;
  const { length } = Buffer.from(messageFor('Rex', '<verboten/>'));
  expect(Buffer.from(report!.answers![0]!.bytes).toString('utf8')).toContain(`grund="X010" bytes="${length}"`);
});

test.each([
  ['is not valid', '0200', 'invalid', '0200 AB_ANSWER_IMPOSSIBLE'],
  ['cannot be checked', '0200', 'not-checked', '0200 AB_SCHEMA_NOT_CHECKED'],
  ['cannot be made', '0300', 'valid', '0300 AB_ANSWER_IMPOSSIBLE'],
  ['is unknown to the standard', '0400', 'valid', '0400 AB_ANSWER_IMPOSSIBLE'],
] as const)('an answer that %s is not sent; the report is, and the history says so', async (...[, type, answersAre, missing]) => {
  const answers = { accepted: [{ type, options: {} }], rejected: [] };
  await using bench = await openBench({ profiles: [dogStandard], route: { answers }, answersAre });
  bench.portal.put({ message: withRoot('id="1"') });
  await bench.run();
  expect(bench.portal.reports).toMatchObject([{ kind: 'accepted' }]);
  expect(bench.portal.reports[0]).not.toHaveProperty('answers');
  expect((await bench.only()).events.find(({ type: event }) => event === 'reported')?.detail).toMatchObject({ answersMissing: missing });
});

test('a character that the target lacks is a case, or is transliterated and noted by field', async () => {
  await using strict = await openBench({ characters: { set: 'ISO-8859-1', otherwise: 'case' } });
  strict.portal.put({ message: messageFor('Wałęsa') });
  await strict.run();
  const { findings } = await strict.only();
  expect(findings).toMatchObject([{ code: 'AB_CHARACTER_LOSSY', where: { field: 'name' } }]);
  expect(findings[0]?.message).toBe('The field name holds 2 letters that ISO-8859-1 lacks, and the target allows no transliteration');
  await using lenient = await openBench({ characters: { set: 'ISO-8859-1', otherwise: 'transliterate' } });
  lenient.portal.put({ message: messageFor('Wałęsa') });
  await lenient.run();
  expect(lenient.target.saved).toMatchObject([{ record: { name: 'Walesa' } }]);
  expect((await lenient.only()).events.find(({ type }) => type === 'ready')?.detail).toMatchObject({
    transliterated: 'name',
  });
});

test('a message that was not checked is a case, unless the route takes such: then the history says so', async () => {
  const validate = async (): Promise<MessageValidation> => verdictOf('not-checked');
  await using strict = await openBench({ route: { validate } });
  strict.portal.put({ message: messageFor('Rex') });
  await strict.run();
  expect(await strict.only()).toMatchObject({ state: 'case', findings: [{ code: 'AB_SCHEMA_NOT_CHECKED' }] });
  await using lenient = await openBench({ route: { validate, unchecked: 'deliver' } });
  lenient.portal.put({ message: messageFor('Rex') });
  await lenient.run();
  expect((await lenient.only()).events.find(({ type }) => type === 'ready')?.detail).toMatchObject({ checked: 'not-checked' });
});

test('warnings of validation stand in the history by their codes', async () => {
  const validate = async (): Promise<MessageValidation> => verdictOf('valid', { code: 'AB_CODE_LIST_NEWER', message: 'newer' });
  await using bench = await openBench({ route: { validate } });
  bench.portal.put({ message: messageFor('Rex') });
  await bench.run();
  expect((await bench.only()).events.find(({ type }) => type === 'ready')?.detail).toMatchObject({ warnings: 'AB_CODE_LIST_NEWER' });
});

test('attachments reach the target under the names that the mapping gives them, also in a later run', async () => {
  const seen: string[][] = [];
  await using bench = await openBench({
    channels: (target) => {
      const channel = target.channel('api');
      return [
        {
          ...channel,
          deliver: async (type, record, attempt) => {
            seen.push(attempt.attachments.map(({ ref, name }) => `${ref} ${name}`));
            return channel.deliver(type, record, attempt);
          },
        },
      ];
    },
  });
  await bench.setMapping(`
message: { root: antrag, namespace: 'urn:example:antrag' }
prefixes: { a: profile }
record: dog
fields:
  name: { path: a:name, required: true }
attachments:
  plans: { name: '*.pdf', many: true, as: 'Plan-{n}.{ext}' }
`);
  bench.target.faults.push('unreachable');
  bench.portal.put({ message: messageFor('Rex'), attachments: { 'müller haus.pdf': 'x', 'zwei.pdf': 'y' } });
  await bench.run();
  bench.clock.advance(3_600_000);
  await bench.run();
  expect(seen).toEqual([
    ['a1 Plan-1.pdf', 'a2 Plan-2.pdf'],
    ['a1 Plan-1.pdf', 'a2 Plan-2.pdf'],
  ]);
});

test('a message that two routes take is a case, unless they say that both may: then each target has it once', async () => {
  await using unclear = await openBench({ second: {} });
  unclear.portal.put({ message: messageFor('Rex') });
  await unclear.run();
  expect(await unclear.only()).toMatchObject({ state: 'case', findings: [{ code: 'AB_ROUTE_AMBIGUOUS' }] });
  await using both = await openBench({ second: { beside: ['dogs'] } });
  both.target.faults.push('unreachable');
  both.portal.put({ message: messageFor('Rex') });
  await both.run();
  expect((await both.only()).deliveries.map(({ target, state }) => `${target} ${state}`).toSorted()).toEqual([
    'archive delivered',
    'registry ready',
  ]);
  expect(both.portal.reports).toEqual([]);
  both.clock.advance(3_600_000);
  await both.run();
  expect(new Set(both.target.saved.map(({ key }) => key)).size).toBe(2);
  expect(both.target.saved).toHaveLength(2);
  expect(both.portal.reports).toMatchObject([{ kind: 'accepted', references: [expect.any(String), expect.any(String)] }]);
});

test('answers are those of all routes that the message goes along, each once', async () => {
  const acceptedBy = (...types: readonly string[]): EngineRoute['answers'] => ({
    accepted: types.map((type) => ({ type, options: { amt: '63' } })),
    rejected: [],
  });
  await using bench = await openBench({
    profiles: [dogStandard],
    route: { answers: acceptedBy() },
    second: { beside: ['dogs'], answers: acceptedBy('0200', '0200') },
  });
  bench.portal.put({ message: withRoot('id="1"') });
  await bench.run();
  expect(bench.portal.reports[0]?.answers?.map(({ type }) => type)).toEqual(['0200']);
});

test('what cannot go along one of its routes goes along none', async () => {
  const validate = async (): Promise<MessageValidation> => verdictOf('not-checked');
  await using bench = await openBench({ second: { beside: ['dogs'], validate } });
  bench.portal.put({ message: messageFor('Rex') });
  await bench.run();
  expect(await bench.only()).toMatchObject({ state: 'case', deliveries: [] });
  expect(bench.target.saved).toEqual([]);
});

test('two routes to the same record of the same target would enter it twice: a case', async () => {
  await using bench = await openBench({ second: { beside: ['dogs'], target: 'registry' } });
  bench.portal.put({ message: messageFor('Rex') });
  await bench.run();
  expect(await bench.only()).toMatchObject({ state: 'case', findings: [{ code: 'AB_ROUTE_AMBIGUOUS' }] });
});
