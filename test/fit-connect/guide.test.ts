import { readFile } from 'node:fs/promises';
import { resolve } from 'node:path';
import { connector } from '@amtsbote/connectors/portals/fit-connect';
import { expect, test } from 'vitest';
import { importModule, makeProject } from '../support/project.ts';

test('the configuration of the guide is one that is taken', async () => {
  const guide = await readFile(resolve(import.meta.dirname, '../../docs/guides/fit-connect.md'), 'utf8');
  const options = Array.from(guide.matchAll(/```yaml\n([^`]+)```/g), ([, text]) => text);
  const project = await makeProject({ url: 'http://127.0.0.1:1' });
  const text = await project.read('amtsbote.yaml');
  await project.write('amtsbote.yaml', text.replace('portals:\n', options.join('')));
  const runtime = await project.open({
    importModule: async (name) => (name.endsWith('fit-connect') ? { connector: { ...connector, open: silent } } : await importModule(name)),
  });
  expect((await runtime.doctor()).find(({ name }) => name === 'portal fit-connect')?.checks).toEqual([{ name: 'looked at', ok: true }]);
  await runtime.close();
  await project.remove();
});

/** Asks nobody: the hosts of the guide are real. */
const silent = (): object => ({ check: async () => [{ name: 'looked at', ok: true }] });
