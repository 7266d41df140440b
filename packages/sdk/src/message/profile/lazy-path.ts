import { CompiledPath, type Prefixes } from '../compiled-path.ts';
import { loadedLibxml2 } from '../libxml2.ts';

/** A path that is compiled when it is first used: a message was read by then, and with it the XML library loaded. */
export function lazyPath(expression: string, prefixes: Prefixes = {}): () => CompiledPath {
  let compiled: CompiledPath | undefined;
  return () => (compiled ??= new CompiledPath(loadedLibxml2(), expression, prefixes));
}
