import { cp, mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { readdirSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { afterAll, beforeAll, describe, expect, test, onTestFinished } from 'vitest';
import { corpus, hasCorpus } from '../packages/sdk/src/testing/corpus.ts';
import { type CliEnd, runCli } from './support/cli.ts';
import { makeProject, type Project } from './support/project.ts';

const examples = resolve(import.meta.dirname, '../examples');
const dog = join(examples, 'hundesteuer/samples/hund-1-dackel.xml');

describe('lint and preview on the examples', () => {
  let project: Project;
  beforeAll(async () => {
    project = await makeProject({ url: 'http://127.0.0.1:1' });
  });
  afterAll(() => project.remove());

  const mapping = (...argv: readonly string[]): Promise<CliEnd> => runCli(project, ['mapping', ...argv]);

  test('lint finds both mappings of the routes clean, against their schemas and the records of their targets', async () => {
    const { code, stdout } = await mapping('lint', '--json');
    const { mappings } = JSON.parse(stdout) as { mappings: readonly Record<string, unknown>[] };
    expect(code).toBe(0);
    expect(mappings.map(({ file, schemas, targets }) => ({ file, schemas, targets }))).toEqual([
      { file: 'mappings/hundesteuer.yaml', schemas: ['fim-s99000711_1.0.xsd'], targets: ['musterverfahren-web'] },
      { file: 'mappings/gewerbeanmeldung.yaml', schemas: ['gewerbemeldung-0500_2.2.xsd'], targets: ['musterverfahren-api'] },
    ]);
  });

  test('lint names line, step and advice of what can never match, and what the target requires', async () => {
    const text = await readFile(join(project.directory, 'mappings/gewerbeanmeldung.yaml'), 'utf8');
    const broken = text
      .replace('xga:geschlecht/code', 'xga:geschlecht/xga:code')
      .replace('/xga:familienname', '/xga:familenname')
      .replace(/^ {2}town: .*$/m, '');
    await project.write('mappings/kaputt.yaml', broken);
    const { code, stdout } = await mapping('lint', 'mappings/kaputt.yaml');
    expect(code).toBe(3);
    expect(stdout).toContain('`xga:geschlecht` has no `xga:code`');
    expect(stdout).toContain('It stands there without a namespace: write `code`, without a prefix.');
    expect(stdout).toContain('Did you mean `xga:familienname`?');
    expect(stdout).toContain('file mappings/kaputt.yaml, line 15, column');
    expect(stdout).toContain('the field town');
  });

  test('lint of a file that is no mapping says so and goes on with the others', async () => {
    await project.write('mappings/krumm.yaml', 'message: { root: a }\nrecord: dog\nfields: { a: { pfad: x } }\n');
    const { code, stdout } = await mapping('lint', 'mappings/krumm.yaml', 'mappings/hundesteuer.yaml');
    expect(code).toBe(3);
    expect(stdout).toContain('AB_MAPPING_INVALID');
    expect(stdout).toContain('mappings/hundesteuer.yaml  no errors');
    expect(await mapping('lint', '--against', 'xbau-9.9')).toMatchObject({ code: 2 });
  });

  test('preview shows field, value, source and rule, by the route that takes the message', async () => {
    const { code, stdout } = await mapping('preview', dog);
    expect(code).toBe(0);
    expect(stdout).toContain('route hundesteuer');
    expect(stdout).toMatch(/breed +Dackel +G99000714\/F99000716 +\d+ +codes :28/);
    expect(stdout).toMatch(/remark +no value/);
    const attached = await mapping('preview', dog, '--attachment', 'a.exe');
    expect(attached).toMatchObject({ code: 3 });
    expect(attached.stdout).toContain('AB_ATTACHMENT_UNUSED');
  });
});

describe('coverage, tests and proposals on the examples', () => {
  let project: Project;
  beforeAll(async () => {
    project = await makeProject({ url: 'http://127.0.0.1:1' });
  });
  afterAll(() => project.remove());

  const mapping = (...argv: readonly string[]): Promise<CliEnd> => runCli(project, ['mapping', ...argv]);

  test('coverage says what is lost, in the terminal and as reports without values', async () => {
    const samples = join(examples, 'gewerbeanmeldung/samples');
    const file = 'mappings/gewerbeanmeldung.yaml';
    const whole = await readFile(join(project.directory, file), 'utf8');
    expect((await mapping('coverage', samples)).code).toBe(0);
    await project.write(file, whole.replace("  - '@*'\n", ''));
    onTestFinished(() => project.write(file, whole));
    const { code, stdout } = await mapping('coverage', samples, '--html', 'out/a.html', '--markdown', 'out/a.md');
    expect(code).toBe(3);
    expect(stdout).toContain('values lost: 12');
    expect(stdout).toContain('/xga:abh.gewerbemeldung.0500/@produkt');
    for (const name of ['out/a.html', 'out/a.md']) {
      const report = await readFile(join(project.directory, name), 'utf8');
      expect(report).toContain('beteiligtePerson');
      expect(report).not.toContain('Østergård');
    }
  });

  test('tests compare records, and --update takes over what came without losing comments', async () => {
    const file = 'mappings/hundesteuer.test.yaml';
    await cp(dog, join(project.directory, 'samples/hund.xml'));
    const form = `# Tests of the dog tax.
mapping: hundesteuer.yaml
tests:
  - name: Dackel   # the usual case
    message: ../samples/hund.xml
    record:
      familyName: Falsch
      dogName: Änne # stays
  - name: Anlage
    message: ../samples/hund.xml
    attachments: [foto.jpg]
    findings: [{ code: AB_ATTACHMENT_UNUSED }]
`;
    await project.write(file, form);
    const first = await mapping('test', '--junit', 'out/junit.xml');
    expect(first.code).toBe(3);
    expect(first.stdout).toContain('- "Falsch"');
    expect(first.stdout).toContain('+ "Müller-Lüdenscheidt"');
    expect(first.stdout).toContain('1 of 2 tests failed.');
    const junit = await readFile(join(project.directory, 'out/junit.xml'), 'utf8');
    expect(junit).toContain('tests="2" failures="1"');
    expect(junit).not.toContain('Lüdenscheidt');

    expect(await mapping('test', '--update')).toMatchObject({ code: 2 });
    expect(await readFile(join(project.directory, file), 'utf8')).toBe(form);
    expect(await mapping('test', '--update', '--yes')).toMatchObject({ code: 0 });
    const updated = await readFile(join(project.directory, file), 'utf8');
    for (const part of [
      '# Tests of the dog tax.',
      '# the usual case',
      'dogName: Änne # stays',
      'familyName: Müller-Lüdenscheidt',
      'postcode: "03046"',
    ]) {
      expect(updated).toContain(part);
    }
    const again = await mapping('test');
    expect(again).toMatchObject({ code: 0 });
    expect(again.stdout).toContain('2 tests passed.');
  });

  test('a proposed mapping is clean and keeps all of the message it came from; no file is overwritten', async () => {
    expect(await mapping('new', '--from', dog, '--record', 'hund', '--out', 'neu/hund.yaml')).toMatchObject({ code: 0 });
    expect(await mapping('new', '--from', dog, '--out', 'neu/hund.yaml')).toMatchObject({ code: 2 });
    expect(await mapping('coverage', dog, '--mapping', 'neu/hund.yaml')).toMatchObject({ code: 0 });
    const json = await mapping('preview', dog, '--mapping', 'neu/hund.yaml', '--json');
    const { previews } = JSON.parse(json.stdout) as { previews: readonly { fields: readonly { field: string; value: unknown }[] }[] };
    expect(previews[0]?.fields.find(({ field }) => field === 'geburtsdatum')?.value).toBe('1985-03-05');
    expect(await mapping('new', '--from', 'schemas/fim-s99000711_1.0.xsd:fim.S99000711.00000001001000', '--json')).toMatchObject({
      code: 0,
    });
    expect(await mapping('new', '--from', 'nirgends')).toMatchObject({ code: 2 });
  });
});

const standards = ['xschule-1.2', 'xbeteiligung-1.2', 'xwasser-1.0.0'];

describe.skipIf(!hasCorpus).each(standards)('mapping tools on messages of %s', (standard) => {
  let directory: string;
  let project: Project;
  beforeAll(async () => {
    directory = await mkdtemp(join(tmpdir(), 'amtsbote-test-'));
    project = { directory, env: {} } as Project;
    await mkdir(join(directory, 'neu'));
    await runCli(project, ['xoev', 'import', corpus(`xoev/${standard}/schema`), '--name', standard]);
  });
  afterAll(() => rm(directory, { recursive: true, force: true }));

  const messages = hasCorpus
    ? readdirSync(corpus(`xoev/${standard}/instances/valid`))
        .filter((name) => name.endsWith('.xml'))
        .map((name) => corpus(`xoev/${standard}/instances/valid/${name}`))
    : [];

  test('a mapping proposed from each valid message is clean and loses nothing', { timeout: 120_000 }, async () => {
    expect(messages.length).toBeGreaterThan(3);
    for (const [index, message] of messages.entries()) {
      const file = `neu/${index}.yaml`;
      expect(await runCli(project, ['mapping', 'new', '--from', message, '--out', file])).toMatchObject({ code: 0 });
      const lint = await runCli(project, ['mapping', 'lint', file]);
      expect({ message, code: lint.code, said: lint.stdout.slice(0, lint.code === 0 ? 0 : 2000) }).toEqual({ message, code: 0, said: '' });
      const coverage = JSON.parse((await runCli(project, ['mapping', 'coverage', message, '--mapping', file, '--json'])).stdout) as {
        mappings: readonly { summary: { lost: number; read: number } }[];
      };
      const { lost, read } = coverage.mappings[0]?.summary ?? { lost: -1, read: 0 };
      expect({ message, lost, someRead: read > 0 }).toEqual({ message, lost: 0, someRead: true });
    }
  });

  test('a mapping for one root, with a slip in it, is linted against the imported set', async () => {
    const [message = ''] = messages;
    const { stdout } = await runCli(project, ['mapping', 'new', '--from', message]);
    const broken = stdout.replace(/(path: (?:[\w.:-]+\/)*[\w.:-]+[a-z])(?=[ ,}/])/, '$1nix');
    await writeFile(join(directory, 'neu/kaputt.yaml'), broken);
    const lint = await runCli(project, ['mapping', 'lint', 'neu/kaputt.yaml']);
    expect(lint.code).toBe(3);
    expect(lint.stdout).toContain('AB_PATH_IMPOSSIBLE');
    expect(lint.stdout).toContain(standard);
  });
});

test.skipIf(!hasCorpus)('lint --against lists what breaks in the next version of a standard', { timeout: 60_000 }, async () => {
  const directory = await mkdtemp(join(tmpdir(), 'amtsbote-test-'));
  const project = { directory, env: {} } as Project;
  try {
    for (const version of ['2.5', '2.6']) {
      await runCli(project, ['xoev', 'import', corpus(`xoev/xbau/${version}/schema-dev`), '--name', `xbau-${version}`]);
    }
    await runCli(project, ['mapping', 'new', '--from', 'xbau-2.5:baugenehmigung.antrag.0200', '--out', 'bau.yaml']);
    expect(await runCli(project, ['mapping', 'lint', 'bau.yaml'])).toMatchObject({ code: 0 });
    const { code, stdout } = await runCli(project, ['mapping', 'lint', 'bau.yaml', '--against', 'xbau-2.6']);
    expect(code).toBe(3);
    expect(stdout).toContain('Add `http://www.xleitstelle.de/xbau/2/6` to `message.namespace`.');
    expect(stdout).toContain('`anhangOderVerlinkung/uriVerlinkung` can never match');
    expect(stdout).toContain('It stands deeper: `verlinkung/uriVerlinkung`.');
  } finally {
    await rm(directory, { recursive: true, force: true });
  }
});
