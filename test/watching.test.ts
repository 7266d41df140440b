import { PassThrough } from 'node:stream';
import { run } from '@amtsbote/cli';
import * as runtime from '@amtsbote/sdk/runtime';
import * as workbench from '@amtsbote/sdk/workbench';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { type CliEnd, runCli } from './support/cli.ts';
import { canShowWindows, openDisplay } from './support/display.ts';
import { dogMessage } from './support/messages.ts';
import { importModule, makeProject, type Project } from './support/project.ts';
import { startWitness, type Witness } from './support/witness.ts';

let app: Witness;
let project: Project;
beforeEach(async () => {
  app = await startWitness();
  project = await makeProject({ url: app.url });
  await project.drop('hund.xml', dogMessage());
});
afterEach(async () => {
  await app.close();
  await project.remove();
});

/** Runs `amtsbote sync` on a terminal where each question is answered. */
async function syncOnTerminal(argv: readonly string[], answer: (question: string) => string): Promise<CliEnd> {
  const stdin = Object.assign(new PassThrough(), { isTTY: true });
  const said = { stdout: '', stderr: '' };
  const code = await run(['sync', '--verbose', ...argv], {
    stdin,
    stdout: { write: (text) => (said.stdout += text), isTTY: false },
    stderr: {
      write: (text) => {
        said.stderr += text;
        if (text.endsWith(') ')) setImmediate(() => stdin.write(`${answer(text)}\n`));
      },
      isTTY: false,
    },
    env: { LANG: 'en_US.UTF-8', DISPLAY: process.env['DISPLAY'], ...project.env },
    cwd: project.directory,
    now: Date.now,
    systemLocale: undefined,
    user: () => 'clerk',
    onInterrupt: () => () => undefined,
    exitNow: () => undefined,
    loadRuntime: async () => runtime,
    loadWorkbench: async () => workbench,
    importConnector: (name) => importModule(name),
  });
  return { code, ...said };
}

test('without a terminal nobody can be asked', async () => {
  const ended = await runCli(project, ['sync', '--pause-before-commit']);
  expect(ended).toMatchObject({ code: 2 });
  expect(ended.stderr).toContain('ask on a terminal');
  expect(await app.records()).toEqual([]);
});

test('a delivery that the person who watches does not let go is a case, and nothing was sent', async () => {
  const steps: string[] = [];
  const beforeStep = async (step: string): Promise<boolean> => steps.push(step) > 0;
  await using own = await opened({ headed: false, beforeStep, beforeCommit: async () => false });
  const { submissions } = await own.runtime.sync();
  expect(submissions.map(({ state }) => state)).toEqual(['case']);
  expect(await own.runtime.show(submissions[0]?.id ?? '')).toMatchObject({ deliveries: [{ findings: [{ code: 'AB_NOT_CONFIRMED' }] }] });
  expect(steps).toContain('fill form');
  expect(await app.records()).toEqual([]);
});

async function opened(watcher: runtime.RuntimeOptions['watcher']): Promise<AsyncDisposable & { readonly runtime: runtime.Runtime }> {
  const own = await project.open({ watcher });
  return { runtime: own, [Symbol.asyncDispose]: () => own.close() };
}

describe.skipIf(!canShowWindows())('in a window', () => {
  test('an operator looks at each step and at the filled form, then lets it be saved', async () => {
    await using display = await openDisplay();
    process.env['DISPLAY'] = display.name;
    try {
      const asked: string[] = [];
      const ended = await syncOnTerminal(['--pause-before-commit', '--step', '--slow', '1'], (question) => {
        asked.push(question);
        return question.startsWith('Look at') ? 'y' : '';
      });
      expect(ended).toMatchObject({ code: 0 });
      expect(asked).toContain('Look at the filled form in the browser window. Do "save dog-registration"? (y/n) ');
      expect(asked[0]).toBe('Next: open page. Go on? (Enter/n) ');
      expect(await app.records()).toHaveLength(1);
    } finally {
      delete process.env['DISPLAY'];
    }
  });
});
