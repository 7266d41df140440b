import type { Complaints } from '@amtsbote/sdk/rpa';
import type { RecordDescription } from './description.ts';

/**
 * What is said of messages of the target: how many, and at which of the labels that the description has. Their texts may quote what was
 * entered, and other labels may be names of people.
 */
export function refusal(when: string, { count, labels }: Complaints, description: RecordDescription): string {
  const isKnown = isLabelOf(description);
  const named = labels.filter(isKnown).map((label) => `"${label}"`);
  const others = labels.length - named.length;
  const where = [...named, ...(others > 0 ? [`${others} fields that the description does not have`] : [])];
  return `the target showed ${count} messages ${when}: ${where.join(', ') || 'no field named'}; nothing was saved`;
}

function isLabelOf({ steps: first, further = [], externalReference }: RecordDescription): (label: string) => boolean {
  const steps = [...first, ...further.flatMap((act) => act.steps)];
  const described = steps.flatMap((step) => {
    if ('fill' in step) return Object.keys(step.fill);
    if ('rows' in step) return Object.keys(step.rows.fill);
    return 'upload' in step ? Object.keys(step.upload) : [];
  });
  const patterns = [...described, externalReference ?? ''].map((each) => new RegExp(`^${patternOf(each)}$`, 'u'));
  return (label) => patterns.some((pattern) => pattern.test(label));
}

/** The last part of `Group > Label` and of `cell=Label`; `{n}` stands for the number of a row. */
function patternOf(label: string): string {
  return (label.split(' > ').at(-1) ?? '')
    .replace(/^cell=/, '')
    .split('{n}')
    .map((each) => RegExp.escape(each.trim()))
    .join(String.raw`\s*\d+\s*`);
}
