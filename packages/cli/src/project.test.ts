import { cp, mkdtemp, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { demoApiClient, type Musterverfahren, startMusterverfahren } from '@amtsbote/simulators/musterverfahren';
import { type Ran, runCli, type World } from './deps.test-support.ts';

const env = {
  AMTSBOTE_SECRET_MUSTERVERFAHREN_CLIENT_ID: demoApiClient.name,
  AMTSBOTE_SECRET_MUSTERVERFAHREN_CLIENT_SECRET: demoApiClient.password,
};

let app: Musterverfahren;
let root: string;
let project: string;
let count = 0;

beforeAll(async () => {
  app = await startMusterverfahren();
  root = await mkdtemp(join(tmpdir(), 'amtsbote-project-'));
});
afterAll(async () => {
  await app.close();
  await rm(root, { recursive: true, force: true });
});

/** A project from the template `gewerbeanmeldung`, with its target at the server of this test. */
beforeEach(async () => {
  project = join(root, `p${(count += 1)}`);
  await runCli(['init', project, '--template', 'gewerbeanmeldung']);
  await edit('targets/musterverfahren-api.yaml', 'http://127.0.0.1:8787', app.url);
  await edit('amtsbote.yaml', 'rejected: abgelehnt', 'rejected: abgelehnt, settleMs: 0');
});

async function edit(file: string, from: string, to: string): Promise<void> {
  const path = join(project, file);
  const text = await readFile(path, 'utf8');
  expect(text).toContain(from);
  await writeFile(path, text.replace(from, to));
}

const cli = (argv: readonly string[], world: World = {}): Promise<Ran> =>
  runCli(argv, { cwd: project, ...world, env: { ...env, ...world.env } });

const dropSamples = (): Promise<void> => cp(join(project, 'samples'), join(project, 'eingang'), { recursive: true });

async function idOf(state: string): Promise<string> {
  const [list] = (await cli(['list', '--state', state, '--json'])).json();
  const submissions = list?.['submissions'] as { id: string }[] | undefined;
  return submissions?.[0]?.id ?? '';
}

describe('init', () => {
  test('lays out a project that is well, with a key nobody else can read and git does not see', async () => {
    expect((await stat(join(project, '.amtsbote/master.key'))).mode & 0o777).toBe(0o600);
    expect(await readFile(join(project, '.gitignore'), 'utf8')).toContain('.amtsbote/');
    const ran = await cli(['doctor', '--json']);
    expect(ran.code).toBe(0);
    expect(ran.json()).toMatchObject([{ schema: 'amtsbote.doctor/1', well: true }]);
  });

  test('never overwrites', async () => {
    const before = await readFile(join(project, '.amtsbote/master.key'), 'utf8');
    const template = await cli(['init', '.', '--template', 'gewerbeanmeldung']);
    expect(template).toMatchObject({ code: 2, stdout: '' });
    expect((await cli(['init'])).code).toBe(0);
    expect(await readFile(join(project, '.amtsbote/master.key'), 'utf8')).toBe(before);
  });

  test('refuses to hide that the key of a ledger is lost', async () => {
    await cli(['status']);
    await rm(join(project, '.amtsbote/master.key'));
    const ran = await cli(['init']);
    expect(ran.code).toBe(2);
    expect(ran.stderr).toContain('AB_KEY_WRONG');
  });

  test.each(['hundesteuer', 'gewerbeanmeldung'])('the template %s is the example of that name', async (name) => {
    const contents = async (folder: string): Promise<Record<string, string>> => {
      const entries = await readdir(folder, { recursive: true, withFileTypes: true });
      const files = entries.filter((entry) => entry.isFile()).map((entry) => join(entry.parentPath, entry.name));
      const read = files.map(async (file) => [file.slice(folder.length), await readFile(file, 'base64')] as const);
      return Object.fromEntries(await Promise.all(read));
    };
    const template = await contents(join(import.meta.dirname, '../templates', name));
    expect(await contents(join(import.meta.dirname, '../../../examples', name))).toMatchObject(template);
  });
});

describe('sync', () => {
  test('delivers what it can, says why the rest waits for a person, and ends with 3', async () => {
    await dropSamples();
    const ran = await cli(['sync', '--verbose'], { env: { LANG: 'de_DE.UTF-8' } });
    expect(ran).toMatchObject({ code: 3, stderr: '' });
    expect(ran.stdout).toMatch(/zugestellt\s+gewerbeanmeldung → musterverfahren\s+GE-\d{4}-\d{6}\s+Schnittstelle/);
    expect(ran.stdout).toContain('AB_CODE_UNKNOWN Ein Code hat in der Abbildung keinen Eintrag');
    expect(ran.stdout).toMatch(/Ort: .*Feld legalForm/);
    expect(ran.stdout).toContain('zugestellt 2 · abgelehnt 0 · Klärfälle 1');
  });

  test('the same again is known, nothing is done, and the run ends with 0', async () => {
    await dropSamples();
    await cli(['sync']);
    await dropSamples();
    const ran = await cli(['sync', '--verbose']);
    expect(ran.code).toBe(0);
    expect(ran.stdout).toContain('received 0 · already known 3 · delivered 0');
  });

  test('--json tells events line by line, then a summary; every finding has place and advice', async () => {
    await dropSamples();
    const lines = (await cli(['sync', '--json'])).json();
    const events = lines.slice(0, -1);
    expect(new Set(events.map((line) => line['schema']))).toEqual(new Set(['amtsbote.sync.event/1']));
    expect(events.map((line) => line['type'])).toEqual(expect.arrayContaining(['received', 'ready', 'outcome', 'case']));
    expect(lines.at(-1)).toMatchObject({ schema: 'amtsbote.sync.summary/1', received: 3, exitCode: 3 });
    expect(events.find((line) => line['type'] === 'case')).toMatchObject({
      findings: [
        {
          code: 'AB_CODE_UNKNOWN',
          where: { field: 'legalForm' },
          hint: expect.stringContaining('codes.values') as string,
        },
      ],
    });
  });

  test('no output of a run holds what a citizen wrote', async () => {
    await dropSamples();
    const ran = [await cli(['sync', '--json']), await cli(['list']), await cli(['status', '--json'])];
    for (const { stdout, stderr } of ran) expect(stdout + stderr).not.toMatch(/Østergård|O’Neill|Grzegorczyk|Sandower|03046/);
  });

  test('--dry-run shows what would be sent and keeps nothing', async () => {
    await dropSamples();
    const ran = await cli(['sync', '--dry-run', '--limit', '1']);
    expect(ran.stdout).toContain('POST /api/gewerbeanmeldungen');
    expect(ran.stdout).toContain('nothing was entered');
    expect((await cli(['list'])).stdout).toBe('Nothing to show.\n');
    expect(await readdir(join(project, 'eingang'))).toHaveLength(3);
  });

  test('a target that is not there ends with 4 and keeps all for later; retry makes it due', async () => {
    await edit('targets/musterverfahren-api.yaml', app.url, 'http://127.0.0.1:9');
    await dropSamples();
    const ran = await cli(['sync', '--limit', '1']);
    expect(ran.code).toBe(4);
    expect(ran.stdout).toContain('AB_TARGET_UNREACHABLE');
    const retried = await cli(['retry', await idOf('ready'), '--json']);
    expect(retried.json()).toMatchObject([{ deliveries: [expect.stringMatching(/^AB-/) as string] }]);
    expect((await cli(['doctor'])).code).toBe(4);
  });

  test('an interruption before the run ends it with 130', async () => {
    await dropSamples();
    const deps = { onInterrupt: (listener: () => void) => (listener(), () => undefined) };
    const ran = await cli(['sync'], { deps });
    expect(ran.code).toBe(130);
    expect(ran.stderr).toContain('finishing the current step');
    expect(ran.stdout).toContain('interrupted');
  });

  test('a second interruption stops at once', async () => {
    const ended: number[] = [];
    const deps = {
      onInterrupt: (listener: () => void) => (listener(), listener(), () => undefined),
      exitNow: (code: number) => void ended.push(code),
    };
    await cli(['sync'], { deps });
    expect(ended).toEqual([130]);
  });
});

describe('what sync says', () => {
  test('off a terminal it says what needs a person and the counts, and nothing when nobody is needed', async () => {
    await dropSamples();
    const ran = await cli(['sync']);
    expect(ran).toMatchObject({ code: 3, stderr: '' });
    expect(ran.stdout).toContain('AB_CODE_UNKNOWN');
    expect(ran.stdout).toContain('delivered 2 · rejected 0 · cases 1');
    expect(ran.stdout).not.toMatch(/GE-\d{4}/);
    await dropSamples();
    expect(await cli(['sync'])).toMatchObject({ code: 0, stdout: '', stderr: '' });
    expect(await cli(['sync', '--fail-on', 'open'])).toMatchObject({
      code: 3,
      stdout: expect.stringContaining('Open cases in the ledger: 1') as string,
    });
    expect((await cli(['sync', '--quiet', '--verbose'])).code).toBe(2);
  });

  test('on a terminal everything is said, but with --quiet', async () => {
    const terminal = (...argv: readonly string[]) => {
      let stdout = '';
      const deps = { stdout: { write: (text: string) => (stdout += text), isTTY: true } };
      return cli(['sync', ...argv], { deps }).then(() => stdout);
    };
    expect(await terminal()).toContain('Nothing was due.');
    expect(await terminal('--quiet')).toBe('');
  });
});

describe('a case', () => {
  beforeEach(async () => {
    await dropSamples();
    await cli(['sync']);
  });

  test('off a terminal, resolve never asks: it names the answers', async () => {
    const ran = await cli(['resolve', await idOf('case')], { stdin: 'retry\n' });
    expect(ran).toMatchObject({ code: 2, stdout: '' });
    expect(ran.stderr).toContain('--delivered, --retry, --reject');
  });

  test('on a terminal, resolve asks for the answer and what belongs to it', async () => {
    const id = await idOf('case');
    const ran = await cli(['resolve', id], { typed: ['delivered', 'GE-2026-4711', ''] });
    expect(ran).toMatchObject({ code: 0, stdout: `${id}: taken as delivered.\n` });
    expect((await cli(['show', id])).stdout).toContain('clerk');
  });

  test('once the mapping knows the code, retry delivers it', async () => {
    const id = await idOf('case');
    await edit('mappings/gewerbeanmeldung.yaml', "'170': Einzelunternehmen", "'170': Einzelunternehmen, '351': GmbH");
    expect((await cli(['resolve', id, '--retry'])).code).toBe(0);
    expect((await cli(['sync'])).code).toBe(0);
    expect((await cli(['show', id])).stdout).toMatch(/Reference: GE-/);
  });

  test('two answers at once, and an answer to nothing, are refused', async () => {
    const both = await cli(['resolve', await idOf('case'), '--retry', '--reject', 'X011']);
    expect(both.stderr).toContain('exactly one answer');
    const nothing = await cli(['resolve', await idOf('delivered'), '--retry']);
    expect(nothing).toMatchObject({ code: 2 });
    expect(nothing.stderr).toContain('AB_ANSWER_NOT_ALLOWED');
  });

  test('show gives the record when asked, and not otherwise', async () => {
    const id = await idOf('delivered');
    expect((await cli(['show', id])).stdout).not.toContain('familyName');
    expect((await cli(['show', id, '--record'])).stdout).toContain('"familyName"');
    expect((await cli(['show', 's-none'])).code).toBe(2);
  });
});

test('the configuration is found from a folder below, and --config names another', async () => {
  expect((await cli(['status'], { cwd: join(project, 'samples') })).code).toBe(0);
  expect((await cli(['status', '--config', join(project, 'amtsbote.yaml')], { cwd: root })).code).toBe(0);
});

test('a mistake in the configuration is told with file, line and column', async () => {
  await edit('amtsbote.yaml', 'rejections: allowed', 'rejections: maybe');
  const ran = await cli(['status']);
  expect(ran.code).toBe(2);
  expect(ran.stderr).toMatch(/AB_CONFIG_INVALID[^]*amtsbote\.yaml, line \d+, column \d+/);
});

describe('secrets', () => {
  const kept: [string, string][] = [];
  beforeEach(() => void kept.splice(0));

  /** The real store, but for the keyring of the machine that runs this test, which is not ours to write to. */
  const noting = {
    loadRuntime: async () => {
      const entry = await import('@amtsbote/sdk/runtime');
      const openSecretStore: typeof entry.openSecretStore = (sources, variables) => ({
        ...entry.openSecretStore(sources, variables),
        set: async (name, value) => void kept.push([name, value]),
        list: async () => kept.map(([name]) => name),
        remove: async (name) => kept.some(([known]) => known === name),
      });
      return { ...entry, openSecretStore };
    },
  };

  test('a value typed for a secret is shown nowhere', async () => {
    const ran = await cli(['secret', 'set', 'PORTAL'], { typed: ['geheim-4711'], deps: noting });
    expect(ran.stdout + ran.stderr).not.toContain('4711');
    expect(kept).toEqual([['PORTAL', 'geheim-4711']]);
  });

  test('a secret on standard input is taken without its line break, and an empty one refused', async () => {
    await cli(['secret', 'set', 'PORTAL'], { stdin: ' a b \n', deps: noting });
    expect(kept).toEqual([['PORTAL', ' a b ']]);
    expect((await cli(['secret', 'set', 'PORTAL'], { stdin: '\n', deps: noting })).code).toBe(2);
  });

  test('list names what the configuration needs and where it is found, and leaves a keyring alone that is not used', async () => {
    const onlyId = { AMTSBOTE_SECRET_MUSTERVERFAHREN_CLIENT_SECRET: undefined };
    await edit('amtsbote.yaml', 'portals:', 'secrets: { sources: [env] }\n\nportals:');
    const environment = await cli(['secret', 'list', '--json'], { env: onlyId });
    expect(environment.json()).toMatchObject([
      {
        secrets: [
          { name: 'musterverfahren-client-id', source: 'env' },
          { name: 'musterverfahren-client-secret', source: null },
        ],
      },
    ]);
  });

  test('doctor tells where each secret comes from and which one is missing, never what it is', async () => {
    const some = { AMTSBOTE_SECRET_MUSTERVERFAHREN_CLIENT_ID: 'Geheimnis-4711', AMTSBOTE_SECRET_MUSTERVERFAHREN_CLIENT_SECRET: undefined };
    await edit('amtsbote.yaml', 'portals:', 'secrets: { sources: [env] }\n\nportals:');
    const [people, programs] = [await cli(['doctor'], { env: some }), await cli(['doctor', '--json'], { env: some })];
    const [{ sections }] = programs.json() as [{ sections: { name: string }[] }];
    expect(sections.find(({ name }) => name === 'secrets')).toEqual({
      name: 'secrets',
      checks: [
        { name: 'musterverfahren-client-id', ok: true, detail: 'found in env' },
        { name: 'musterverfahren-client-secret', ok: false, detail: 'found nowhere', hint: expect.any(String) as string },
      ],
    });
    expect([programs.code, people.stdout + people.stderr + programs.stdout]).toEqual([2, expect.not.stringContaining('4711')]);
  });

  test('remove says whether there was one', async () => {
    await cli(['secret', 'set', 'portal'], { stdin: 'a', deps: noting });
    expect((await cli(['secret', 'remove', 'portal'], { deps: noting })).stdout).toContain('is removed');
    const none = await cli(['secret', 'remove', 'none', '--json'], { deps: noting });
    expect(none.json()).toMatchObject([{ removed: false }]);
  });
});

describe('simulate', () => {
  test('says where it runs, and with --parent-exit stops when standard input closes', async () => {
    const ran = await cli(['simulate', 'musterverfahren', '--port', '0', '--parent-exit', '--json'], {
      stdin: '',
    });
    expect(ran.code).toBe(0);
    const url = String(ran.json()[0]?.['url']);
    expect(url).toMatch(/^http:\/\/127\.0\.0\.1:\d+$/);
    await expect(fetch(url)).rejects.toThrow('fetch failed');
  });

  test('stops on Ctrl-C, and keeps its records in the file that was named', async () => {
    const deps = { onInterrupt: (listener: () => void) => (setImmediate(listener), () => undefined) };
    const argv = ['simulate', 'musterverfahren', '--port', '0', '--database', 'daten/muster.sqlite'];
    expect((await cli(argv, { deps })).stdout).toContain('sachbearbeitung');
    expect(await readdir(join(project, 'daten'))).toContain('muster.sqlite');
  });

  test('a port that is taken is named, with what to do', async () => {
    const ran = await cli(['simulate', 'musterverfahren', '--port', String(app.port)]);
    expect(ran.code).toBe(2);
    expect(ran.stderr).toContain(`Port ${app.port} is taken`);
  });
});
