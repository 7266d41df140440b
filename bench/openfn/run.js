// One job in a fresh process, as a runtime manager runs it: read job and message, run, write the state.
import { readFile, writeFile } from 'node:fs/promises';
import run from '@openfn/runtime';

const [messageFile, baseUrl, stateFile] = process.argv.slice(2);
const expression = await readFile(new URL('job.js', import.meta.url), 'utf8');
const data = JSON.parse(await readFile(messageFile, 'utf8'));
const path = new URL('node_modules/@openfn/language-common', import.meta.url).pathname;
const linker = { modules: { '@openfn/language-common': { path } } };
const state = await run(expression, { data, configuration: { baseUrl, key: 'OF-1' } }, { linker });
if (state.errors !== undefined || state.reference === undefined) throw new Error('the job failed');
await writeFile(stateFile, JSON.stringify(state));
