import { registerHooks } from 'node:module';

/** The modules that are replaced, by the end of their place in the sdk. */
const replaced: Readonly<Record<string, string>> = {
  '/packages/sdk/dist/sealing/envelope.js': 'envelope.ts',
  '/packages/sdk/dist/ledger/sql/history.js': 'history.ts',
  '/packages/sdk/dist/ledger/sql/claim-next.js': 'claim-next.ts',
  '/packages/sdk/dist/ledger/transitions.js': 'transitions.ts',
};
const without = process.argv.includes('without');

// Both sides run the modules one by one, because a bundle has nothing that could be replaced.
registerHooks({
  resolve: (specifier, context, nextResolve) => {
    const found = nextResolve(specifier, context);
    const url = found.url.replace(/\/packages\/(sdk|connectors)\/bundle\//, '/packages/$1/dist/');
    const own = without ? Object.keys(replaced).find((end) => url.endsWith(end)) : undefined;
    return own === undefined
      ? { ...found, url }
      : { ...found, url: new URL(replaced[own]!, import.meta.url).href, format: 'module-typescript' };
  },
});
