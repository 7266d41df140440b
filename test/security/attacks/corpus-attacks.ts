import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { corpus } from '../../../packages/sdk/src/testing/corpus.ts';
import type { AttackSample } from './attack-sample.ts';

/** Licences and lists: no attacks. */
const others = /(LICENSE|Copyright|README|strings-attacks)/;

/** The samples that others have collected, each as a message; addresses lead to where a connection would be counted. */
export function corpusAttacks(url: string): readonly AttackSample[] {
  const folder = corpus('attacks');
  return readdirSync(folder, { recursive: true })
    .map(String)
    .filter((file) => file.endsWith('.txt') && !others.test(file))
    .toSorted()
    .map((file) => ({
      name: `corpus: ${file}`,
      files: [{ name: 'nachricht.xml', content: redirected(readFileSync(join(folder, file)), url) }],
    }));
}

function redirected(bytes: Buffer, url: string): Buffer {
  const text = bytes.toString('latin1').replaceAll(/(https?|ftp):\/\/(?!www\.w3\.org\/(2001|1999))[^/"'\s<>&]+/g, url);
  return Buffer.from(text, 'latin1');
}
