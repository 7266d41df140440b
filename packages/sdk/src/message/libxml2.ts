/** The XML library, loaded on first use: its WASM module costs some tens of milliseconds. */
export type Libxml2 = typeof import('libxml2-wasm');

let loading: Promise<Libxml2> | undefined;

/** Loads libxml2 once per process. */
export function loadLibxml2(): Promise<Libxml2> {
  loading ??= import('libxml2-wasm');
  return loading;
}
