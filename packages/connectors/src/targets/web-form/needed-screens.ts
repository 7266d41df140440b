import { fillUrlTemplate, templateNames } from '@amtsbote/sdk';
import { type ReachableScreen, sessionMark } from '@amtsbote/sdk/rpa';
import type { FormStep, RecordDescription, WebFormOptions } from './description.ts';
import { withExternalReference } from './acts.ts';
import type { ScreenDescription } from './rule-description.ts';

/** The screens of a description that can be looked at without entering anything. */
export function neededScreens({ records }: WebFormOptions): readonly ReachableScreen[] {
  return Object.values(records).flatMap((record) => {
    if (record.screens === 'unchecked') return [];
    const first = firstScreen(record, record.screens ?? []);
    const others = (record.screens ?? []).filter(({ open }) => open !== first?.name);
    return [...(first === undefined ? [] : [first]), ...others.map((each) => described(each, record))];
  });
}

/** The screen that the first step opens, with what is filled in before anything is clicked. What is declared of it counts, too. */
function firstScreen(record: RecordDescription, declared: readonly ScreenDescription[]): ReachableScreen | undefined {
  const [first, ...rest] = withExternalReference(record);
  if (first === undefined || !('open' in first) || [...templateNames(first.open)].some((each) => each !== 'session')) return undefined;
  const shown = takenAtOnce(rest);
  const more = declared.find(({ open }) => open === first.open) ?? { open: first.open };
  const fields = shown.flatMap((step) => ('fill' in step ? Object.entries(step.fill) : []));
  const now = fields.filter(([label]) => record.rules?.[label]?.later !== true);
  return {
    ...described(more, record),
    fields: [...now.map(([label]) => label), ...(more.fields ?? [])],
    several: now.filter(([, template]) => isListIn(record, template)).map(([label]) => label),
    leaves: [...(more.leaves ?? []), ...uploads(shown), ...filledLater(record)],
    buttons: [...nextButton(record, rest[shown.length]), ...(more.buttons ?? [])],
  };
}

/** The steps before the page may change. */
function takenAtOnce(steps: readonly FormStep[]): readonly FormStep[] {
  const end = steps.findIndex((step) => !('fill' in step || 'upload' in step || ('rows' in step && step.rows.add === undefined)));
  return end < 0 ? steps : steps.slice(0, end);
}

function nextButton({ commit }: RecordDescription, next: FormStep | undefined): readonly string[] {
  if (next === undefined) return [commit.click];
  return 'click' in next ? [next.click] : [];
}

function described(screen: ScreenDescription, { rules }: RecordDescription): ReachableScreen {
  return { ...screen, name: screen.open, open: fillUrlTemplate(screen.open, { session: sessionMark }), fields: screen.fields ?? [], rules };
}

function isListIn({ fields }: RecordDescription, template: string): boolean {
  const [name] = templateNames(template);
  return name !== undefined && fields[name]?.type === 'list';
}

/** Where tabs save one by one, the first screen shows the tab that the application begins with: it is filled later. */
function filledLater(record: RecordDescription): readonly string[] {
  if (record.further === undefined) return [];
  const steps = [...withExternalReference(record), ...record.further.flatMap((act) => act.steps)];
  return steps.flatMap((step) => ('fill' in step ? Object.keys(step.fill) : []));
}

function uploads(steps: readonly FormStep[]): readonly string[] {
  return steps.flatMap((step) => ('upload' in step ? Object.keys(step.upload) : []));
}
