import type { DeadlineCount, FailingPortal, LedgerCounts } from '@amtsbote/sdk/runtime';
import type { View } from '../context.ts';
import { time } from './values.ts';

/** What `status` says of portals: what they will reject by themselves, and what the last runs found wrong with them. */
export function urgentLines({ deadlines = [], portalsFailing = [] }: LedgerCounts, view: View): readonly string[] {
  return [...deadlineLines(deadlines, view), ...portalsFailing.map((portal) => failingLine(portal, view))];
}

/** One line per portal whose submissions must be answered soon. */
export function deadlineLines(deadlines: readonly DeadlineCount[], view: View): readonly string[] {
  const { t, style } = view;
  return deadlines.map(({ portal, submissions: count, over, soonest }) => {
    const values = { portal, count, over, id: soonest.submission, until: time(soonest.answerBy, view) };
    return over > 0 ? style.red(t('urgent.over', values)) : style.yellow(t('urgent.deadline', values));
  });
}

function failingLine({ portal, since, codes }: FailingPortal, view: View): string {
  const counted = Object.entries(codes).map(([code, count]) => (count === 1 ? code : `${code} (${count})`));
  return view.style.yellow(view.t('urgent.failing', { portal, since: time(since, view), codes: counted.join(', ') }));
}
