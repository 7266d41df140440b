import type { SyncEvent } from '@amtsbote/sdk/runtime';
import type { Context } from '../../context.ts';
import { time } from '../../render/values.ts';
import type { Watching } from './watching.ts';

/** Shows how a run goes on. */
export interface Progress {
  tell(event: SyncEvent): void;
  /** Takes the line away again. */
  end(): void;
}

const silent: Progress = { tell: () => undefined, end: () => undefined };

/** A moving line on a terminal; nothing anywhere else, so that cron stays quiet. */
export async function startProgress({ deps, view, options }: Context, watching: Watching | undefined): Promise<Progress> {
  if (deps.stderr.isTTY !== true || options.json === true || watching?.asks === true) return silent;
  const { default: ora } = await import('ora');
  const spinner = ora({
    text: view.t('sync.working'),
    stream: deps.stderr as NodeJS.WriteStream,
    discardStdin: false,
  });
  const counts = { received: 0, delivered: 0, cases: 0 };
  spinner.start();
  return {
    tell: (event) => {
      count(event, counts);
      spinner.text =
        event.type === 'waiting'
          ? view.t('sync.waiting', { until: time(event.untilMs, view), count: event.deliveries })
          : view.t('sync.progress', counts);
    },
    end: () => void spinner.stop(),
  };
}

function count(event: SyncEvent, counts: { received: number; delivered: number; cases: number }): void {
  if (event.type === 'received') counts.received += 1;
  if (event.type === 'outcome' && event.state === 'delivered') counts.delivered += 1;
  if (event.type === 'case' || (event.type === 'outcome' && event.state === 'case')) counts.cases += 1;
}
