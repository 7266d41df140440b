import { hasCorpus } from '../../../packages/sdk/src/testing/corpus.ts';
import type { AttackSample } from './attack-sample.ts';
import { corpusAttacks } from './corpus-attacks.ts';
import { jsonAttacks } from './json-attacks.ts';
import { nameAttacks } from './name-attacks.ts';
import { xmlAttacks } from './xml-attacks.ts';
import { zipAttacks } from './zip-attacks.ts';

/** All attacks: those of the corpus, where it is there, and generated ones. @param url where a connection would be counted */
export function attackSamples(url: string): readonly AttackSample[] {
  return [...(hasCorpus ? corpusAttacks(url) : []), ...zipAttacks(), ...xmlAttacks(url), ...jsonAttacks(), ...nameAttacks()];
}
