import { isUtf8 } from 'node:buffer';
import { NeedsPerson } from '../../errors/families.ts';
import { placeAt } from './place.ts';

/** A document as UTF-8 without a byte order mark, and the encoding it came in. */
export interface DecodedXml {
  readonly utf8: Uint8Array;
  readonly encoding: string;
}

type Decoder = (bytes: Uint8Array) => string;

const decoders: Readonly<Record<string, Decoder>> = {
  'ISO-8859-1': (bytes) => singleByteText('latin1', bytes),
  'ISO-8859-15': (bytes) => singleByteText('iso-8859-15', bytes),
  'WINDOWS-1252': (bytes) => singleByteText('windows-1252', bytes),
};

const declaration =
  /^<\?xml[ \t\r\n]+version[ \t\r\n]*=[ \t\r\n]*(["'])([^"'<>]*)\1(?:[ \t\r\n]+encoding[ \t\r\n]*=[ \t\r\n]*(["'])([^"'<>]*)\3)?/;
const longestDeclaration = 400;

/**
 * Turns bytes into UTF-8 by their byte order mark and XML declaration. Encodings by allow-list: UTF-8, UTF-16 with a
 * mark, ISO-8859-1, ISO-8859-15, windows-1252. Nothing is replaced: bytes that are not in the encoding end it.
 *
 * Throws `NeedsPerson` (AB_XML_ENCODING, and AB_XML_MALFORMED for another XML version than 1.0).
 */
export function decodeXml(bytes: Uint8Array): DecodedXml {
  const mark = byteOrderMark(bytes);
  if (mark === 'UTF-16LE' || mark === 'UTF-16BE') return fromUtf16(bytes.subarray(2), mark);
  if (mark === 'UTF-8') return fromUtf8(bytes.subarray(3));
  const declared = declaredEncoding(headOf(bytes));
  if (bytes[0] === 0 || bytes[1] === 0) throw encodingFault('UTF-16 is read only with a byte order mark');
  if (declared === undefined || declared === 'UTF-8') return fromUtf8(bytes);
  return fromSingleBytes(bytes, declared);
}

function headOf(bytes: Uint8Array): string {
  return Buffer.from(bytes.subarray(0, longestDeclaration)).toString('latin1');
}

function byteOrderMark(bytes: Uint8Array): 'UTF-8' | 'UTF-16LE' | 'UTF-16BE' | undefined {
  if (bytes[0] === 0xef && bytes[1] === 0xbb && bytes[2] === 0xbf) return 'UTF-8';
  if (bytes[0] === 0xfe && bytes[1] === 0xff) return 'UTF-16BE';
  if (bytes[0] === 0xff && bytes[1] === 0xfe) return bytes[2] === 0 && bytes[3] === 0 ? undefined : 'UTF-16LE';
  return undefined;
}

/** The declared encoding in upper case, or undefined. */
function declaredEncoding(head: string): string | undefined {
  const match = declaration.exec(head);
  if (!match) return undefined;
  if (match[2] !== '1.0') {
    throw new NeedsPerson('AB_XML_MALFORMED', 'the message is not XML 1.0', {
      where: { line: 1, column: 1 },
    });
  }
  return match[4]?.toUpperCase();
}

function fromUtf8(body: Uint8Array): DecodedXml {
  const declared = declaredEncoding(headOf(body));
  if (declared !== undefined && declared !== 'UTF-8') {
    throw encodingFault('the byte order mark says UTF-8 and the XML declaration another encoding');
  }
  if (isUtf8(body)) return { utf8: body, encoding: 'UTF-8' };
  const where = placeAt(body, firstInvalidByte(body));
  throw new NeedsPerson('AB_XML_ENCODING', 'a byte is not valid UTF-8', { where });
}

function fromSingleBytes(body: Uint8Array, declared: string): DecodedXml {
  const decode = Object.hasOwn(decoders, declared) ? decoders[declared] : undefined;
  if (decode) {
    const encoding = declared === 'WINDOWS-1252' ? 'windows-1252' : declared;
    return { utf8: Buffer.from(decode(body), 'utf8'), encoding };
  }
  const what = declared.startsWith('UTF-16') ? 'UTF-16, and the bytes have no mark for it' : 'an encoding that is not read';
  throw encodingFault(`the XML declaration says ${what}`);
}

/** Where the bytes first differ from what a lenient decoder makes of them. */
function firstInvalidByte(body: Uint8Array): number {
  const mended = Buffer.from(new TextDecoder('utf-8', { ignoreBOM: true }).decode(body), 'utf8');
  const differs = body.findIndex((byte, index) => byte !== mended[index]);
  return differs < 0 ? body.length : differs;
}

function fromUtf16(body: Uint8Array, encoding: 'UTF-16LE' | 'UTF-16BE'): DecodedXml {
  const text = utf16Text(body, encoding);
  const declared = declaredEncoding(text.slice(0, longestDeclaration));
  if (declared !== undefined && declared !== 'UTF-16' && declared !== encoding) {
    throw encodingFault('the byte order mark says UTF-16 and the XML declaration another encoding');
  }
  return { utf8: Buffer.from(text, 'utf8'), encoding };
}

function utf16Text(body: Uint8Array, encoding: string): string {
  try {
    return new TextDecoder(encoding, { fatal: true, ignoreBOM: true }).decode(body);
  } catch {
    throw new NeedsPerson('AB_XML_ENCODING', 'the bytes are not valid UTF-16');
  }
}

/** Bytes 80 to 9F are control characters in ISO 8859 and holes in windows-1252: they mean that the label is wrong. */
function singleByteText(encoding: string, bytes: Uint8Array): string {
  const text = encoding === 'latin1' ? Buffer.from(bytes).toString('latin1') : new TextDecoder(encoding).decode(bytes);
  const control = text.search(/[\u0080-\u009f]/);
  if (control < 0) return text;
  const where = placeAt(bytes, control);
  throw new NeedsPerson('AB_XML_ENCODING', 'a byte has no character in the declared encoding', { where });
}

function encodingFault(message: string): NeedsPerson {
  return new NeedsPerson('AB_XML_ENCODING', message, { where: { line: 1, column: 1 } });
}
