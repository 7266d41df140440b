import { readFile } from 'node:fs/promises';
import { resolve } from 'node:path';
import type { Clock, SecretReader } from '@amtsbote/sdk';
import { createHttpClient } from '@amtsbote/sdk/http';
import { type RevocationList, readRevocationList } from './revocation-list.ts';

/** What lists are fetched with. */
export interface SourceServices {
  readonly clock: Clock;
  readonly secrets: SecretReader;
  readonly baseDirectory: string;
  readonly timeoutMs: number;
}

/** Gets the lists that can be had now. */
export interface RevocationSources {
  lists(): Promise<readonly RevocationList[]>;
}

/** Lists are kept so long. */
const keptMs = 3_600_000;
const mostBytes = 50_000_000;

/**
 * Lists from files and addresses. What cannot be read or fetched is left out: whoever needs it sees that nothing is known. Plain HTTP is no
 * harm: lists are signed.
 */
export function revocationSources(places: readonly string[], services: SourceServices): RevocationSources {
  const kept = new Map<string, { readonly at: number; readonly list: RevocationList }>();
  const get = async (place: string): Promise<readonly RevocationList[]> => {
    const now = services.clock.now();
    const known = kept.get(place);
    if (known !== undefined && Math.abs(now - known.at) < keptMs) return [known.list];
    try {
      const list = readRevocationList(await bytesOf(place, services));
      kept.set(place, { at: now, list });
      return [list];
    } catch {
      return [];
    }
  };
  return { lists: async () => (await Promise.all(places.map(get))).flat() };
}

async function bytesOf(place: string, services: SourceServices): Promise<Uint8Array> {
  if (!/^https?:\/\//.test(place)) return readFile(resolve(services.baseDirectory, place));
  const { origin, pathname, search } = new URL(place);
  const { secrets, clock, timeoutMs } = services;
  const http = createHttpClient({ secrets, clock, timeoutMs, baseUrl: origin, plainHttp: true, maxResponseBytes: mostBytes });
  try {
    const query = Object.fromEntries(new URLSearchParams(search));
    return (await http.request({ method: 'GET', path: pathname, ...(search !== '' && { query }), expect: [200] })).bytes;
  } finally {
    http.close();
  }
}
