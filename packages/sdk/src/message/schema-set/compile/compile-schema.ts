import type { XmlInputProvider, XsdValidator } from 'libxml2-wasm';
import type { Libxml2 } from '../../libxml2.ts';
import type { LinkedSchemas } from './link-schemas.ts';

/** A validator, or why there is none. */
export type CompiledSchema = { readonly validator: XsdValidator } | { readonly problems: readonly CompileProblem[] };

/** What the compiler complains of. */
export interface CompileProblem {
  readonly message: string;
  /** Path of the schema it stands in. */
  readonly path: string | undefined;
  readonly line: number | undefined;
}

/**
 * Compiles schemas from memory; the parser can open no others, and none at all afterwards
 * (so that `xsi:schemaLocation` in a message opens nothing).
 */
export function compileSchema(libxml2: Libxml2, { main, documents, paths }: LinkedSchemas): CompiledSchema {
  libxml2.xmlRegisterInputProvider(providerOf(documents));
  try {
    using document = libxml2.XmlDocument.fromBuffer(documents.get(main) ?? new Uint8Array(), {
      url: main,
      option: libxml2.ParseOption.XML_PARSE_NO_XXE,
    });
    return { validator: libxml2.XsdValidator.fromDoc(document) };
  } catch (error) {
    if (!(error instanceof libxml2.XmlLibError)) throw error;
    return {
      problems: error.details.map(({ message, line, file }) => ({
        message: message.trim(),
        path: paths.get(file ?? ''),
        line: line > 0 ? line : undefined,
      })),
    };
  } finally {
    libxml2.xmlCleanupInputProvider();
  }
}

function providerOf(documents: ReadonlyMap<string, Uint8Array>): XmlInputProvider {
  const open = new Map<number, { readonly bytes: Uint8Array; at: number }>();
  let handles = 0;
  return {
    match: (url) => documents.has(url),
    open: (url) => {
      const bytes = documents.get(url);
      if (!bytes) return undefined;
      handles++;
      open.set(handles, { bytes, at: 0 });
      return handles;
    },
    read: (handle, buffer) => {
      const file = open.get(handle);
      if (!file) return -1;
      const piece = file.bytes.subarray(file.at, file.at + buffer.byteLength);
      buffer.set(piece);
      file.at += piece.byteLength;
      return piece.byteLength;
    },
    close: (handle) => open.delete(handle),
  };
}
