/** Sealing that does nothing, for `bench/throughput.ts`. */
export function seal(_key: unknown, _place: string, plain: Uint8Array): Buffer {
  return Buffer.from(plain);
}

/** Opens what {@link seal} made. */
export function unseal(_key: unknown, _place: string, sealed: Uint8Array): Buffer {
  return Buffer.from(sealed);
}
