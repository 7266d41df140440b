import { openSchemaSets } from '@amtsbote/sdk/workbench';

/** Imports a source over and over under one name, and says so before each time; it ends only when it is killed. */
const [directory = '', source = ''] = process.argv.slice(2);
const sets = openSchemaSets(directory);
for (;;) {
  process.stdout.write('again\n');
  await sets.import(source, { name: 'standard', replace: true, importedAt: new Date() });
}
