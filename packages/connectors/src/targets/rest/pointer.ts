/** The value that a JSON pointer (RFC 6901) leads to; undefined when there is none. */
export function pointAt(document: unknown, pointer: string): unknown {
  let value = document;
  for (const part of pointer.split('/').slice(1)) {
    const key = part.replaceAll('~1', '/').replaceAll('~0', '~');
    if (typeof value !== 'object' || value === null || !Object.hasOwn(value, key)) return undefined;
    value = (value as Readonly<Record<string, unknown>>)[key];
  }
  return value;
}

/** The text or number at a pointer, as text; undefined when there is none, or it is empty. */
export function textAt(document: unknown, pointer: string): string | undefined {
  const value = pointAt(document, pointer);
  const text = typeof value === 'number' ? String(value) : value;
  return typeof text === 'string' && text !== '' ? text : undefined;
}
