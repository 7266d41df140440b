import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { bringWindows } from './lib/browser.mjs';
import { setUp } from './lib/set-up.mjs';
import { startNode24 } from './lib/start.mjs';
import { countTests, resultLine, slowTests } from './lib/test-report.mjs';
import { bringXmllint } from './lib/xmllint.mjs';
import { corpus, readIfThere, toolFile } from './lib/workspace.mjs';

const folder = mkdtempSync(join(tmpdir(), 'amtsbote-test-'));
try {
  const { advice } = await setUp();
  if (advice) console.error(advice);
  await bringXmllint();
  await bringWindows();
  const report = join(folder, 'report.json');
  const { code } = await startNode24([
    toolFile('vitest'),
    'run',
    '--reporter=default',
    '--reporter=json',
    `--outputFile.json=${report}`,
    ...process.argv.slice(2),
  ]);
  finish(code, readIfThere(report));
} catch (error) {
  console.error(error.message);
  end({ passed: 0, failed: 1, skipped: 0 });
} finally {
  rmSync(folder, { recursive: true, force: true });
}

function finish(code, text) {
  const report = text === undefined ? undefined : JSON.parse(text);
  const counts = countTests(report, code);
  for (const line of slowTests(report)) console.log(line);
  if (!existsSync(corpus)) {
    console.log('The corpus is not there: tests that need it were skipped. AMTSBOTE_CORPUS names its folder.');
    if (process.env.CI === 'true' && counts.skipped > 0) counts.failed += 1;
  }
  end(counts);
}

function end(counts) {
  console.log(resultLine(counts));
  process.exitCode = counts.failed > 0 || counts.passed === 0 ? 1 : 0;
}
