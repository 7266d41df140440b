import type { ZodType } from 'zod';

/** A JSON file of an archive; undefined when it is not there, or is not of this shape. */
export function parsedFile<T>(bytes: Uint8Array | undefined, shape: ZodType<T>): T | undefined {
  const text = textOf(bytes);
  if (text === undefined) return undefined;
  try {
    return shape.safeParse(JSON.parse(text)).data;
  } catch {
    return undefined;
  }
}

/** A text file of an archive; undefined when it is not there, or is no UTF-8. */
export function textOf(bytes: Uint8Array | undefined): string | undefined {
  if (bytes === undefined) return undefined;
  try {
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes);
  } catch {
    return undefined;
  }
}
