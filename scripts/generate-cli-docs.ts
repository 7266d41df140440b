import { cliReference } from '../packages/cli/src/reference.ts';

process.stdout.write(cliReference());
