import { NeedsPerson } from '../../errors/families.ts';
import type { MessageLimits } from '../message.ts';
import { placeAt } from './place.ts';

const lessThan = 0x3c;
const greaterThan = 0x3e;
const slash = 0x2f;
const bang = 0x21;
const question = 0x3f;
const doubleQuote = 0x22;
const singleQuote = 0x27;
const dash = 0x2d;
const bracket = 0x5d;
const nearBytes = 128;

/**
 * Walks over a UTF-8 document once before the parser sees it: refuses every DOCTYPE and what exceeds the limits.
 * Judges nothing else: what is not well-formed passes, and the parser refuses it.
 *
 * Throws `NeedsPerson` (AB_XML_DOCTYPE, AB_XML_LIMIT) with line and column.
 */
export function passGate(document: Uint8Array, limits: MessageLimits): void {
  const bytes = Buffer.from(document.buffer, document.byteOffset, document.byteLength);
  let depth = 0;
  let elements = 0;
  let at = 0;
  while (at < bytes.length) {
    const open = seek(bytes, lessThan, at);
    const textEnd = open < 0 ? bytes.length : open;
    if (textEnd - at > limits.textBytes) throw limitFault(bytes, at, `a text is longer than ${limits.textBytes} bytes`);
    if (open < 0) return;
    const kind = bytes[open + 1];
    if (kind === bang || kind === question) {
      at = skipMarkup(bytes, open, limits);
      continue;
    }
    if (kind === slash) {
      depth--;
      at = past(bytes, seek(bytes, greaterThan, open));
      continue;
    }
    const tag = readStartTag(bytes, open, limits);
    at = tag.end;
    elements++;
    if (!tag.empty) depth++;
    if (depth > limits.depth) throw limitFault(bytes, open, `elements are nested deeper than ${limits.depth}`);
    if (elements > limits.elements) throw limitFault(bytes, open, `there are more than ${limits.elements} elements`);
  }
}

/** The next place of a byte, -1 for none. Most are near: a call of the native search costs more than looking. */
function seek(bytes: Buffer, byte: number, from: number): number {
  const near = Math.min(bytes.length, from + nearBytes);
  for (let at = from; at < near; at++) {
    if (bytes[at] === byte) return at;
  }
  return near < bytes.length ? bytes.indexOf(byte, near) : -1;
}

function past(bytes: Buffer, found: number): number {
  return found < 0 ? bytes.length : found + 1;
}

/** Past a comment, CDATA section, processing instruction or declaration. */
function skipMarkup(bytes: Buffer, open: number, limits: MessageLimits): number {
  const end = pastMarkup(bytes, open);
  if (end - open > limits.textBytes) throw limitFault(bytes, open, `a text is longer than ${limits.textBytes} bytes`);
  return end;
}

function pastMarkup(bytes: Buffer, open: number): number {
  const from = open + 2;
  if (bytes[open + 1] === question) return pastEnd(bytes, { from, before: question, times: 1 });
  if (bytes[from] === dash && bytes[from + 1] === dash) return pastEnd(bytes, { from, before: dash, times: 2 });
  const head = bytes.toString('latin1', open, open + 9);
  if (head === '<![CDATA[') return pastEnd(bytes, { from, before: bracket, times: 2 });
  if (head.toLowerCase() !== '<!doctype') return past(bytes, seek(bytes, greaterThan, from));
  throw new NeedsPerson('AB_XML_DOCTYPE', 'the message has a DOCTYPE', { where: placeAt(bytes, open) });
}

interface End {
  readonly from: number;
  /** This byte stands before the `>` that ends it, once or twice. */
  readonly before: number;
  readonly times: 1 | 2;
}

function pastEnd(bytes: Buffer, { from, before, times }: End): number {
  for (let at = seek(bytes, greaterThan, from + times); at >= 0; at = seek(bytes, greaterThan, at + 1)) {
    if (bytes[at - 1] === before && bytes[at - times] === before) return at + 1;
  }
  return bytes.length;
}

function readStartTag(bytes: Buffer, open: number, limits: MessageLimits): { end: number; empty: boolean } {
  let attributes = 0;
  let at = open + 1;
  for (; at < bytes.length && bytes[at] !== greaterThan; at++) {
    const byte = bytes[at];
    if (byte !== doubleQuote && byte !== singleQuote) continue;
    const close = seek(bytes, byte, at + 1);
    attributes++;
    if (attributes > limits.attributes) throw limitFault(bytes, at, `an element has more than ${limits.attributes} attributes`);
    if (close < 0) break;
    at = close;
  }
  const end = at < bytes.length && bytes[at] === greaterThan ? at + 1 : bytes.length;
  if (end - open > limits.tagBytes) throw limitFault(bytes, open, `a start tag is longer than ${limits.tagBytes} bytes`);
  return { end, empty: bytes[end - 2] === slash };
}

function limitFault(bytes: Uint8Array, offset: number, message: string): NeedsPerson {
  return new NeedsPerson('AB_XML_LIMIT', message, { where: placeAt(bytes, offset) });
}
