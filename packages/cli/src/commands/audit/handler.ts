import { open, readFile, type FileHandle } from 'node:fs/promises';
import { resolve } from 'node:path';
import type { AuditResult, Checkpoint } from '@amtsbote/sdk/runtime';
import { CliError } from '../../cli-error.ts';
import { type Context, withRuntime } from '../../context.ts';
import { type ExitCode, exitCodes } from '../../exit-codes.ts';
import { plainJson } from '../../render/plain.ts';

/** Verifies the history, against a checkpoint that was kept elsewhere if one is named. */
export async function verifyHistory(
  context: Context,
  checkpointFile: string | undefined,
): Promise<{ readonly exitCode: ExitCode; readonly result: AuditResult }> {
  const against = checkpointFile === undefined ? undefined : await readCheckpoint(context, checkpointFile);
  const result = await withRuntime(context, (runtime) => runtime.audit.verify(against));
  return { exitCode: result.ok ? exitCodes.ok : exitCodes.attention, result };
}

/** Writes the history as JSON Lines, the newest checkpoint last, to a new private file or to standard output. */
export async function exportHistory(
  context: Context,
  options: { readonly out?: string; readonly checkpointOnly?: boolean },
): Promise<{ readonly events: number; readonly checkpoint: Checkpoint | undefined }> {
  const { deps } = context;
  const file = options.out === undefined ? undefined : await newFile(context, resolve(deps.cwd, options.out));
  const write = async (line: object): Promise<void> => {
    const text = `${plainJson(line)}\n`;
    if (file === undefined) deps.stdout.write(text);
    else await file.write(text);
  };
  try {
    return await withRuntime(context, async ({ audit }) => {
      let events = 0;
      if (options.checkpointOnly !== true) {
        for await (const event of audit.export()) {
          await write({ schema: 'amtsbote.audit.event/1', ...event });
          events += 1;
        }
      }
      const checkpoint = await audit.newest();
      if (checkpoint !== undefined) await write({ schema: checkpointSchema, ...checkpoint });
      await file?.sync();
      return { events, checkpoint };
    });
  } finally {
    await file?.close();
  }
}

const checkpointSchema = 'amtsbote.audit.checkpoint/1';

async function newFile({ view }: Context, path: string): Promise<FileHandle> {
  try {
    return await open(path, 'wx', 0o600);
  } catch {
    throw new CliError(view.t('audit.cannotWrite', { file: path }), { hint: view.t('audit.cannotWriteHint') });
  }
}

/** The last line of an export, a file with that line alone, or what `sync --json` wrote: its last line holds the checkpoint of the run. */
async function readCheckpoint({ deps, view }: Context, file: string): Promise<Checkpoint> {
  const text = await readFile(resolve(deps.cwd, file), 'utf8').catch(() => '');
  const last = text.trimEnd().split('\n').at(-1) ?? '';
  const found = parsed(last);
  if (isCheckpoint(found)) return found;
  if (isSummary(found) && found.checkpoint !== undefined) return found.checkpoint;
  throw new CliError(view.t('audit.noCheckpoint', { file }), { hint: view.t('audit.noCheckpointHint') });
}

function parsed(line: string): unknown {
  try {
    return JSON.parse(line);
  } catch {
    return undefined;
  }
}

function isSummary(value: unknown): value is { readonly checkpoint?: Checkpoint } {
  return typeof value === 'object' && value !== null && 'schema' in value && value.schema === 'amtsbote.sync.summary/1';
}

function isCheckpoint(value: unknown): value is Checkpoint {
  return typeof value === 'object' && value !== null && 'schema' in value && value.schema === checkpointSchema;
}
