import { readFileSync, writeFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { cliReference } from '../packages/cli/src/reference.ts';
import { type JsonSchemas, jsonSchemas } from '../packages/sdk/src/runtime/json-schemas.ts';
import { errorsPage } from './lib/errors-page.ts';
import { mappingLanguagePage } from './lib/mapping-language/page.ts';

/** Every generated file with what makes its content. A new one is a new line here. */
const generated: ReadonlyArray<{ readonly file: string; readonly content: () => Promise<string> | string }> = [
  { file: 'docs/errors.md', content: errorsPage },
  { file: 'docs/guides/mapping-language.md', content: mappingLanguagePage },
  { file: 'docs/cli.md', content: cliReference },
  { file: 'docs/config.schema.json', content: () => jsonText((schemas) => schemas.config) },
  { file: 'docs/mapping.schema.json', content: () => jsonText((schemas) => schemas.mapping) },
  { file: 'docs/events.schema.json', content: () => jsonText((schemas) => schemas.events) },
];

const root = resolve(import.meta.dirname, '..');
const check = process.argv.includes('--check');
for (const { file, content } of generated) {
  const path = resolve(root, file);
  const wanted = await content();
  if (readIfThere(path) === wanted) continue;
  if (check) {
    console.error(`${file} is not up to date: run \`npm run generate\`.`);
    process.exitCode = 1;
  } else {
    writeFileSync(path, wanted);
    console.log(`${file} written`);
  }
}

async function jsonText(pick: (schemas: JsonSchemas) => object): Promise<string> {
  return `${JSON.stringify(pick(await jsonSchemas()), undefined, 2)}\n`;
}

function readIfThere(path: string): string | undefined {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    return undefined;
  }
}
