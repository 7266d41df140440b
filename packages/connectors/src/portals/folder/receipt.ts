import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { Defect, type Report } from '@amtsbote/sdk';
import { writeDurably } from './write-durably.ts';

/**
 * Writes the receipt of a report, `<submission>.json`: for programs, with the same in German sentences for whoever opens it. Answers of
 * the standard come first, as `<submission>.<type>.xml`, so that a receipt means that all is there. At once and durable, mode 0600. The
 * same report again changes nothing. A receipt holds no content of the submission; a rejection of XBau (1100) holds the message.
 *
 * @throws Defect for a submission id that cannot be the name of a file
 */
export async function writeReceipt(folder: string, report: Report): Promise<void> {
  const path = receiptPath(folder, report.submission);
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  for (const { type, bytes } of report.answers ?? []) await writeDurably(join(folder, `${report.submission}.${nameOf(type)}.xml`), bytes);
  await writeDurably(path, Buffer.from(receipt(report), 'utf8'));
}

/**
 * The file of a receipt.
 *
 * @throws Defect for a submission id that cannot be the name of a file
 */
export function receiptPath(folder: string, submission: string): string {
  if (/^[A-Za-z0-9_-][A-Za-z0-9._-]{0,127}$/.test(submission)) return join(folder, `${submission}.json`);
  throw new Defect('AB_DEFECT', 'a submission id cannot be the name of a receipt');
}

function nameOf(type: string): string {
  if (/^[A-Za-z0-9_-]{1,64}$/.test(type)) return type;
  throw new Defect('AB_DEFECT', 'the type of an answer cannot be part of the name of a file');
}

function receipt(report: Report): string {
  const { submission, kind, at, references, findings } = report;
  const content = {
    meldung: sentences(report),
    submission,
    outcome: kind,
    at: new Date(at).toISOString(),
    references,
    findings: findings.map(({ code, officialCode, message, where }) => ({
      code,
      officialCode,
      message,
      line: where?.line,
      path: where?.path,
    })),
  };
  return receiptText(content);
}

/** What a clerk reads, line by line. */
function sentences({ kind, at, references, findings }: Report): readonly string[] {
  return [
    kind === 'accepted' ? 'Die Einreichung wurde angenommen.' : 'Die Einreichung wurde abgelehnt.',
    `Zeitpunkt: ${localTime(at)}`,
    ...references.map((reference) => `Aktenzeichen: ${printable(reference)}`),
    ...findings.map(({ code, officialCode, message, where }) => {
      const line = where?.line === undefined ? undefined : `Zeile ${where.line}`;
      const path = where?.path === undefined ? undefined : `Pfad ${printable(where.path)}`;
      const facts = [officialCode, code, line, path].filter((fact) => fact !== undefined);
      return `Grund: ${printable(message)} (${facts.join(', ')})`;
    }),
  ];
}

/** Such as `22.11.2026, 12:30:00 Uhr (UTC+01:00)`, in the time zone of the machine. Written out: Intl takes longer to load than all the rest. */
export function localTime(at: number): string {
  const time = new Date(at);
  const two = (part: number): string => String(part).padStart(2, '0');
  const offset = -time.getTimezoneOffset();
  const zone = `UTC${offset < 0 ? '-' : '+'}${two(Math.floor(Math.abs(offset) / 60))}:${two(Math.abs(offset) % 60)}`;
  const day = `${two(time.getDate())}.${two(time.getMonth() + 1)}.${time.getFullYear()}`;
  return `${day}, ${two(time.getHours())}:${two(time.getMinutes())}:${two(time.getSeconds())} Uhr (${zone})`;
}

/** A receipt as JSON: what steers a terminal or hides a text stands as `\uXXXX` in it. */
export function receiptText(content: object): string {
  const escaped = (character: string): string =>
    [...Array(character.length).keys()].map((at) => `\\u${character.charCodeAt(at).toString(16).padStart(4, '0')}`).join('');
  return `${JSON.stringify(content, null, 2).replaceAll(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/gu, (character) => (character === '\n' ? '\n' : escaped(character)))}\n`;
}

/** Without what steers a terminal or hides a text. */
export function printable(text: string): string {
  return text.replaceAll(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/gu, ' ');
}
