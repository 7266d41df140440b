import { Defect } from '../errors/families.ts';

/** The XML library, loaded on first use: its WASM module costs some tens of milliseconds. */
export type Libxml2 = typeof import('libxml2-wasm');

let loading: Promise<Libxml2> | undefined;

let loaded: Libxml2 | undefined;

/** Loads libxml2 once per process. */
export function loadLibxml2(): Promise<Libxml2> {
  loading ??= import('libxml2-wasm').then((libxml2) => {
    loaded = libxml2;
    return libxml2;
  });
  return loading;
}

/** The library for what works on messages that were read already. Throws `Defect` when it was never loaded. */
export function loadedLibxml2(): Libxml2 {
  if (loaded) return loaded;
  throw new Defect('AB_DEFECT', 'the XML library was asked for before a message was read');
}
