import { ConfigurationFault } from '../../errors/families.ts';
import type { Clock } from '../../model/clock.ts';
import type { Logger } from '../../model/logger.ts';
import { RunResources } from '../../runtime/run-resources.ts';
import type { ConnectorServices } from '../../target/services.ts';

/**
 * What a suite gives to the connector it opens; add `options`, and `secrets` where there are any. Made anew for every
 * run, so that nothing is remembered from one run to the next.
 *
 * @example
 * open: (services) => connector.open({ ...services, options, secrets: { get: async () => 'test' } }),
 */
export type ConformanceServices = ConnectorServices<undefined>;

/** Services of one run, and what was logged through them. */
export interface ConformanceRunServices {
  readonly services: ConformanceServices;
  readonly logLines: string[];
  close(): Promise<void>;
}

/** Makes the services of one run. */
export function conformanceServices(clock: Clock): ConformanceRunServices {
  const resources = new RunResources();
  const logLines: string[] = [];
  const services: ConformanceServices = {
    options: undefined,
    name: 'conformance',
    baseDirectory: '.',
    clock,
    random: () => 0.5,
    logger: loggerInto(logLines),
    resources,
    boundary: () => undefined,
    secrets: {
      get: async () => {
        throw new ConfigurationFault(
          'AB_SECRET_MISSING',
          'the conformance suite was given no secrets; pass `secrets` when opening the connector',
        );
      },
    },
  };
  return { services, logLines, close: () => resources.close() };
}

function loggerInto(lines: string[]): Logger {
  const write = (level: string) => (event: string, fields?: object) => void lines.push(JSON.stringify({ level, event, ...fields }));
  return { debug: write('debug'), info: write('info'), warn: write('warn') };
}
