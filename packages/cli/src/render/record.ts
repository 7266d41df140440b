import type { Recorded } from '../commands/record/handler.ts';
import type { View } from '../context.ts';

/** What became of a recording, for people. */
export function recordedText({ file, complete, questions, secrets }: Recorded, { t }: View): string {
  const lines = [t(complete ? 'record.written' : 'record.unfinished', { file })];
  if (questions.length > 0) lines.push('', t('record.questions', { count: questions.length }), ...questions.map((each) => `  ? ${each}`));
  if (secrets.length > 0) lines.push('', t('record.secrets'), ...secrets.map((each) => `  amtsbote secret set ${each}`));
  return lines.join('\n');
}
