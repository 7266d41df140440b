import { readdir, readFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join, resolve } from 'node:path';
import { readMessage } from '@amtsbote/sdk/workbench';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type CliEnd, runCli } from '../support/cli.ts';
import { dogMessage, tradeMessage } from '../support/messages.ts';
import { makeProject, type Project } from '../support/project.ts';

/** What a spreadsheet, a browser, a terminal and an eye would each take for something else than text. No slash: it names files, too. */
const hostile =
  '=cmd|calc!A1<script>alert(1)<b>`|**\u001b]0;fremd\u0007\u001b[8m\u009b31m\u009d0;x\u009c\u202egpj.exe\u2066\u200f\u2028\r\n\u007f';
/** The same without what XML cannot hold. */
const inXml = hostile.replaceAll(/[\0-\x1f]/g, '');
const moving = /[\0-\t\v-\x1f\x7f-\x9f\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069\ufeff]/;

/** Commands that are not tried here, and why. */
const untried: Readonly<Record<string, string>> = {
  'simulate musterverfahren': 'prints an address, two accounts of its own and nothing else',
  'simulate fit-connect': 'prints an address, folders and a destination of its own',
};

/** A target that takes everything, and answers in words that nobody would print. */
const server = createServer((request, response) => {
  request.resume().on('end', () => {
    const answers: Readonly<Record<string, object>> = {
      '/api/token': { access_token: 'x', expires_in: 3600 },
      '/api/gewerbeanmeldungen': { aktenzeichen: hostile, status: hostile },
    };
    if (request.url === '/maske') {
      response.writeHead(200, { 'content-type': 'text/html; charset=utf-8' });
      response.end(`<!doctype html><title>${inXml}</title><h1>${inXml}</h1><label>${inXml} <input value="${inXml}"></label>`);
      return;
    }
    const answer = request.method === 'GET' ? { treffer: [] } : (answers[request.url ?? ''] ?? {});
    response.writeHead(request.method === 'POST' ? 201 : 200, { 'content-type': 'application/json', 'x-hostile': 'no' });
    response.end(JSON.stringify(answer));
  });
});

const address = (): string => `http://127.0.0.1:${(server.address() as AddressInfo).port}`;

let project: Project;
let ids: Readonly<Record<'delivered' | 'lost', string>>;
const said = new Map<string, readonly CliEnd[]>();

beforeAll(async () => {
  await new Promise<void>((done) => void server.listen(0, '127.0.0.1', done));
  project = await makeProject({ url: address(), rejections: 'allowed' });
  const closed = `    closed: [{ from: 2020-01-01T00:00, until: 2099-01-01T00:00, why: ${JSON.stringify(hostile)} }]`;
  const config = (await project.read('amtsbote.yaml')).replace('  musterverfahren-web:\n', `$&${closed}\n`);
  await project.write('amtsbote.yaml', config);
  await dropAll();
  await tell('sync', ['sync', '--verbose']);
  ids = await idsOf();
  for (const [command, argv] of Object.entries(tries())) await tell(command, argv);
}, 120_000);

afterAll(async () => {
  server.close();
  await project.remove();
});

async function dropAll(): Promise<void> {
  await project.drop('a.xml', tradeMessage({ businessName: inXml, activity: inXml }));
  await project.drop(`a_${hostile}.pdf`, '%PDF-1.7');
  await project.drop('b.xml', tradeMessage({ familyName: inXml }).replace('<code>170<', `<code>${inXml.replaceAll(/[<&]/g, '')}<`));
  await project.drop('c.xml', dogMessage({ dogName: inXml, breed: inXml }));
  await project.drop(`${hostile}.xml`, dogMessage({ remark: inXml }));
  await project.drop(`${hostile}.txt`, 'nichts');
  await project.write('nachrichten/a.xml', tradeMessage({ businessName: inXml }));
  await project.write(`nachrichten/${hostile}.xml`, tradeMessage({ familyName: inXml }));
  await project.write(
    `mappings/${hostile}.test.yaml`,
    `mapping: gewerbeanmeldung.yaml\ntests: [{ name: ${JSON.stringify(hostile)}, message: ../nachrichten/a.xml, record: {} }]\n`,
  );
}

/** Runs a command for people and for programs. */
async function tell(command: string, argv: readonly string[]): Promise<void> {
  const ends = [
    await runCli(project, argv),
    await runCli({ ...project, env: { ...project.env, FORCE_COLOR: '1' } }, argv),
    await runCli(project, [...argv, '--json']),
  ];
  said.set(command, [...(said.get(command) ?? []), ...ends]);
}

async function idsOf(): Promise<typeof ids> {
  const runtime = await project.open();
  try {
    const list = await runtime.list();
    const first = (state: string): string => list.find((one) => one.state === state)?.id ?? '';
    return { delivered: first('accepted'), lost: first('case') };
  } finally {
    await runtime.close();
  }
}

/** Each command with as much of the hostile text as it takes, and in a place where it fails, too. */
function tries(): Readonly<Record<string, readonly string[]>> {
  const message = `nachrichten/${hostile}.xml`;
  return {
    init: ['init', hostile],
    doctor: ['doctor'],
    status: ['status'],
    list: ['list'],
    show: ['show', ids.delivered, '--record'],
    retry: ['retry', hostile],
    resolve: ['resolve', ids.lost, '--delivered', hostile, '--reason', hostile],
    'secret set': ['secret', 'set', hostile],
    'secret list': ['secret', 'list'],
    'secret remove': ['secret', 'remove', hostile],
    'keys rotate': ['keys', 'rotate', '--to', `file:${hostile}`],
    'fit-connect keys create': ['fit-connect', 'keys', 'create', '--name', hostile, '--out', hostile],
    'fit-connect keys export': ['fit-connect', 'keys', 'export', '--name', hostile, '--out', hostile],
    'fit-connect keys rotate': ['fit-connect', 'keys', 'rotate', '--name', hostile, '--out', hostile],
    'fit-connect keys check': ['fit-connect', 'keys', 'check', '--portal', hostile],
    'fit-connect check': ['fit-connect', 'check', '--portal', hostile],
    serve: ['serve', '--config', hostile],
    'connector new': ['connector', 'new', hostile, '--rpa'],
    'connector snapshot': ['connector', 'snapshot', `${address()}/maske`, '--out', `masken-${hostile}`],
    record: ['record', `${address()}/maske`, '--record', hostile],
    'simulate fit-connect send': ['simulate', 'fit-connect', 'send', '--message', message, '--url', address(), '--deviation', hostile],
    'audit verify': ['audit', 'verify', '--checkpoint', hostile],
    'audit export': ['audit', 'export'],
    'evidence export': ['evidence', 'export', '--submission', ids.delivered, '--out', 'nachweis.zip'],
    'evidence verify': ['evidence', 'verify', 'nachweis.zip'],
    'evidence key': ['evidence', 'key'],
    purge: ['purge', '--dry-run', '--route', hostile],
    'hold set': ['hold', 'set', ids.delivered, '--reason', hostile],
    'hold release': ['hold', 'release', ids.delivered, '--reason', hostile],
    'subject find': ['subject', 'find', hostile, '--reason', hostile],
    'subject export': ['subject', 'export', ids.delivered, '--out', 'auskunft', '--reason', hostile],
    backup: ['backup', hostile],
    restore: ['restore', hostile],
    'xoev import': ['xoev', 'import', hostile],
    'xoev list': ['xoev', 'list'],
    'xoev validate': ['xoev', 'validate', message, 'nachrichten', '--validation-report', 'bericht.xml'],
    'xoev explain': ['xoev', 'explain', message, '--values'],
    'xoev sample': ['xoev', 'sample', hostile, hostile],
    'xoev remove': ['xoev', 'remove', hostile],
    'mapping new': ['mapping', 'new', '--from', message, '--out', `neu-${hostile}.yaml`],
    'mapping preview': ['mapping', 'preview', message],
    'mapping lint': ['mapping', 'lint', `mappings/${hostile}.test.yaml`],
    'mapping coverage': [
      'mapping',
      'coverage',
      'nachrichten',
      '--mapping',
      'mappings/gewerbeanmeldung.yaml',
      '--html',
      'abdeckung.html',
      '--markdown',
      'abdeckung.md',
    ],
    'mapping test': ['mapping', 'test', `mappings/${hostile}.test.yaml`, '--junit', 'junit.xml'],
  };
}

describe('with hostile names, fields, ids, answers, reasons and settings', () => {
  test('every command is tried, or says why not', async () => {
    const reference = await readFile(resolve(import.meta.dirname, '../../docs/cli.md'), 'utf8');
    const commands = [...reference.matchAll(/^## amtsbote (.+)$/gm)].map(([, name = '']) => name);
    expect([...said.keys(), ...Object.keys(untried)].toSorted()).toEqual(commands.toSorted());
  });

  test('there is a submission of each kind to show', () => {
    expect(Object.values(ids).filter((id) => id === '')).toEqual([]);
  });

  test('no command prints a character that moves a terminal', () => {
    const wrong = [...said].flatMap(([command, ends]) =>
      ends
        .filter(({ stdout, stderr }) => moving.test((stdout + stderr).replaceAll(/\u001b\[(1|2|22|31|32|33|39)m/g, '')))
        .map(() => command),
    );
    expect(wrong).toEqual([]);
  });

  test('without colours there is no escape at all', () => {
    expect(
      [...said].flatMap(([command, ends]) =>
        ends.filter(({ stdout, stderr }, at) => at % 3 !== 1 && /\u001b/.test(stdout + stderr)).map(() => command),
      ),
    ).toEqual([]);
  });

  test('what programs read is JSON that holds the very text', () => {
    const lines = [...said.values()].flatMap((ends) =>
      ends.filter((_, at) => at % 3 === 2).flatMap(({ stdout }) => stdout.split('\n').filter(Boolean)),
    );
    const parsed = lines.map((line) => JSON.parse(line) as unknown);
    expect(parsed.length).toBeGreaterThan(40);
    expect(JSON.stringify(parsed)).toContain(JSON.stringify(hostile).slice(1, -1));
  });

  test.each(['abdeckung.html', 'abdeckung.md', 'junit.xml', 'bericht.xml', 'auskunft'])(
    'nothing in %s moves a terminal or runs',
    async (name) => {
      const files = name === 'auskunft' ? (await allBelow('auskunft')).filter((file) => !/nachricht|anlage/.test(file)) : [name];
      expect(files.length).toBeGreaterThan(0);
      for (const file of files) {
        const text = await project.read(file);
        expect(text).toContain('alert(1)');
        expect(text).not.toMatch(moving);
        expect(text).not.toMatch(file.endsWith('.json') || file.endsWith('.jsonl') || file.endsWith('.txt') ? /\u001b/ : /(?<!\\)<script/);
      }
    },
  );

  test.each(['junit.xml', 'bericht.xml'])('%s is well-formed', async (name) => {
    using message = await readMessage(Buffer.from(await project.read(name)), { mediaType: 'application/xml' });
    expect(message.leaves().length).toBeGreaterThan(5);
  });

  test('the tables of the Markdown report keep their columns', async () => {
    const rows = (await project.read('abdeckung.md')).split('\n').filter((row) => row.startsWith('|'));
    const columns = rows.map((row) => row.split(/(?<!\\)\|/).length);
    expect(new Set(columns)).toEqual(new Set([8, 5]));
  });

  test('receipts hold the very reference for programs, and nothing that moves a terminal', async () => {
    const texts = await Promise.all((await project.files('angenommen')).map((file) => project.read(`angenommen/${file}`)));
    expect(texts.filter((text) => moving.test(text))).toEqual([]);
    expect(texts.flatMap((text) => (JSON.parse(text) as { references: string[] }).references)).toContain(hostile);
  });
});

async function allBelow(folder: string): Promise<readonly string[]> {
  const names = await readdir(join(project.directory, folder), { recursive: true, withFileTypes: true });
  return names.filter((entry) => entry.isFile()).map((entry) => join(entry.parentPath, entry.name).slice(project.directory.length + 1));
}
