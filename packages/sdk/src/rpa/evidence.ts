import type { Page } from 'playwright-core';
import type { EvidenceSink } from '../evidence/contract.ts';
import type { Logger } from '../model/logger.ts';
import type { MappedRecord, RecordValue } from '../model/record.ts';
import { coverScript, maskScript, maskStyle, uncoverScript } from './mask-page.ts';

/** What taking evidence needs of an attempt. */
export interface EvidenceScope {
  readonly evidence: EvidenceSink;
  readonly logger: Logger;
}

/** Largest screenshot kept, in bytes; larger ones are dropped and logged. */
const screenshotLimit = 2 * 1024 * 1024;
const confirmationLimit = 5 * 1024 * 1024;
const patienceMs = 10_000;

/** What a screenshot of a form is of. */
export interface FormToCapture {
  /** A name of ours without extension, such as `form`. */
  readonly name: string;
  /** Its values are covered wherever the page shows them, as review pages do. */
  readonly record: MappedRecord;
}

/**
 * A screenshot of the form with every control, every cell of values and every value of the record masked. Leaves the page as it is.
 * Never fails the attempt; does nothing when no evidence is wanted.
 */
export async function captureForm(page: Page, { name, record }: FormToCapture, scope: EvidenceScope): Promise<void> {
  await take(scope, async () => {
    const bytes = await coveredScreenshot(page, recordTexts(record));
    if (bytes.length > screenshotLimit) return scope.logger.warn('screenshot too large, dropped', { bytes: bytes.length });
    await scope.evidence.add({ kind: 'screenshot', name: `${name}.jpg`, mediaType: 'image/jpeg', bytes });
  });
}

/**
 * The page as PDF, with the values of the record masked wherever they are shown. Changes the page: read everything
 * needed from it before. Never fails the attempt; does nothing when no evidence is wanted.
 */
export async function captureConfirmation(page: Page, record: MappedRecord, scope: EvidenceScope): Promise<void> {
  await take(scope, async () => {
    await maskValues(page, record);
    const bytes = await page.pdf({ format: 'A4', printBackground: true });
    if (bytes.length > confirmationLimit) return scope.logger.warn('confirmation too large, dropped', { bytes: bytes.length });
    await scope.evidence.add({ kind: 'confirmation', name: 'confirmation.pdf', mediaType: 'application/pdf', bytes });
  });
}

/**
 * A screenshot of a page that was not expected, with controls and the values of the record masked. Changes the page.
 */
export async function captureUnexpected(page: Page, record: MappedRecord, scope: EvidenceScope): Promise<void> {
  if (!scope.evidence.wanted || page.isClosed()) return;
  await take(scope, () => maskValues(page, record));
  await captureForm(page, { name: 'unexpected-page', record }, scope);
}

/** Every text of a record, and what a date or number in it looks like. */
export function recordTexts(record: MappedRecord): readonly string[] {
  const texts = new Set<string>();
  collect(record, texts);
  return [...texts];
}

function collect(value: RecordValue, texts: Set<string>): void {
  if (typeof value === 'boolean') return;
  if (typeof value !== 'object') {
    const text = String(value).trim();
    if (text === '') return;
    texts.add(text);
    for (const line of text.split(/\r\n?|\n/)) if (line.trim() !== '') texts.add(line.trim());
    const iso = /^(\d{4})-(\d{2})-(\d{2})$/.exec(text);
    const german = /^(\d{2})\.(\d{2})\.(\d{4})$/.exec(text);
    if (iso !== null) texts.add(`${iso[3]}.${iso[2]}.${iso[1]}`);
    if (german !== null) texts.add(`${german[3]}-${german[2]}-${german[1]}`);
    return;
  }
  for (const each of Object.values(value)) collect(each, texts);
}

/** The values are covered by a highlight, which changes how the page is painted and nothing else. */
async function coveredScreenshot(page: Page, values: readonly string[]): Promise<Buffer> {
  const cover = coverScript(values);
  await Promise.all(page.frames().map((frame) => frame.evaluate(cover)));
  try {
    return await page.screenshot({ type: 'jpeg', quality: 60, fullPage: true, style: maskStyle, timeout: patienceMs });
  } finally {
    await Promise.all(page.frames().map((frame) => frame.evaluate(uncoverScript).catch(() => undefined)));
  }
}

async function maskValues(page: Page, record: MappedRecord): Promise<void> {
  const script = maskScript(recordTexts(record));
  await Promise.all(page.frames().map((frame) => frame.evaluate(script)));
}

async function take(scope: EvidenceScope, act: () => Promise<void>): Promise<void> {
  if (!scope.evidence.wanted) return;
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<void>((resolve) => (timer = setTimeout(resolve, patienceMs)));
  try {
    await Promise.race([act(), late]);
  } catch {
    scope.logger.warn('evidence could not be taken');
  } finally {
    clearTimeout(timer);
  }
}
