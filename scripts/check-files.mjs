import { readFileSync } from 'node:fs';
import { start } from './lib/start.mjs';
import { at } from './lib/workspace.mjs';

/** Files that must be as they are: messages are bytes, and some are broken on purpose. */
const asTheyAre = /\.(xml|xsd|json|zip|pdf|png|jpe?g|ico|woff2?)$|(^|\/)fixtures\//;
const mayRun = /^\.ci\/|^packages\/cli\/bin\/|\.sh$/;

const { output } = await start('git', ['ls-files', '--stage', '-z'], { quiet: true });
const found = output.split('\0').filter(Boolean).flatMap(faultsOf);
for (const fault of found) console.error(fault);
process.exitCode = found.length > 0 ? 1 : 0;

function faultsOf(entry) {
  const [facts, file] = entry.split('\t');
  const mode = facts.slice(0, 6);
  const modeFault = mode === '120000' || (mode === '100755' && !mayRun.test(file));
  return [...(modeFault ? [`${file}: mode ${mode} is not wanted`] : []), ...contentFaults(file)];
}

function contentFaults(file) {
  const text = asTheyAre.test(file) ? undefined : readText(file);
  if (text === undefined) return [];
  const faults = [];
  if (text.includes('\r')) faults.push(`${file}: line ends with CR LF; LF is wanted`);
  if (text !== '' && !text.endsWith('\n')) faults.push(`${file}: the last line has no end`);
  if (text.startsWith('\uFEFF')) faults.push(`${file}: starts with a byte order mark`);
  return faults;
}

/** The text of a tracked file; undefined when it was removed and that is not yet committed. */
function readText(file) {
  try {
    return readFileSync(at(file), 'utf8');
  } catch {
    return undefined;
  }
}
