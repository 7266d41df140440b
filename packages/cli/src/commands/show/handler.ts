import { resolve } from 'node:path';
import type { MappedRecord } from '@amtsbote/sdk';
import type { CodeName, Runtime, SubmissionView } from '@amtsbote/sdk/runtime';
import { type Context, withRuntime } from '../../context.ts';
import { writeEvidence } from '../../evidence-files.ts';

/** The options of `amtsbote show`. */
export interface ShowOptions {
  /** Write the evidence into this folder. */
  readonly evidence?: string;
  /** Show the records too. */
  readonly record?: boolean;
}

/** A record, and what the codes behind it mean. Citizens' data. */
export interface ShownRecord {
  readonly delivery: string;
  readonly record: MappedRecord;
  readonly codes: readonly CodeName[];
}

/** What `show` hands back. */
export interface Shown {
  readonly submission: SubmissionView;
  /** With `--record`: the record of each delivery that has one. Citizens' data. */
  readonly records?: readonly ShownRecord[];
  /** With `--evidence`: the files written. */
  readonly evidence?: { readonly directory: string; readonly files: readonly string[] };
}

/** All that is known of one submission. */
export async function show(context: Context, id: string, options: ShowOptions): Promise<Shown> {
  return await withRuntime(context, async (runtime) => {
    const submission = await runtime.show(id);
    return {
      submission,
      ...(options.record === true && { records: await recordsOf(runtime, submission) }),
      ...(options.evidence !== undefined && {
        evidence: await writeEvidence(runtime.evidence(submission.id), resolve(context.deps.cwd, options.evidence)),
      }),
    };
  });
}

async function recordsOf(runtime: Runtime, submission: SubmissionView): Promise<NonNullable<Shown['records']>> {
  const records: ShownRecord[] = [];
  for (const { key } of submission.deliveries) {
    const record = await runtime.record(key);
    if (record !== undefined) records.push({ delivery: key, record, codes: await runtime.codeNames(key) });
  }
  return records;
}
