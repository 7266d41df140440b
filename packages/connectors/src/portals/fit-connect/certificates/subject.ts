import { oid, printable, sequence, set, utf8 } from './der.ts';

/** One part of the name of a certificate, in the order in which they are written. */
export interface SubjectPart {
  /** Such as `O`. */
  readonly type: keyof typeof types;
  readonly value: string;
}

const types = {
  C: '2.5.4.6',
  ST: '2.5.4.8',
  L: '2.5.4.7',
  O: '2.5.4.10',
  OU: '2.5.4.11',
  CN: '2.5.4.3',
  serialNumber: '2.5.4.5',
} as const;

/** The upper bounds of X.520. */
const longest: Readonly<Record<SubjectPart['type'], number>> = { C: 2, ST: 128, L: 128, O: 64, OU: 64, CN: 64, serialNumber: 64 };

/**
 * Reads a name such as `C=DE,O=Stadt Musterstadt,OU=Ordnungsamt,CN=FIT-Connect`; a comma within a value is written `\,`. Undefined for what
 * is none: unknown types, empty or too long values, more than one country, no common name.
 */
export function parseSubject(text: string): readonly SubjectPart[] | undefined {
  const parts = (text.match(/(?:\\.|[^,\\])+/g) ?? []).map(parsePart);
  if (!parts.every((part) => part !== undefined)) return undefined;
  const count = (type: string): number => parts.filter((part) => part.type === type).length;
  return count('CN') === 1 && count('C') <= 1 ? parts : undefined;
}

function parsePart(text: string): SubjectPart | undefined {
  const [, type = '', written = ''] = /^\s*([A-Za-z]+)\s*=\s*(.*?)\s*$/s.exec(text) ?? [];
  if (!isType(type)) return undefined;
  const value = written.replace(/\\(.)/gs, '$1').normalize('NFC');
  const isFit = value !== '' && value.length <= longest[type] && !/\p{Cc}/u.test(value);
  return isFit && (type !== 'C' || /^[A-Z]{2}$/.test(value)) ? { type, value } : undefined;
}

function isType(type: string): type is SubjectPart['type'] {
  return Object.hasOwn(types, type);
}

/** A name in DER. */
export function subjectName(parts: readonly SubjectPart[]): Buffer {
  return sequence(...parts.map(({ type, value }) => set(sequence(oid(types[type]), type === 'C' ? printable(value) : utf8(value)))));
}
