import { readdirSync, readFileSync } from 'node:fs';
import { relative } from 'node:path';
import { describe, expect, test } from 'vitest';
import { corpus, hasCorpus } from '../../testing/corpus.ts';
import { readMessage } from '../read-message.ts';
import { identify } from './identify.ts';
import type { MessageHeader } from './profile.ts';
import { ownProfiles } from './profiles.ts';
import { rewritePrefixes } from './rewrite-prefixes.test-support.ts';

/** What is at least expected of the files in a folder: profile, version, and whether they have a message id. */
const expected: readonly (readonly [folder: RegExp, profile: string | undefined, version: string | undefined, id: boolean])[] = [
  [/^xgewerbeanzeige-1\.3-2\.2\/instances\/(valid|invalid)\/xgwa1\.3/, 'xgewerbeanzeige-datml', '1.3', false],
  [/^xgewerbeanzeige-1\.3-2\.2\/instances\/(valid|invalid)\/xgwa2\.0/, 'xgewerbeanzeige', '2.0', true],
  [/^xgewerbeanzeige-1\.3-2\.2\/instances\/(valid|invalid)\/xgwa2\.1/, 'xgewerbeanzeige', '2.1', true],
  [/^xgewerbeanzeige-1\.3-2\.2\/instances\/(valid|invalid)\/xgwa2\.2/, 'xgewerbeanzeige', '2.2', true],
  [/^xbeteiligung-1\.2\/instances\//, 'xbeteiligung', '1.2', true],
  [/^xwasser-1\.0\.0\/instances\//, 'xwasser', '1.0.0', true],
  [/^xdomea\/2\.3\.0\//, 'xdomea', '2.3.0', false],
  [/^xdomea\/2\.4\.0\//, 'xdomea', '2.4.0', false],
  [/^xdomea\/3\.0\.0\//, 'xdomea', '3.0.0', false],
  [/^xdomea\/4\.0\.0/, 'xdomea', '4.0.0', true],
  [/^xschule-1\.2\/instances\/valid\//, 'xschule', '1.2', false],
  [/^xschule-1\.2\/instances\/other-version-0\.3\//, 'xschule', '0.3', false],
  [/^xmeld-template\//, 'xmeld', '25.11a', true],
  [/^fim-xdatenfelder\/v\d\/unknown-namespace/, undefined, undefined, false],
  [/^fim-xdatenfelder\/v2\//, 'xdatenfelder', '2', true],
  [/^fim-xdatenfelder\/v3\//, 'xdatenfelder', '3.0.0', true],
  [/^fim-xfall-form\/.*\.json$/, 'fim-json', undefined, false],
  [/^xrechnung-foreign\//, 'xrechnung', '3.0', false],
  // No messages, or none of a standard: scenarios, catalogs, JSON twins without a namespace.
  [
    /^(xoev-base|din91379)\/|\/instances\/unknown\/|kosit-config|^xwasser-1\.0\.0\/json\/|codelists\.json$|^MANIFEST/,
    undefined,
    undefined,
    false,
  ],
];

const files = hasCorpus
  ? readdirSync(corpus('xoev'), { recursive: true, encoding: 'utf8' })
      .filter((file) => /\.(xml|json)$/.test(file) && !/(^|\/)codelists\/|^kosit-validator\//.test(file))
      .map((file) => relative(corpus('xoev'), corpus(`xoev/${file}`)).replaceAll('\\', '/'))
  : [];

describe.skipIf(!hasCorpus)('standards of the collected samples', () => {
  test('there are samples of every kind', () => {
    expect(files.length).toBeGreaterThan(80);
  });

  test.each(files)('recognises %s', async (file) => {
    const entry = expected.find(([folder]) => folder.test(file));
    const bytes = readFileSync(corpus(`xoev/${file}`));
    const found = await lookAt(bytes, file);

    expect(entry, 'every sample has its expectation').toBeDefined();
    expect([found?.profile, found?.version, found?.header.messageId !== undefined]).toEqual([entry?.[1], entry?.[2], entry?.[3] ?? false]);
  });

  test.each(files.filter((file) => file.endsWith('.xml')))('reads the same under other prefixes: %s', async (file) => {
    const xml = readFileSync(corpus(`xoev/${file}`), 'utf8');

    expect(await lookAt(Buffer.from(rewritePrefixes(xml)), file)).toEqual(await lookAt(Buffer.from(xml), file));
  });
});

interface Look {
  readonly profile: string;
  readonly version: string | undefined;
  readonly type: string | undefined;
  readonly header: MessageHeader;
}

async function lookAt(bytes: Uint8Array, file: string): Promise<Look | undefined> {
  using message = await readMessage(bytes, { mediaType: file.endsWith('.json') ? 'application/json' : 'application/xml' });
  const found = identify(message, ownProfiles);
  if (!found) return undefined;
  return { profile: found.profile.name, version: found.version, type: found.type, header: found.profile.header(message) };
}
