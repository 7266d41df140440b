import { createWriteStream } from 'node:fs';
import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import type { Runtime, SubjectFile } from '@amtsbote/sdk/runtime';
import { plain, plainJson } from '../../render/plain.ts';

/** What is written, and where. */
export interface SubjectToWrite {
  readonly runtime: Runtime;
  readonly subject: SubjectFile;
  /** Made anew, readable by its owner alone. */
  readonly folder: string;
}

/** A file, with what it is, in German: for the index. */
interface Listed {
  readonly file: string;
  readonly title: string;
}

/** Writes all that is kept of a submission, and an index of it in German. File names are ours: nothing of the citizen is in them. */
export async function writeSubject(writing: SubjectToWrite): Promise<readonly string[]> {
  await mkdir(writing.folder, { mode: 0o700 });
  const listed = [
    ...(await writeContent(writing)),
    ...(await writeRecords(writing)),
    ...(await writeEvidence(writing)),
    ...(await writeProof(writing)),
    ...(await writeHistory(writing)),
  ];
  await write(writing, 'inhalt.txt', indexOf(writing.subject, listed));
  return ['inhalt.txt', ...listed.map((entry) => entry.file)];
}

async function writeContent(writing: SubjectToWrite): Promise<readonly Listed[]> {
  const { content } = writing.subject;
  const listed: Listed[] = [];
  if (content?.message !== undefined) {
    const file = /json/i.test(content.message.mediaType) ? 'nachricht.json' : 'nachricht.xml';
    await write(writing, file, await content.message.bytes());
    listed.push({ file, title: 'Fachnachricht, wie sie vom Portal kam' });
  }
  for (const [index, attachment] of (content?.attachments ?? []).entries()) {
    const file = `anlage-${index + 1}${endingOf(attachment.name)}`;
    await pipeline(attachment.open(), createWriteStream(join(writing.folder, file), { mode: 0o600, flags: 'wx' }));
    listed.push({ file, title: `Anlage „${plain(attachment.name)}“` });
  }
  return listed;
}

async function writeRecords(writing: SubjectToWrite): Promise<readonly Listed[]> {
  const listed: Listed[] = [];
  for (const { delivery, record } of writing.subject.records) {
    const file = `datensatz-${delivery}.json`;
    await write(writing, file, `${plainJson(record, undefined, 2)}\n`);
    listed.push({ file, title: `Datensatz, wie er an das Fachverfahren ging (Zustellung ${delivery})` });
  }
  return listed;
}

async function writeEvidence(writing: SubjectToWrite): Promise<readonly Listed[]> {
  const listed: Listed[] = [];
  for await (const { bytes, delivery, attempt, name } of writing.runtime.evidence(writing.subject.submission.id)) {
    const file = `nachweis-${listed.length + 1}${endingOf(name)}`;
    await write(writing, file, bytes);
    listed.push({ file, title: `Nachweis zu Zustellung ${delivery}, Versuch ${attempt} (personenbezogene Felder geschwärzt)` });
  }
  return listed;
}

async function writeProof(writing: SubjectToWrite): Promise<readonly Listed[]> {
  const listed: Listed[] = [];
  for (const [index, { files }] of writing.subject.proof.entries()) {
    for (const [name, text] of Object.entries(files)) {
      const file = `beleg-${index + 1}-${name}`;
      await write(writing, file, text);
      listed.push({ file, title: 'Beleg des Portals: signierte Ereignisse, Schlüssel und Prüfwerte' });
    }
  }
  return listed;
}

async function writeHistory(writing: SubjectToWrite): Promise<readonly Listed[]> {
  const { events } = writing.subject.submission;
  const lines = events.map(({ at, ...event }) => plainJson({ zeitpunkt: new Date(at).toISOString(), ...event }));
  await write(writing, 'verlauf.jsonl', lines.map((line) => `${line}\n`).join(''));
  return [{ file: 'verlauf.jsonl', title: 'Verlauf: jedes Ereignis dieser Einreichung' }];
}

const kinds = {
  content: 'Nachricht, Anlagen und Datensatz',
  evidence: 'Nachweise',
  metadata: 'Dateinamen, Nummer beim Portal und Aktenzeichen',
  history: 'Verlauf',
  hashes: 'Prüfwerte',
} as const;

const states = {
  received: 'eingegangen',
  routed: 'in Zustellung',
  case: 'Klärfall',
  rejected: 'zurückgewiesen',
  accepted: 'angenommen',
} as const;

function indexOf({ submission }: SubjectFile, listed: readonly Listed[]): string {
  const day = (at: number): string =>
    new Intl.DateTimeFormat('de-DE', { dateStyle: 'long', timeStyle: 'short', timeZone: 'Europe/Berlin' }).format(at);
  const lines = [
    `Gespeicherte Daten zur Einreichung ${submission.id}`,
    '',
    `Eingegangen:    ${day(submission.receivedAt)}`,
    `Portal:         ${submission.portal}`,
    `Stand:          ${states[submission.state]}`,
  ];
  if (submission.portalId !== undefined) lines.push(`Nummer (Portal): ${plain(submission.portalId)}`);
  for (const { target, reference } of submission.deliveries) {
    lines.push(`Fachverfahren:  ${target}${reference === undefined ? '' : `, Aktenzeichen ${plain(reference)}`}`);
  }
  for (const [kind, at] of Object.entries(submission.purged ?? {})) {
    lines.push(`Gelöscht:       ${kinds[kind as keyof typeof kinds]} (${day(at)})`);
  }
  if (submission.held === true) lines.push('Löschsperre:    gesetzt');
  lines.push('', 'Dateien in diesem Ordner:', ...listed.map(({ file, title }) => `  ${file}\n      ${title}`), '');
  lines.push(
    'Die Daten im Fachverfahren selbst sind hier nicht enthalten; Auskunft darüber gibt die zuständige Stelle.',
    'Zwecke, Rechtsgrundlagen und Speicherdauer nennt das Verzeichnis der Verarbeitungstätigkeiten der Stelle.',
    '',
  );
  return lines.join('\n');
}

/** The ending of a name, where it is a plain one. */
function endingOf(name: string): string {
  return /\.[A-Za-z0-9]{1,8}$/.exec(name)?.[0].toLowerCase() ?? '';
}

async function write({ folder }: SubjectToWrite, file: string, content: string | Uint8Array): Promise<void> {
  await writeFile(join(folder, file), content, { mode: 0o600, flag: 'wx' });
}
