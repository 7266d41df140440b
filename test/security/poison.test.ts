import { readFile } from 'node:fs/promises';
import { expect, onTestFinished, test } from 'vitest';
import type { CliEnd } from '../support/cli.ts';
import { runCliProcess } from '../support/cli-process.ts';
import { tradeMessage } from '../support/messages.ts';
import { makeProject, type Project } from '../support/project.ts';
import { valuesIn, valuesInFiles } from '../support/search.ts';
import { startWitness, type Witness } from '../support/witness.ts';

const poison = 'Giftmischerei Quargel';
const others = ['Bäckerei Eins', 'Bäckerei Zwei'] as const;

/** A profile of the operator that fills the memory of the process with a marked message, as a broken reader would. */
function profileThat(isGreedy: boolean): string {
  return `export const profile = { type: 'profile', profile: {
    name: 'greedy',
    title: 'greedy',
    detect: (message) => {
      const hoard = [];
      while (${isGreedy} && message.leaves().some(({ text }) => text.startsWith('Gift'))) hoard.push(new Array(1e6).fill(hoard.length));
      return undefined;
    },
    header: () => ({}),
  } };\n`;
}

async function stage(): Promise<{ readonly project: Project; readonly witness: Witness }> {
  const witness = await startWitness();
  const project = await makeProject({ url: witness.url });
  onTestFinished(async () => {
    await witness.close();
    await project.remove();
  });
  await project.write('amtsbote.yaml', `${await readFile(project.configFile, 'utf8')}profiles: [./greedy.mjs]\n`);
  await project.write('greedy.mjs', profileThat(true));
  return { project, witness };
}

function sync(project: Project): Promise<CliEnd> {
  return runCliProcess(project, ['sync', '--json'], { env: { NODE_OPTIONS: '--max-old-space-size=96' } });
}

test.skipIf(process.platform === 'win32')(
  'a message of which two processes really died is a case, unread; what came with it and after it is delivered; retry reads it once more',
  async () => {
    const { project, witness } = await stage();
    const saved = async (): Promise<readonly unknown[]> => (await witness.records()).map(({ fields }) => fields['betrieb_name']);
    await project.drop('a.xml', tradeMessage({ businessName: poison }));
    await project.drop('b.xml', tradeMessage({ businessName: others[0] }));
    const deaths = [await sync(project)];
    expect(await saved()).toEqual([]);
    await project.drop('c.xml', tradeMessage({ businessName: others[1] }));
    deaths.push(await sync(project));
    expect(deaths.map(({ code }) => code)).toEqual([-1, -1]);
    expect(await saved()).toEqual([others[1]]);
    expect(await project.files('angenommen')).toHaveLength(1);
    const ended = await sync(project);
    expect(ended.code).toBe(3);
    expect(await saved()).toEqual([others[1], others[0]]);
    const summary = JSON.parse(ended.stdout.trimEnd().split('\n').at(-1) ?? '') as { submissions: { id: string; state: string }[] };
    const [died] = summary.submissions.filter(({ state }) => state === 'case');
    const shown = await runCliProcess(project, ['show', died?.id ?? '']);
    expect(shown.stdout).toContain('AB_READING_DIED');
    const said = [...deaths, ended, shown].map(({ stdout, stderr }) => stdout + stderr).join('\n');
    expect(valuesIn(Buffer.from(said), [poison, ...others])).toEqual([]);
    expect(await valuesInFiles(project.directory, [poison, ...others])).toEqual([]);
    await project.write('greedy.mjs', profileThat(false));
    await runCliProcess(project, ['resolve', died?.id ?? '', '--retry']);
    expect((await sync(project)).code).toBe(0);
    expect(await saved()).toEqual([others[1], others[0], poison]);
  },
);
