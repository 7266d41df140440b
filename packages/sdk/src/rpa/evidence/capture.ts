import type { CDPSession, Page } from 'playwright-core';
import type { EvidenceItem, EvidenceSink } from '../../evidence/contract.ts';
import type { Logger } from '../../model/logger.ts';
import type { MappedRecord } from '../../model/record.ts';
import { ariaYaml, readAria } from './aria-outline.ts';
import { type Unmasked, maskStyle } from './mask-style.ts';
import { type PageExtent, maskScript } from './page-mask.ts';
import { type ReadBackRow, readBackTable } from './read-back-table.ts';
import { recordTexts, valuePattern } from './record-texts.ts';

/** What taking evidence needs of an attempt. */
export interface EvidenceScope {
  readonly evidence: EvidenceSink;
  readonly logger: Logger;
}

/** Whose values are hidden. */
export interface MaskedRecord {
  readonly record: MappedRecord;
  readonly unmasked?: Unmasked | undefined;
}

/** Largest pieces kept, in bytes; larger ones are dropped and logged. */
const screenshotLimit = 2 * 1024 * 1024;
const pdfLimit = 5 * 1024 * 1024;
const textLimit = 512 * 1024;
const patienceMs = 10_000;
/** A4, in inches. Without tags: they name what the page hides. */
const paper = {
  paperWidth: 8.27,
  paperHeight: 11.7,
  marginTop: 0,
  marginBottom: 0,
  marginLeft: 0,
  marginRight: 0,
  generateTaggedPDF: false,
};

/** What a screenshot of a form is of. */
export interface FormToCapture extends MaskedRecord {
  /** A name of ours without extension, such as `form`. */
  readonly name: string;
}

/**
 * A screenshot of the form with every control, every cell of values and every value of the record masked. Leaves the page as it is.
 * Never fails the attempt; does nothing when no evidence is wanted.
 */
export async function captureForm(page: Page, what: FormToCapture, scope: EvidenceScope): Promise<void> {
  await take(scope, async () => {
    const bytes = await coveredScreenshot(page, what);
    await keep(scope, { kind: 'screenshot', name: `${what.name}.jpg`, mediaType: 'image/jpeg', bytes }, screenshotLimit);
  });
}

/**
 * The page that confirms, with the values of the record masked wherever they are shown: as PDF, as HTML without scripts and addresses, and
 * as it is read out (ARIA). Changes the page: read everything needed from it before. Never fails the attempt; does nothing when no
 * evidence is wanted.
 */
export async function captureConfirmation(page: Page, what: MaskedRecord, scope: EvidenceScope): Promise<void> {
  await take(scope, async () => {
    const pattern = patternOf(what);
    const [camera, pages] = await Promise.all([cameraOf(page), inFrames<string>(page, maskScript(['mask', 'snapshot'], pattern))]);
    const outline = await readAria(camera, page.frames().length > 1);
    const pdf = await pdfWithoutLinks(page, camera);
    await keep(scope, { kind: 'confirmation', name: 'confirmation.pdf', mediaType: 'application/pdf', bytes: pdf }, pdfLimit);
    const html = Buffer.from(pages.join('\n'));
    await keep(scope, { kind: 'confirmation', name: 'confirmation.html', mediaType: 'text/html', bytes: html }, textLimit);
    const read = Buffer.from(masked(ariaYaml(outline), pattern));
    await keep(scope, { kind: 'confirmation', name: 'confirmation.aria.yaml', mediaType: 'application/yaml', bytes: read }, textLimit);
  });
}

async function pdfWithoutLinks(page: Page, camera: CDPSession): Promise<Buffer> {
  await inFrames(page, maskScript('unlink', ''));
  try {
    const { data } = await camera.send('Page.printToPDF', { ...paper, printBackground: true });
    return Buffer.from(data, 'base64');
  } finally {
    void inFrames(page, maskScript('relink', '')).catch(() => undefined);
  }
}

/** A table of what was compared, field by field, without values. */
export async function captureReadBack(rows: readonly ReadBackRow[], scope: EvidenceScope): Promise<void> {
  await take(scope, async () => {
    const bytes = Buffer.from(readBackTable(rows));
    await keep(scope, { kind: 'read-back', name: 'read-back.html', mediaType: 'text/html', bytes }, textLimit);
  });
}

/**
 * A screenshot of a page that was not expected, with controls and the values of the record masked. Changes the page.
 */
export async function captureUnexpected(page: Page, what: MaskedRecord, scope: EvidenceScope): Promise<void> {
  if (!scope.evidence.wanted || page.isClosed()) return;
  await take(scope, () => inFrames(page, maskScript('mask', patternOf(what))));
  await captureForm(page, { ...what, name: 'unexpected-page' }, scope);
}

function masked(text: string, pattern: string): string {
  return pattern === '' ? text : text.replace(new RegExp(pattern, 'giu'), '█████');
}

function patternOf({ record, unmasked }: MaskedRecord): string {
  return valuePattern(recordTexts(record, unmasked?.fields));
}

/** The values are covered while the picture is taken, and uncovered after it: whatever is asked of the page next comes behind that. */
async function coveredScreenshot(page: Page, what: MaskedRecord): Promise<Buffer> {
  const cover = maskScript('cover', patternOf(what), maskStyle(what.unmasked));
  try {
    const [camera, [extent]] = await Promise.all([cameraOf(page), inFrames<PageExtent>(page, cover)]);
    if (extent === undefined) throw new Error('the page is gone');
    return await wholePage(camera, extent);
  } finally {
    void inFrames(page, maskScript('uncover', '')).catch(() => undefined);
  }
}

/** Every word can be read at this size, and the picture takes half of the time and of the bytes. */
const pictureScale = 0.75;

/** A page that is larger than its window is laid out anew for the picture, which costs as much as the picture. */
async function wholePage(camera: CDPSession, { width, height, fits }: PageExtent): Promise<Buffer> {
  const clip = { x: 0, y: 0, width, height, scale: pictureScale };
  const { data } = await camera.send('Page.captureScreenshot', { format: 'jpeg', quality: 60, clip, captureBeyondViewport: !fits });
  return Buffer.from(data, 'base64');
}

const cameras = new WeakMap<Page, Promise<CDPSession>>();

/** The browser is asked itself: Playwright's own way to a picture takes three times as long. One session per page. */
function cameraOf(page: Page): Promise<CDPSession> {
  const camera = cameras.get(page) ?? page.context().newCDPSession(page);
  cameras.set(page, camera);
  return camera;
}

async function inFrames<T>(page: Page, script: string): Promise<T[]> {
  return Promise.all(page.frames().map((frame) => frame.evaluate<T>(script)));
}

async function keep(scope: EvidenceScope, item: EvidenceItem, limit: number): Promise<void> {
  const { length } = item.bytes;
  if (length > limit) return scope.logger.warn('evidence too large, dropped', { kind: item.kind, bytes: length });
  await scope.evidence.add(item);
}

async function take(scope: EvidenceScope, act: () => Promise<unknown>): Promise<void> {
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
