import { NeedsPerson } from '../errors/families.ts';
import { jsonToXml } from './json/json-to-xml.ts';
import { type Libxml2, loadLibxml2 } from './libxml2.ts';
import { defaultMessageLimits, type Message, type MessageLimits } from './message.ts';
import { mayHoldMarks } from './xml/byte-order-mark.ts';
import { decodeXml } from './xml/decode.ts';
import { passGate } from './xml/gate.ts';
import { parseXml } from './xml/parse.ts';
import { XmlMessage } from './xml/xml-message.ts';

/** How to read a message. */
export interface ReadMessageOptions {
  /** As the portal says it, such as `application/xml`; where it says nothing useful, the first byte decides. */
  readonly mediaType: string;
  /** Limits that differ from {@link defaultMessageLimits}. */
  readonly limits?: Partial<MessageLimits> | undefined;
}

/**
 * Reads a message safely: size, encoding by allow-list, no DOCTYPE, depth and attribute limits, nothing loaded and
 * nothing expanded; then well-formedness.
 *
 * @example
 * using message = await readMessage(bytes, { mediaType: 'application/xml' });
 *
 * Throws `NeedsPerson` with AB_MESSAGE_EMPTY, AB_XML_LIMIT, AB_XML_ENCODING, AB_XML_DOCTYPE, AB_XML_MALFORMED or
 * AB_JSON_MALFORMED; `where` holds line and column wherever they are known.
 */
export async function readMessage(bytes: Uint8Array, options: ReadMessageOptions): Promise<Message> {
  return readMessageNow(await loadLibxml2(), bytes, options);
}

/** Begins to load what reading takes, for whoever is about to: its library is compiled beside other work. */
export function prepareReading(): void {
  // Who reads is told what goes wrong.
  loadLibxml2().catch(() => undefined);
}

/** {@link readMessage} for those who have the library at hand and cannot wait. */
export function readMessageNow(libxml2: Libxml2, bytes: Uint8Array, options: ReadMessageOptions): Message {
  const limits = { ...defaultMessageLimits, ...options.limits };
  if (bytes.length > limits.bytes) {
    throw new NeedsPerson('AB_XML_LIMIT', `the message is larger than ${limits.bytes} bytes`);
  }
  const first = firstMeaningfulByte(bytes);
  if (first === undefined) throw new NeedsPerson('AB_MESSAGE_EMPTY', 'the message has no content');
  const kind = messageKind(options.mediaType, first);
  const { utf8, encoding } = kind === 'json' ? jsonToXml(bytes, limits) : decodeXml(bytes);
  passGate(utf8, limits);
  return new XmlMessage(libxml2, parseXml(libxml2, utf8), { kind, encoding, mayHoldMarks: mayHoldMarks(utf8) });
}

const space = 0x20;
const blanks = new Set([space, 0x09, 0x0a, 0x0d, 0x00, 0xef, 0xbb, 0xbf, 0xfe, 0xff]);

/** The first byte that is neither blank nor part of a byte order mark. */
function firstMeaningfulByte(bytes: Uint8Array): number | undefined {
  // By hand: a megabyte of blanks takes a method of arrays ten times as long.
  for (let at = 0; at < bytes.length; at++) {
    const byte = bytes[at];
    if (byte !== space && byte !== undefined && !blanks.has(byte)) return byte;
  }
  return undefined;
}

function messageKind(mediaType: string, first: number): 'xml' | 'json' {
  const type = mediaType.split(';', 1)[0]?.trim().toLowerCase() ?? '';
  if (/[/+]json$/.test(type)) return 'json';
  if (/[/+]xml$/.test(type)) return 'xml';
  return first === '{'.charCodeAt(0) || first === '['.charCodeAt(0) ? 'json' : 'xml';
}
