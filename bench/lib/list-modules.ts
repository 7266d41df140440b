import { registerHooks } from 'node:module';

/** Loaded by `--import`: lists at the end, on standard error, every module that the process has loaded. */
const loaded: string[] = [];
registerHooks({
  resolve: (specifier, context, next) => {
    const found = next(specifier, context);
    loaded.push(found.url);
    return found;
  },
});
process.on('exit', () => {
  const { moduleLoadList } = process as unknown as { readonly moduleLoadList: readonly string[] };
  process.stderr.write([...loaded, ...moduleLoadList].join('\n'));
});
