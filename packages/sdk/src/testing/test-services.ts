import { RunResources } from '../runtime/run-resources.ts';
import type { ConnectorServices } from '../target/services.ts';
import { testAttempt } from './test-attempt.ts';

/** Services of a connector outside a run. Close them: a browser may be among what was shared. */
export interface TestServices<Options> extends ConnectorServices<Options>, AsyncDisposable {
  close(): Promise<void>;
}

/** Services for tests of one connector. Every secret is what `secrets` says; others are `test`. */
export function testServices<Options>(options: Options, secrets: Readonly<Record<string, string>> = {}): TestServices<Options> {
  const { clock, logger } = testAttempt();
  const resources = new RunResources();
  const close = (): Promise<void> => resources.close();
  return {
    options,
    name: 'test-target',
    baseDirectory: '.',
    secrets: { get: async (reference) => secrets[reference.replace(/^secret:/, '')] ?? 'test' },
    clock,
    random: () => 0.5,
    logger,
    resources,
    boundary: () => undefined,
    close,
    [Symbol.asyncDispose]: close,
  };
}
