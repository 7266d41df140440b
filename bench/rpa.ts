import { randomBytes } from 'node:crypto';
import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { findBrowser } from '@amtsbote/sdk/rpa';
import { openRuntime } from '@amtsbote/sdk/runtime';
import { demoUser, startMusterverfahren } from '@amtsbote/simulators/musterverfahren';
import { bareScript } from './lib/bare-transfer.ts';
import { median } from './lib/median.ts';
import { interleavedPairs, timeOf } from './lib/pairs.ts';
import { report } from './lib/report.ts';
import { transferFields, transferMapping, transferTarget, transferXml } from './lib/transfer-form.ts';
import { makeWorkFolder } from './lib/work-folder.ts';

const config = {
  ledger: { path: 'ledger.sqlite', masterKey: 'file:master.key' },
  secrets: { sources: ['env'] },
  portals: { eingang: { connector: 'folder', options: { settleMs: 0 } } },
  targets: { application: { productive: false, channels: [{ connector: 'web-form', options: 'target.yaml' }] } },
  routes: { transfer: { portal: 'eingang', mapping: 'mapping.yaml', unchecked: 'deliver', target: 'application' } },
};

const forms = 20;
const warmUp = 3;

await using folder = await makeWorkFolder('rpa');
const application = await startMusterverfahren();
const configFile = await layOut(application.url);
const secrets = { AMTSBOTE_SECRET_USER: demoUser.name, AMTSBOTE_SECRET_PASSWORD: demoUser.password };
const runtime = await openRuntime({
  configFile,
  env: { ...process.env, ...secrets },
  evidence: 'none',
  importModule: (name) => import(name),
});
const bare = await bareScript({ url: application.url, browser: await findBrowser(), user: demoUser });
let number = 0;
try {
  const measured = await interleavedPairs({ ours: enterOurs, baseline: enterBare, pairs: forms, warmUp });
  await expectRecords(2 * (forms + warmUp));
  report(
    'rpa',
    {
      oursMs: median(measured.oursMs),
      bareMs: median(measured.baselineMs),
      ratio: measured.ratio,
      ratioMad: measured.ratioMad,
    },
    { 'at most 0.90 of the same clicks in a bare script': { figure: 'ratio', max: 0.9 } },
  );
} finally {
  await runtime.close();
  await bare.close();
  await application.close();
}

/** One `sync` of one submission: folder, ledger, form, read-back, fence, comparison of the saved record, receipt. */
async function enterOurs(): Promise<number> {
  number += 1;
  await writeFile(join(folder.path, 'eingang', `t${number}.xml`), transferXml(number));
  return timeOf(async () => {
    const { submissions } = await runtime.sync();
    if (submissions[0]?.state !== 'accepted') throw new Error('the submission was not accepted');
  });
}

async function enterBare(): Promise<number> {
  number += 1;
  const fields = transferFields.map((field) => (field.name === 'fremdschluessel' ? { ...field, value: `bare-${number}` } : field));
  return timeOf(() => bare.enter(fields));
}

/** The witness must hold one record per form, whichever side entered it. */
async function expectRecords(count: number): Promise<void> {
  const { records } = (await (await fetch(`${application.url}/__witness/records`)).json()) as { records: unknown[] };
  if (records.length !== count) throw new Error(`the application holds ${records.length} records, not ${count}`);
}

async function layOut(url: string): Promise<string> {
  const inside = (name: string): string => join(folder.path, name);
  await mkdir(inside('eingang'));
  await writeFile(inside('master.key'), randomBytes(32).toString('base64'), { mode: 0o600 });
  await writeFile(inside('mapping.yaml'), transferMapping());
  await writeFile(inside('target.yaml'), transferTarget(url));
  await writeFile(inside('amtsbote.yaml'), JSON.stringify(config));
  return inside('amtsbote.yaml');
}
