import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type MessagePreview, previewMessage } from './preview-message.ts';

const example = fileURLToPath(new URL('../../../../../examples/bauantrag/', import.meta.url));
const attachments = ['Lageplan.pdf', 'Bauzeichnungen.pdf'];
const message = join(example, 'samples/bauantrag-1-einfamilienhaus/nachricht.xml');

let directory: string;

beforeAll(async () => {
  directory = await mkdtemp(join(tmpdir(), 'amtsbote-preview-'));
});

afterAll(async () => {
  await rm(directory, { recursive: true, force: true });
});

test('a preview shows what the target gets, and what the mapping made where its characters change that', async () => {
  const { previews } = await preview('transliterate');
  expect(previews).toMatchObject([{ outcome: 'mapped', routes: ['bauantrag'] }]);
  const fields = new Map(previews[0]?.fields.map((one) => [one.field, one]));
  expect(fields.get('builderName')).toMatchObject({ value: 'Walesa-Beispiel', original: 'Wałęsa-Beispiel' });
  expect(fields.get('builderGivenNames')).toMatchObject({ value: 'Änne Zoë' });
  expect(fields.get('builderGivenNames')).not.toHaveProperty('original');
});

test('a preview is a case where the run makes one of a character that the target cannot write', async () => {
  const { previews } = await preview('case');
  expect(previews).toMatchObject([{ outcome: 'case', findings: [{ code: 'AB_CHARACTER_LOSSY', where: { field: 'builderName' } }] }]);
});

async function preview(otherwise: 'transliterate' | 'case'): Promise<MessagePreview> {
  const configFile = join(directory, `${otherwise}.yaml`);
  const text = await readFile(join(example, 'amtsbote.yaml'), 'utf8');
  const config = text
    .replace('otherwise: transliterate', `otherwise: ${otherwise}`)
    .replaceAll(/\b(mappings|targets)\/(?=[\w-]+\.yaml)/g, `${example}$1/`);
  await writeFile(configFile, config);
  return previewMessage({ directory: example, configFile, cwd: directory, message, attachments, today: '2026-11-22' });
}
