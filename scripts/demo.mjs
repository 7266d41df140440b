import { spawn } from 'node:child_process';
import { cpSync, mkdirSync, readFileSync, renameSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { setUpOrExit } from './lib/set-up.mjs';
import { at, node24, node24Environment } from './lib/workspace.mjs';

const project = at('.demo');
const program = at('packages', 'cli', 'bin', 'amtsbote.js');
const channelNames = { api: 'API', rpa: 'web UI' };
const environment = {
  ...node24Environment(),
  AMTSBOTE_SECRET_MUSTERVERFAHREN_USER: 'sachbearbeitung',
  AMTSBOTE_SECRET_MUSTERVERFAHREN_PASSWORD: 'muster-2026',
  AMTSBOTE_SECRET_MUSTERVERFAHREN_CLIENT_ID: 'amtsbote',
  AMTSBOTE_SECRET_MUSTERVERFAHREN_CLIENT_SECRET: 'api-muster-2026',
};

/** What is dropped, and what must become of it the first time. `message` tells submissions apart by its size. */
const drops = [
  drop('hundesteuer', 'hund-1-dackel.xml', { state: 'delivered', channel: 'rpa' }),
  drop('hundesteuer', 'hund-2-assistenzhund.xml', { state: 'delivered', channel: 'rpa' }),
  drop('hundesteuer', 'hund-3-chipnummer-zu-kurz.xml', { state: 'rejected', code: 'AB_SCHEMA_INVALID' }),
  drop('hundesteuer', 'hund-4-rasse-unbekannt.xml', { state: 'case', code: 'AB_CODE_UNKNOWN' }),
  drop('gewerbeanmeldung', 'gewerbe-1-baeckerei.xml', { state: 'delivered', channel: 'api' }),
  drop('gewerbeanmeldung', 'gewerbe-2-mit-anlage', {
    state: 'delivered',
    channel: 'api',
    message: 'nachricht.xml',
  }),
];

process.exitCode = 1;
await setUpOrExit();
const simulator = await startSimulator();
try {
  process.exitCode = (await demonstrate(simulator.url)) ? 0 : 1;
} catch (error) {
  console.error(error.message);
} finally {
  await simulator.stop();
}

/** Runs the story once; true when everything became what it should. */
async function demonstrate(url) {
  console.log(`Simulated specialist application: ${url}`);
  await layOut(url);
  const before = await witness(url);
  for (const { source, name } of drops) dropIn(source, name);
  console.log(`Dropped ${drops.length} submissions into .demo/eingang\n$ amtsbote sync`);
  const run = await sync();
  const rows = await rowsOf(run);
  printTable(rows);
  const after = await witness(url);
  const again = run.summary.duplicates === drops.length;
  const once = again ? after.length === before.length : after.length - before.length === expected('delivered').length;
  console.log(verdictOf({ again, once, records: after.length }));
  await printWays(rows);
  return once && allDifferent(after) && rows.length === drops.length && rows.every((row) => isExpected(row, again));
}

function drop(example, name, { message, ...expectation }) {
  const source = at('examples', example, 'samples', name);
  const size = statSync(message === undefined ? source : join(source, message)).size;
  return { source, name, size, ...expectation };
}

function expected(state) {
  return drops.filter((one) => one.state === state);
}

/** One project made of both examples: dogs through the web UI, trades through the API, one target. */
async function layOut(url) {
  mkdirSync(project, { recursive: true, mode: 0o700 });
  for (const example of ['hundesteuer', 'gewerbeanmeldung']) {
    for (const folder of ['mappings', 'schemas', 'targets']) {
      cpSync(at('examples', example, folder), join(project, folder), { recursive: true });
    }
  }
  for (const file of ['musterverfahren-web.yaml', 'musterverfahren-api.yaml']) {
    const path = join(project, 'targets', file);
    writeFileSync(path, readFileSync(path, 'utf8').replace('http://127.0.0.1:8787', url));
  }
  writeFileSync(join(project, 'amtsbote.yaml'), configuration());
  await amtsbote(['init', project]);
}

function configuration() {
  return `# Made by \`npm run demo\` from both examples.
portals:
  eingang: { connector: folder, options: { settleMs: 300 } }
targets:
  musterverfahren:
    productive: false
    channels:
      - { connector: web-form, options: targets/musterverfahren-web.yaml }
      - { connector: rest, options: targets/musterverfahren-api.yaml }
routes:
  hundesteuer:
    portal: eingang
    mapping: mappings/hundesteuer.yaml
    schema: schemas/fim-s99000711_1.0.xsd
    target: musterverfahren
    channels: [rpa]
    rejections: allowed
  gewerbeanmeldung:
    portal: eingang
    mapping: mappings/gewerbeanmeldung.yaml
    schema: schemas/gewerbemeldung-0500_2.2.xsd
    target: musterverfahren
    channels: [api]
    rejections: allowed
`;
}

/** Copied beside the folder first, so that it appears there whole. */
function dropIn(source, name) {
  const beside = join(project, `.${name}`);
  rmSync(beside, { recursive: true, force: true });
  cpSync(source, beside, { recursive: true });
  renameSync(beside, join(project, 'eingang', name));
}

async function sync() {
  const { stdout } = await amtsbote(['sync', '--json', '--config', join(project, 'amtsbote.yaml')], [0, 3]);
  const lines = stdout
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line));
  return { summary: lines.at(-1) };
}

async function rowsOf({ summary }) {
  const rows = [];
  for (const { id } of summary.submissions) {
    const { stdout } = await amtsbote(['show', id, '--json', '--config', join(project, 'amtsbote.yaml')]);
    const { submission } = JSON.parse(stdout);
    const delivery = submission.deliveries[0];
    const dropped = drops.find((one) => one.size === submission.messageSize);
    rows.push({
      id,
      dropped,
      name: dropped?.name ?? '?',
      state: delivery?.state ?? submission.state,
      reference: delivery?.reference,
      channel: delivery?.channel,
      finding: [...submission.findings, ...(delivery?.findings ?? [])][0],
      evidence: submission.evidence.length,
    });
  }
  return rows.toSorted((one, other) => one.name.localeCompare(other.name));
}

function isExpected({ dropped, state, channel, reference, finding }, again) {
  if (dropped === undefined) return false;
  // Since the first run a person may have answered the case.
  if (again && dropped.state === 'case') return true;
  if (state !== dropped.state) return false;
  return dropped.code === undefined ? channel === dropped.channel && Boolean(reference) : finding?.code === dropped.code;
}

function printTable(rows) {
  const widths = [32, 14, 12, 17, 8];
  const line = (cells) =>
    cells
      .map((cell, index) => String(cell ?? '').padEnd(widths[index]))
      .join(' ')
      .trimEnd();
  console.log(`\n${line(['submission', 'id', 'became', 'reference', 'channel'])}`);
  for (const { name, id, state, reference, channel, finding } of rows) {
    console.log(line([name, id, state, reference, channelNames[channel]]));
    if (finding === undefined || state === 'delivered') continue;
    console.log(`    ${finding.code}: ${finding.message}`);
    console.log(`    where:  ${placeOf(finding.where)}`);
    console.log(`    advice: ${finding.hint ?? ''}`);
  }
  console.log();
}

function placeOf({ file, line, field, path } = {}) {
  const parts = [file, line && `line ${line}`, field && `field ${field}`, path && `path ${path}`];
  return parts.filter(Boolean).join(', ');
}

function verdictOf({ again, once, records }) {
  if (!once) return `The application holds ${records} records, which is not what it should hold.`;
  if (again) return `All six were already known: nothing was entered twice. The application still holds ${records} records.`;
  return `The application holds ${records} records, one per delivered submission (counted by its witness, not by Amtsbote).`;
}

async function printWays(rows) {
  const folder = join(project, 'nachweise');
  for (const { id } of rows.filter((row) => row.evidence > 0)) {
    await amtsbote(['show', id, '--evidence', folder, '--config', join(project, 'amtsbote.yaml')]);
  }
  const open = rows.find((row) => row.state === 'case') ?? rows[0];
  const command = 'npm run -s amtsbote --';
  console.log(`\nLook further:
  ${command} list --config .demo/amtsbote.yaml
  ${command} show ${open?.id} --config .demo/amtsbote.yaml
  ${command} simulate musterverfahren --database .demo/musterverfahren.sqlite
The last one shows the records as a clerk sees them. Masked screenshots and confirmations lie in .demo/nachweise.
\`npm run demo\` once more drops the same six again; to start from the beginning, remove .demo.`);
}

async function witness(url) {
  const answer = await fetch(`${url}/__witness/records`);
  return (await answer.json()).records;
}

function allDifferent(records) {
  return new Set(records.map((record) => record.fremdschluessel)).size === records.length;
}

/** Runs a command of ours to its end. */
async function amtsbote(args, accepted = [0]) {
  const child = spawn(node24, [program, ...args], { env: environment, stdio: ['ignore', 'pipe', 'pipe'] });
  let stdout = '';
  let stderr = '';
  child.stdout.on('data', (chunk) => (stdout += chunk));
  child.stderr.on('data', (chunk) => (stderr += chunk));
  const code = await new Promise((resolve) => child.on('close', resolve));
  if (accepted.includes(code)) return { code, stdout };
  throw new Error(`amtsbote ${args[0]} ended with ${code}:\n${stderr || stdout}`);
}

/** The simulated application on a free port; it ends with us, whatever happens to us, because its input closes then. */
async function startSimulator() {
  mkdirSync(project, { recursive: true, mode: 0o700 });
  const args = ['simulate', 'musterverfahren', '--port', '0', '--parent-exit', '--json'];
  const child = spawn(node24, [program, ...args, '--database', join(project, 'musterverfahren.sqlite')], {
    env: environment,
    stdio: ['pipe', 'pipe', 'inherit'],
  });
  const ended = new Promise((resolve) => child.on('close', resolve));
  const lines = createInterface({ input: child.stdout });
  const first = await Promise.race([new Promise((resolve) => lines.once('line', resolve)), ended.then(() => undefined)]);
  if (typeof first !== 'string') throw new Error('The simulated application did not start.');
  return {
    url: JSON.parse(first).url,
    stop: async () => {
      child.stdin.end();
      await ended;
    },
  };
}
