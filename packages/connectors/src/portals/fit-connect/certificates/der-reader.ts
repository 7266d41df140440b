/** A value in DER (X.690), taken apart. */
export interface DerValue {
  readonly tag: number;
  readonly content: Buffer;
  /** With tag and length, as signatures cover it. */
  readonly whole: Buffer;
  /** The values within; none where the content is no sequence of values. */
  readonly children: readonly DerValue[];
}

/** What is no DER, or more deeply nested than anything we read. Holds nothing of it. */
export class DerError extends Error {
  constructor() {
    super('no DER');
    this.name = 'DerError';
  }
}

const deepest = 20;

/**
 * Takes the first value apart; what follows it must be nothing.
 *
 * @throws DerError
 */
export function readDer(bytes: Uint8Array): DerValue {
  const { value, end } = valueAt(Buffer.from(bytes), 0, 0);
  if (end !== bytes.length) throw new DerError();
  return value;
}

/** The identifier in a value, such as `2.5.29.15`; the empty text for a value that is none. */
export function readOid({ tag, content }: DerValue): string {
  const [first = 0, ...rest] = content;
  if (tag !== 0x06 || content.length === 0) return '';
  const top = Math.min(Math.floor(first / 40), 2);
  const numbers = [top, first - top * 40];
  let number = 0;
  for (const byte of rest) {
    number = number * 128 + (byte & 0x7f);
    if (byte < 0x80) {
      numbers.push(number);
      number = 0;
    }
  }
  return numbers.join('.');
}

/** A time (UTCTime or GeneralizedTime), in milliseconds since 1970; undefined for a value that is none. */
export function readTime({ tag, content }: DerValue): number | undefined {
  const text = content.toString('latin1');
  const [, year, rest] = (tag === 0x17 ? /^(\d{2})(\d{10})Z$/ : /^(\d{4})(\d{10})Z$/).exec(tag === 0x17 || tag === 0x18 ? text : '') ?? [];
  if (year === undefined || rest === undefined) return undefined;
  const full = year.length === 4 ? year : `${Number(year) < 50 ? '20' : '19'}${year}`;
  const [month, day, hour, minute, second] = rest.match(/../g) ?? [];
  const time = Date.parse(`${full}-${month}-${day}T${hour}:${minute}:${second}Z`);
  return Number.isNaN(time) ? undefined : time;
}

function valueAt(bytes: Buffer, start: number, depth: number): { readonly value: DerValue; readonly end: number } {
  const tag = bytes[start];
  if (tag === undefined || (tag & 0x1f) === 0x1f || depth > deepest) throw new DerError();
  const { length, from } = lengthAt(bytes, start + 1);
  const end = from + length;
  if (end > bytes.length) throw new DerError();
  const content = bytes.subarray(from, end);
  const isConstructed = (tag & 0x20) !== 0;
  const children = isConstructed ? valuesIn(content, depth + 1) : [];
  return { value: { tag, content, whole: bytes.subarray(start, end), children }, end };
}

function valuesIn(content: Buffer, depth: number): readonly DerValue[] {
  const values: DerValue[] = [];
  for (let at = 0; at < content.length;) {
    const { value, end } = valueAt(content, at, depth);
    values.push(value);
    at = end;
  }
  return values;
}

/** Lengths of up to four bytes, in their shortest form. */
function lengthAt(bytes: Buffer, at: number): { readonly length: number; readonly from: number } {
  const first = bytes[at];
  if (first === undefined) throw new DerError();
  if (first < 0x80) return { length: first, from: at + 1 };
  const count = first & 0x7f;
  if (count === 0 || count > 4 || at + 1 + count > bytes.length) throw new DerError();
  const length = bytes.readUIntBE(at + 1, count);
  if (length < 0x80 || bytes[at + 1] === 0) throw new DerError();
  return { length, from: at + 1 + count };
}
