import { existsSync, mkdirSync, readFileSync } from 'node:fs';
import { Defect, type RecordStatus, type Report } from '@amtsbote/sdk';
import { z } from '@amtsbote/sdk/zod';
import { localTime, printable, receiptPath, receiptText } from './receipt.ts';
import { writeDurably } from './write-durably.ts';

/** What the target said once. */
interface SaidState {
  /** Of the report. */
  readonly id: string;
  readonly status: string;
  readonly final: boolean;
  readonly at: string;
  readonly references: readonly string[];
}

/**
 * Writes what the target says of a record, `<submission>.json`: the newest state on top, those before it below, all of them once. A report
 * that is there already changes nothing. Whoever takes the file away begins its history anew. Durable, mode 0600.
 *
 * @throws Defect for a submission id that cannot be the name of a file
 */
export async function writeStatusReceipt(folder: string, report: Report): Promise<void> {
  const { id, submission, at, references, state } = report;
  if (state === undefined) throw new Defect('AB_DEFECT', 'a report of a state has none');
  const path = receiptPath(folder, submission);
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  const before = historyIn(path);
  if (before.some((said) => said.id === id)) return;
  const newest: SaidState = { id, ...state, at: new Date(at).toISOString(), references };
  const { id: _id, ...shown } = newest;
  const receipt = { meldung: sentences(report, state.status), submission, outcome: 'status', ...shown, history: [...before, newest] };
  await writeDurably(path, Buffer.from(receiptText(receipt), 'utf8'));
}

const words: Readonly<Record<RecordStatus, string>> = {
  received: 'Der Antrag ist bei der Behörde eingegangen.',
  processing: 'Der Antrag wird bearbeitet.',
  'action-required': 'Die Behörde braucht noch etwas vom Antragsteller.',
  completed: 'Die Bearbeitung ist abgeschlossen.',
};

/** What a clerk reads, line by line. */
function sentences({ at, references }: Report, status: RecordStatus): readonly string[] {
  return [words[status], `Zeitpunkt: ${localTime(at)}`, ...references.map((reference) => `Aktenzeichen: ${printable(reference)}`)];
}

const kept = z.object({
  history: z.array(z.object({ id: z.string(), status: z.string(), final: z.boolean(), at: z.string(), references: z.array(z.string()) })),
});

/** What a receipt holds that was written before; nothing when it is none of ours any more. */
function historyIn(path: string): readonly SaidState[] {
  if (!existsSync(path)) return [];
  try {
    return kept.parse(JSON.parse(readFileSync(path, 'utf8'))).history;
  } catch {
    return [];
  }
}
