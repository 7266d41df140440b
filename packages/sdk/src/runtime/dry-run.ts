import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { EvidenceItem } from '../evidence/contract.ts';
import type { DeliveryKey } from '../model/ids.ts';
import type { Wiring } from './open-runtime.ts';
import type { SyncOptions, SyncResult } from './runtime.ts';
import { runAndTell } from './sync.ts';

/**
 * A run on a copy of the ledger that is thrown away: what is known stays known, so duplicates show as such, and nothing is
 * entered, acknowledged, reported or kept. The copy is sealed like the original.
 */
export async function copyForDryRun(wiring: Wiring, options: SyncOptions): Promise<SyncResult> {
  await wiring.ledger();
  const folder = await mkdtemp(join(tmpdir(), 'amtsbote-dry-run-'));
  try {
    const file = join(folder, 'ledger.sqlite');
    const { copyDatabase } = await import('../ledger/sqlite/copy-database.ts');
    await copyDatabase(wiring.config.ledger.path, file);
    return await runOnCopy(wiring, options, file);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

async function runOnCopy(wiring: Wiring, options: SyncOptions, file: string): Promise<SyncResult> {
  const { contentFolderOf, openSqliteLedger } = await import('../ledger/sql/sql-ledger.ts');
  const ledger = await openSqliteLedger(file, await wiring.masterKey(), contentFolderOf(wiring.config.ledger.path));
  const dryRunEvidence: (EvidenceItem & { delivery: DeliveryKey })[] = [];
  const previews: { delivery: DeliveryKey; preview: string }[] = [];
  try {
    const result = await runAndTell(wiring, options, {
      ledger,
      dryRun: {
        preview: (delivery, preview) => void previews.push({ delivery, preview }),
        evidence: (delivery, item) => void dryRunEvidence.push({ ...item, delivery }),
      },
    });
    return { ...result, dryRunEvidence, previews };
  } finally {
    await ledger.close();
  }
}
