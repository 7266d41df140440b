import { createHash } from 'node:crypto';
import { mkdir, open, readFile, rename, unlink } from 'node:fs/promises';
import { join } from 'node:path';
import { Defect, type Report } from '@amtsbote/sdk';

/**
 * Writes the receipt of a report: `<submission>.json` for programs and `<submission>.txt` for clerks, each at once and
 * durable, mode 0600. The same report again changes nothing. A receipt holds no content of the submission.
 *
 * @throws Defect for a submission id that cannot be the name of a file
 */
export async function writeReceipt(folder: string, report: Report): Promise<void> {
  if (!/^[A-Za-z0-9_-][A-Za-z0-9._-]{0,127}$/.test(report.submission)) {
    throw new Defect('AB_DEFECT', 'a submission id cannot be the name of a receipt');
  }
  await mkdir(folder, { recursive: true, mode: 0o700 });
  await writeDurably(join(folder, `${report.submission}.txt`), receiptText(report));
  await writeDurably(join(folder, `${report.submission}.json`), receiptJson(report));
  await syncFolder(folder);
}

/** The receipt for programs. */
export function receiptJson({ submission, kind, at, references, findings }: Report): string {
  const receipt = {
    submission,
    outcome: kind,
    at: new Date(at).toISOString(),
    references,
    findings: findings.map(({ code, officialCode, message }) => ({ code, officialCode, message })),
  };
  return `${JSON.stringify(receipt, null, 2)}\n`;
}

/** The receipt for clerks. */
export function receiptText({ submission, kind, at, references, findings }: Report): string {
  const time = new Intl.DateTimeFormat('de-DE', {
    dateStyle: 'medium',
    timeStyle: 'medium',
    timeZone: 'Europe/Berlin',
  });
  const lines = [
    kind === 'accepted' ? 'Die Einreichung wurde angenommen.' : 'Die Einreichung wurde abgelehnt.',
    '',
    `Einreichung:  ${submission}`,
    `Zeitpunkt:    ${time.format(at)} Uhr (Ortszeit Berlin)`,
    ...references.map((reference) => `Aktenzeichen: ${printable(reference)}`),
    ...(findings.length > 0 ? ['', 'Gründe:'] : []),
    ...findings.map(({ code, officialCode, message }) => {
      const codes = officialCode === undefined ? code : `${officialCode}, ${code}`;
      return `- ${printable(message)} (${codes})`;
    }),
  ];
  return `${lines.join('\n')}\n`;
}

function printable(text: string): string {
  return text.replaceAll(/[\p{Cc}\p{Cf}]/gu, ' ');
}

async function writeDurably(path: string, text: string): Promise<void> {
  if ((await readFile(path, 'utf8').catch(() => undefined)) === text) return;
  const temporary = `${path}.${createHash('sha256').update(text).digest('hex').slice(0, 8)}-${process.pid}.tmp`;
  const handle = await open(temporary, 'w', 0o600);
  try {
    await handle.writeFile(text);
    await handle.sync();
  } catch (error) {
    await unlink(temporary).catch(() => undefined);
    throw error;
  } finally {
    await handle.close();
  }
  await rename(temporary, path);
}

/** Makes the rename durable. Windows cannot open folders and needs no such thing. */
async function syncFolder(folder: string): Promise<void> {
  if (process.platform === 'win32') return;
  const handle = await open(folder, 'r');
  try {
    await handle.sync();
  } finally {
    await handle.close();
  }
}
