import type { RuntimeOptions } from '@amtsbote/sdk/runtime';
import { CliError } from '../../cli-error.ts';
import type { Context } from '../../context.ts';
import { expectScreen } from '../../screen.ts';
import type { TextKey } from '../../texts/texts.ts';
import type { SyncCommandOptions } from './handler.ts';

/** A person who looks at the screen during a run. */
export interface Watching {
  readonly watcher: NonNullable<RuntimeOptions['watcher']>;
  /** True when questions come up on the terminal. */
  readonly asks: boolean;
  end(): void;
}

/**
 * Undefined when nobody asked to look. Each of the options opens a window: who is asked must see what it is about.
 *
 * @throws CliError when there is no terminal to ask on, or no screen for the window
 */
export async function startWatching(context: Context, options: SyncCommandOptions): Promise<Watching | undefined> {
  const { headed, slow, pauseBeforeCommit, step } = options;
  const asks = pauseBeforeCommit === true || step === true;
  if (headed !== true && slow === undefined && !asks) return undefined;
  const { deps, view } = context;
  if (asks && deps.stdin.isTTY !== true) throw new CliError(view.t('sync.watchingNeedsTerminal'));
  expectScreen(context);
  const base = { headed: true, ...(slow !== undefined && { slowMs: slow }) };
  if (!asks) return { watcher: base, asks, end: () => undefined };
  const { Terminal } = await import('../../terminal.ts');
  const terminal = new Terminal(deps);
  let before: Promise<unknown> = Promise.resolve();
  const ask = (key: TextKey, isYes: (answer: string) => boolean) => (what: string) => {
    const asked = before.then(async () => isYes(await terminal.ask(`${view.t(key, { what })} `)));
    before = asked.catch(() => undefined);
    return asked;
  };
  const isYes = (answer: string): boolean => /^(j|ja|y|yes)$/i.test(answer);
  return {
    watcher: {
      ...base,
      beforeCommit: ask('sync.confirmCommit', isYes),
      ...(step === true && { beforeStep: ask('sync.confirmStep', (answer) => answer === '' || isYes(answer)) }),
    },
    asks,
    end: () => terminal.close(),
  };
}
