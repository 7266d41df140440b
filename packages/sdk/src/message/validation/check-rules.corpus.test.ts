import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { corpus, hasCorpus } from '../../testing/corpus.ts';
import { readMessage } from '../read-message.ts';
import { checkRules } from './check-rules.ts';
import type { ValidationStep } from './validation.ts';

const xschuleRules = [corpus('xoev/xschule-1.2/schematron/xschule-schematron.sch')];
const xbauRules = ['xbau-schematron.sch', 'xbau-schematron-leere-elemente.sch'].map((name) => corpus(`xoev/xbau/2.6/schematron/${name}`));

describe.skipIf(!hasCorpus)('the rules of published standards', () => {
  it('are kept by the valid messages of XSchule', async () => {
    const folder = corpus('xoev/xschule-1.2/instances/valid');
    const files = (await readdir(folder)).filter((name) => name.endsWith('.xml'));
    expect(files).toHaveLength(16);
    for (const file of files) {
      const step = await check(await readFile(join(folder, file)), xschuleRules);
      expect({ file, ...step }).toEqual({ file, name: 'rules', verdict: 'valid', findings: [], warnings: [] });
    }
  });

  it('are broken by a message of XSchule that names a value outside of a list without saying which', async () => {
    const folder = corpus('xoev/xschule-1.2/instances/valid');
    const text = await readFile(join(folder, 'XSchule_Schulbescheinigung_02.xml'), 'utf8');
    const broken = text.replace(/(<xsc:schulform>\s*<xsc:code[^>]*>\s*<code>)[^<]*/, '$1wert_nicht_in_liste');
    expect(broken).not.toBe(text);
    const step = await check(Buffer.from(broken), xschuleRules);
    expect(step.verdict).toBe('invalid');
    expect(step.findings.map(({ message }) => message.split(':')[0])).toEqual(['XSC-1000-0014-WNIL_AdS']);
  });

  it('are all run for XBau 2.6', async () => {
    const header = (kennung: string): string =>
      `<x:vorbescheid.antrag.0210 xmlns:x="http://www.xleitstelle.de/xbau/2/6"><nachrichtenkopf.g2g><leser><verzeichnisdienst><code>DVDV</code></verzeichnisdienst><kennung>${kennung}</kennung></leser></nachrichtenkopf.g2g></x:vorbescheid.antrag.0210>`;
    expect((await check(Buffer.from(header('bab:09000009')), xbauRules)).verdict).toBe('valid');
    const step = await check(Buffer.from(header('BAB')), xbauRules);
    expect(step.findings.map(({ message, where }) => [message.split(':')[0], where?.path])).toEqual([
      ['sch-xbau-001', '/x:vorbescheid.antrag.0210/nachrichtenkopf.g2g'],
    ]);
    expect((await check(Buffer.from(header(' ')), xbauRules)).findings.map(({ message }) => message.split(':')[0])).toContain(
      'sch-xbau-gen-001',
    );
  });
});

async function check(bytes: Uint8Array, rules: readonly string[]): Promise<ValidationStep> {
  using message = await readMessage(bytes, { mediaType: 'application/xml' });
  return await checkRules(message, rules);
}
