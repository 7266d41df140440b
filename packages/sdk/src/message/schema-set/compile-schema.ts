import type { XmlInputProvider, XsdValidator } from 'libxml2-wasm';
import type { Finding } from '../../model/finding.ts';
import type { Libxml2 } from '../libxml2.ts';
import type { SchemaFiles } from './schema-files.ts';

/** A validator, or why there is none. */
export type CompiledSchema = { readonly validator: XsdValidator } | { readonly problem: Finding };

/**
 * Compiles a schema from the files collected before; the parser can open no others, and none at all afterwards
 * (so that `xsi:schemaLocation` in a message opens nothing).
 */
export function compileSchema(libxml2: Libxml2, files: SchemaFiles): CompiledSchema {
  const main = files.contents.get(files.main);
  if (!main) return { problem: problemOf(files.main, undefined, 'the schema file cannot be read') };
  libxml2.xmlRegisterInputProvider(providerOf(files));
  try {
    using document = libxml2.XmlDocument.fromBuffer(main, {
      url: urlOf(files.main),
      option: libxml2.ParseOption.XML_PARSE_NO_XXE,
    });
    return { validator: libxml2.XsdValidator.fromDoc(document) };
  } catch (error) {
    if (!(error instanceof libxml2.XmlLibError)) throw error;
    const [detail] = error.details;
    return {
      problem: problemOf(files.main, detail?.line, `the schema cannot be compiled: ${detail?.message.trim() ?? 'no reason given'}`),
    };
  } finally {
    libxml2.xmlCleanupInputProvider();
  }
}

/** Serves the collected files from memory, under the addresses that the compiler makes of relative locations. */
function providerOf(files: SchemaFiles): XmlInputProvider {
  const byUrl = new Map([...files.contents].map(([file, bytes]) => [decoded(urlOf(file)), bytes]));
  const open = new Map<number, { readonly bytes: Uint8Array; at: number }>();
  let handles = 0;
  return {
    match: (url) => byUrl.has(decoded(url)),
    open: (url) => {
      const bytes = byUrl.get(decoded(url));
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

function urlOf(file: string): string {
  const path = file.replaceAll('\\', '/').split('/').map(encodeURIComponent).join('/');
  return path.startsWith('/') ? path : `/${path}`;
}

function decoded(url: string): string {
  try {
    return decodeURIComponent(url);
  } catch {
    return url;
  }
}

function problemOf(file: string, line: number | undefined, message: string): Finding {
  return { code: 'AB_SCHEMA_NOT_CHECKED', message, where: { file, line } };
}
