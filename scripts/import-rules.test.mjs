import { execFile } from 'node:child_process';
import { copyFile, cp, mkdir, mkdtemp, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { at, toolFile } from './lib/workspace.mjs';

const forbidden = [
  ['packages/sdk/src/model/a.ts', 'zod', 'model imports nothing'],
  ['packages/sdk/src/model/b.ts', '../target/channel.ts', 'model imports nothing'],
  ['packages/sdk/src/errors/a.ts', '../portal/contract.ts', 'errors imports model only'],
  ['packages/sdk/src/message/xml/a.ts', '../../mapping/compile.ts', 'message imports model and errors'],
  ['packages/sdk/src/mapping/a.ts', 'node:fs', 'mapping is pure'],
  ['packages/sdk/src/mapping/b.ts', '../ledger/contract.ts', 'mapping is pure'],
  ['packages/sdk/src/target/a.ts', '../engine/attempt.ts', 'portal and target are contracts'],
  ['packages/sdk/src/portal/a.ts', '../http/client.ts', 'portal and target are contracts'],
  ['packages/sdk/src/sealing/a.ts', '../ledger/contract.ts', 'evidence and sealing import contracts'],
  ['packages/sdk/src/secrets/a.ts', '../config/load.ts', 'secrets imports sealing, model and errors only'],
  ['packages/sdk/src/ledger/a.ts', 'kysely', 'only ledger/sql and ledger/sqlite import kysely'],
  ['packages/sdk/src/ledger/b.ts', './sql/claim.ts', 'never its implementations'],
  ['packages/sdk/src/ledger/sql/a.ts', '../../engine/plan.ts', "the ledger's implementations import its contract"],
  ['packages/sdk/src/engine/a.ts', '../ledger/sql/claim.ts', 'never an implementation'],
  ['packages/sdk/src/engine/b.ts', '../ledger/sqlite/open.ts', 'never an implementation'],
  ['packages/sdk/src/engine/c.ts', '../http/client.ts', 'never an implementation'],
  ['packages/sdk/src/engine/deep/d.ts', '../../rpa/session.ts', 'never an implementation'],
  ['packages/sdk/src/engine/e.ts', '../runtime/index.ts', 'only runtime wires'],
  ['packages/sdk/src/engine/f.ts', 'node:sqlite', 'never an implementation'],
  ['packages/sdk/src/engine/g.ts', '../config/load.ts', 'only runtime loads it'],
  ['packages/sdk/src/config/a.ts', '../engine/plan.ts', 'it starts nothing'],
  ['packages/sdk/src/http/a.ts', 'playwright-core', 'http imports axios'],
  ['packages/sdk/src/rpa/a.ts', 'axios', 'rpa imports playwright'],
  ['packages/sdk/src/recorder/a.ts', 'playwright-core', 'only sdk/rpa loads playwright'],
  ['packages/sdk/src/recorder/b.ts', '../engine/plan.ts', 'recorder watches a person'],
  ['packages/sdk/src/runtime/a.ts', 'axios', 'third-party packages belong into the room'],
  ['packages/sdk/src/workbench/a.ts', '../engine/plan.ts', 'no engine, no ledger'],
  ['packages/sdk/src/a.ts', 'axios', 'only http/ imports axios'],
  ['packages/connectors/src/targets/rest/a.ts', '@amtsbote/cli', 'never cli, never runtime'],
  ['packages/connectors/src/targets/rest/b.ts', '@amtsbote/sdk/runtime', 'never cli, never runtime'],
  ['packages/connectors/src/targets/rest/c.ts', '../web-form/fill.ts', 'never one another'],
  ['packages/connectors/src/targets/rest/d.ts', '../../portals/folder/read.ts', 'never one another'],
  ['packages/connectors/src/targets/rest/e.ts', '@amtsbote/simulators/musterverfahren', 'never cli, never runtime'],
  ['packages/connectors/src/targets/web-form/a.ts', 'playwright-core', 'only sdk/rpa imports playwright'],
  ['packages/simulators/src/musterverfahren/a.ts', '@amtsbote/sdk', 'the independent other side'],
  ['packages/cli/src/a.ts', '@amtsbote/connectors/portals/folder', 'never by a static import'],
  ['packages/cli/src/b.ts', '@amtsbote/simulators/musterverfahren', 'never by a static import'],
  ['packages/cli/src/c.ts', 'node:sqlite', 'cli reaches these through sdk/runtime'],
];

const allowed = [
  ['packages/sdk/src/model/ok.ts', '../errors/codes.ts'],
  ['packages/sdk/src/message/xml/ok.ts', 'libxml2-wasm'],
  ['packages/sdk/src/message/xml/ok2.ts', '../message.ts'],
  ['packages/sdk/src/mapping/ok.ts', '../message/message.ts'],
  ['packages/sdk/src/secrets/ok.ts', '@napi-rs/keyring/keytar.js'],
  ['packages/sdk/src/secrets/ok2.ts', '../sealing/envelope.ts'],
  ['packages/sdk/src/workbench/ok.ts', '../mapping/mapping.ts'],
  ['packages/sdk/src/ledger/sql/ok.ts', 'kysely'],
  ['packages/sdk/src/ledger/sqlite/ok.ts', 'node:sqlite'],
  ['packages/sdk/src/engine/ok.ts', '../ledger/contract.ts'],
  ['packages/sdk/src/http/ok.ts', 'axios'],
  ['packages/sdk/src/rpa/ok.ts', 'playwright-core'],
  ['packages/sdk/src/recorder/ok.ts', '../rpa/browser/find-browser.ts'],
  ['packages/sdk/src/runtime/ok.ts', '../ledger/sqlite/open.ts'],
  ['packages/connectors/src/targets/web-form/ok.ts', '@amtsbote/sdk/rpa'],
  ['packages/cli/src/ok.ts', '@amtsbote/sdk/runtime'],
  ['packages/sdk/src/engine/ok.test.ts', '../ledger/sqlite/open.ts'],
];

let folder;
let findings;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'amtsbote-rules-'));
  await copyFile(at('.oxlintrc.json'), join(folder, '.oxlintrc.json'));
  await cp(at('scripts/lint'), join(folder, 'scripts/lint'), { recursive: true });
  await symlink(at('node_modules'), join(folder, 'node_modules'), 'junction');
  for (const [file, specifier] of [...forbidden, ...allowed]) {
    await mkdir(dirname(join(folder, file)), { recursive: true });
    await writeFile(join(folder, file), `import { x } from '${specifier}';\n\nexport const y = x;\n`);
  }
  findings = await lint(folder);
});

afterAll(() => rm(folder, { recursive: true, force: true }));

test.each(forbidden)('%s may not import %s', (file, _specifier, rule) => {
  expect(findings.get(file)).toContain(rule);
});

test.each(allowed)('%s may import %s', (file) => {
  expect(findings.get(file)).toBeUndefined();
});

/** The messages of broken import directions, by file. */
async function lint(cwd) {
  const text = await new Promise((resolve) => {
    execFile(process.execPath, [toolFile('oxlint'), '--format=json'], { cwd, maxBuffer: 1e8 }, (_error, stdout) => resolve(stdout));
  });
  const broken = JSON.parse(text).diagnostics.filter(({ code }) => code.includes('no-restricted-imports'));
  return new Map(broken.map((one) => [one.filename.replaceAll('\\', '/'), `${one.message} ${one.help}`]));
}
