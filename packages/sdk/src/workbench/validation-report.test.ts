import { mkdtemp, copyFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { readMessage } from '../message/read-message.ts';
import type { Message } from '../message/message.ts';
import { loadLibxml2 } from '../message/libxml2.ts';
import { CompiledPath } from '../message/compiled-path.ts';
import { joinSteps, type ValidationStep } from '../message/validation/validation.ts';
import { loadSchema } from '../message/schema-set/schema.ts';
import { corpus, hasCorpus } from '../testing/corpus.ts';
import type { ValidatedFile } from './validated-file.ts';
import { validationReport } from './validation-report.ts';

const at = new Date('2026-11-22T06:30:00Z');
const valid = file('a.xml', [{ name: 'schema', verdict: 'valid', findings: [], warnings: [] }]);
const invalid = file('b <&"\u0001.xml', [
  {
    name: 'schema',
    verdict: 'invalid',
    findings: [
      { code: 'AB_SCHEMA_INVALID', message: 'one\n  thing & <another>', where: { line: 3, column: 7, path: `/x:a[@b='"']/c` } },
      { code: 'AB_SCHEMA_INVALID', message: 'more' },
    ],
    warnings: [],
  },
]);
const warned = file('c.xml', [
  { name: 'schema', verdict: 'valid', findings: [], warnings: [] },
  { name: 'codes', verdict: 'valid', findings: [], warnings: [{ code: 'AB_CODE_UNKNOWN', message: 'a newer list' }] },
]);
const ruleNotRun = file('d.xml', [
  { name: 'schema', verdict: 'valid', findings: [], warnings: [] },
  {
    name: 'rules',
    verdict: 'not-checked',
    findings: [{ code: 'AB_RULE_NOT_CHECKED', message: 'the rule R is not run', where: { file: 'rules.sch', line: 12 } }],
    warnings: [],
  },
]);
const withoutSet: ValidatedFile = {
  ...file('e.xml', [
    { name: 'schema', verdict: 'not-checked', findings: [{ code: 'AB_SCHEMA_NOT_CHECKED', message: 'no set' }], warnings: [] },
  ]),
  set: undefined,
};
const unreadable: ValidatedFile = { ...file('f.xml', []), root: undefined, standard: undefined, set: undefined };

describe('the report of a validation', () => {
  it('accepts a valid message and names it by name and hash', async () => {
    using report = await read([valid]);
    expect(texts(report, '/rep:report/@valid')).toEqual(['true']);
    expect(texts(report, '//rep:accept//*[local-name()="p"]')).toEqual(['Die Nachricht wurde geprüft und ist gültig.']);
    expect(texts(report, '//rep:documentReference')).toEqual(['a.xml']);
    expect(texts(report, '//rep:hashValue')).toEqual([Buffer.from(valid.sha256, 'hex').toString('base64')]);
    expect(texts(report, '//rep:timestamp')).toEqual(['2026-11-22T06:30:00.000Z']);
  });

  it('rejects an invalid one with code, line, column and path', async () => {
    using report = await read([invalid]);
    expect(texts(report, '/rep:report/@valid | //rep:validationStepResult/@valid')).toEqual(['false', 'false']);
    expect(texts(report, '//rep:reject')).toHaveLength(1);
    expect(texts(report, '//rep:message[1]/@*')).toEqual(['f1-schema.1', 'AB_SCHEMA_INVALID', 'error', '3', '7', `/x:a[@b='"']/c`]);
    expect(texts(report, '//rep:message')[0]?.replaceAll(/\s+/g, ' ')).toBe('one\ufffd thing & <another>');
  });

  it.each([
    ['a rule that could not be run', ruleNotRun],
    ['no schema set', withoutSet],
    ['a file that could not be read', unreadable],
  ])('never accepts what was not checked, and says so: %s', async (_, one) => {
    using report = await read([one]);
    expect(texts(report, '/rep:report/@valid')).toEqual(['false']);
    expect(texts(report, '//rep:info[@key="verdict"]')).toEqual(['not-checked']);
    expect(texts(report, '//rep:accept')).toEqual([]);
  });

  it('keeps lines of other files out of the places of the message', async () => {
    using report = await read([ruleNotRun]);
    expect(texts(report, '//rep:message/@lineNumber')).toEqual([]);
    expect(texts(report, '//rep:message')).toEqual(['the rule R is not run (rules.sch:12)']);
  });

  it('does not make a message invalid by a warning', async () => {
    using report = await read([warned]);
    expect(texts(report, '/rep:report/@valid')).toEqual(['true']);
    expect(texts(report, '//rep:message/@level')).toEqual(['information']);
  });

  it('holds one report for each of several files, with ids of its own', async () => {
    using report = await read([valid, invalid, invalid]);
    expect(texts(report, '/*/rep:report//rep:documentReference')).toHaveLength(3);
    const ids = texts(report, '//@id');
    expect(new Set(ids).size).toBe(ids.length);
  });
});

describe.skipIf(!hasCorpus)("KoSIT's schema of reports", () => {
  let folder: string;
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'amtsbote-varl-'));
    await copyFile(corpus('xoev/xgewerbeanzeige-1.3-2.2/kosit-config/report.xsd'), join(folder, 'report.xsd'));
    await copyFile(corpus('xoev/kosit-validator/xsd/scenarios.xsd'), join(folder, 'scenarios.xsd'));
  });
  afterAll(() => rm(folder, { recursive: true, force: true }));

  it.each([valid, invalid, warned, ruleNotRun, withoutSet, unreadable])('is kept by the report of $file', async (one) => {
    const schema = await loadSchema(join(folder, 'report.xsd'));
    using report = await read([one]);
    expect(schema.validate(report)).toEqual({ verdict: 'valid', findings: [] });
  });
});

function file(name: string, steps: readonly ValidationStep[]): ValidatedFile {
  return {
    file: name,
    sha256: 'ab'.repeat(32),
    bytes: 10,
    root: { namespace: 'urn:x', localName: 'a' },
    standard: { profile: 'xbau', title: 'XBau', version: '2.6', type: '0200' },
    set: 'xbau-2.6',
    validation: joinSteps(steps),
  };
}

async function read(files: readonly ValidatedFile[]): Promise<Message> {
  return readMessage(Buffer.from(await validationReport(files, { at })), { mediaType: 'application/xml' });
}

const libxml2 = await loadLibxml2();

function texts(report: Message, path: string): string[] {
  const compiled = new CompiledPath(libxml2, path, { rep: 'http://www.xoev.de/de/validator/varl/1' });
  return report.select(compiled).map(({ text }) => text);
}
