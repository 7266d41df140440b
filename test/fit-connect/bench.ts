import { connector, type FitConnectOptions } from '@amtsbote/connectors/portals/fit-connect';
import type { Clock, ConnectorServices, Incoming, Portal, Report } from '@amtsbote/sdk';
import { isAmtsboteError } from '@amtsbote/sdk';
import { type FitConnect, type KnownDestination, demoSubscriber, startFitConnect } from '@amtsbote/simulators/fit-connect';

/** A delivery service with keys that are smaller than in the field: making and using them takes a quarter of the time. */
export function startService(options: Parameters<typeof startFitConnect>[0] = {}): Promise<FitConnect> {
  return startFitConnect({ keyBits: 2048, ...options });
}

/** What a test sets otherwise than a configuration for the service would. */
export interface Setting {
  readonly version?: string;
  readonly options?: Record<string, unknown>;
  readonly clock?: Clock;
  /** Default: all of the service. */
  readonly destinations?: readonly KnownDestination[];
  readonly secrets?: Readonly<Record<string, string>>;
  /** Changes to the destinations of the configuration. */
  readonly destination?: Record<string, unknown>;
  /** Told at each boundary; one that throws ends there what is done, as a crash does. */
  readonly boundary?: (name: string) => void;
}

/** A portal as one run has it. */
export interface PortalRun extends AsyncDisposable {
  readonly portal: Portal;
  readonly logLines: readonly string[];
}

const clock: Clock = { now: () => Date.now(), sleep: async () => undefined };

/** Opens the portal as a run would, with the private keys that the simulator made. */
export function openPortal(service: Pick<FitConnect, 'url' | 'tokenUrl' | 'destinations'>, setting: Setting = {}): PortalRun {
  const destinations = setting.destinations ?? service.destinations;
  const secrets = new Map([...secretsOf(destinations), ...Object.entries(setting.secrets ?? {})]);
  const logLines: string[] = [];
  const write = (event: string, fields?: object): void => void logLines.push(JSON.stringify({ event, ...fields }));
  const closes: (() => Promise<void>)[] = [];
  const shared = new Map<string, Promise<unknown>>();
  const services: ConnectorServices<FitConnectOptions> = {
    options: connector.options.parse({
      tokenUrl: service.tokenUrl,
      apiUrl: service.url,
      issuer: service.url,
      client: { id: demoSubscriber.clientId, secret: 'secret:client' },
      version: setting.version ?? 'v2',
      minimumKeyBits: 2048,
      timeoutMs: 20_000,
      destinations: destinations.map(({ destinationId, privateKeys }) => ({
        id: destinationId,
        decryptionKeys: (privateKeys?.decryption ?? []).map(({ kid }) => `secret:${kid}`),
        signingKey: `secret:${privateKeys?.signing.kid}`,
        ...setting.destination,
      })),
      ...setting.options,
    }),
    name: 'fit',
    baseDirectory: '.',
    clock: setting.clock ?? clock,
    random: Math.random,
    logger: { debug: write, info: write, warn: write },
    boundary: setting.boundary ?? (() => undefined),
    secrets: { get: async (reference) => secrets.get(reference) ?? '' },
    resources: {
      shared: async (key, create) => {
        const made = shared.get(key) ?? create().then(({ value, close }) => (closes.push(close), value));
        shared.set(key, made);
        return made as never;
      },
    },
  };
  return {
    portal: connector.open(services),
    logLines,
    [Symbol.asyncDispose]: async () => {
      for (const close of closes) await close();
    },
  };
}

function secretsOf(destinations: readonly KnownDestination[]): ReadonlyMap<string, string> {
  const keys = destinations.flatMap(({ privateKeys }) =>
    privateKeys === undefined ? [] : [...privateKeys.decryption, privateKeys.signing],
  );
  return new Map([
    ['secret:client', demoSubscriber.clientSecret],
    ...keys.map((key) => [`secret:${key.kid}`, JSON.stringify(key)] as const),
  ]);
}

/** What one call of `receive` brings. */
export interface Received {
  readonly incoming: readonly Incoming[];
  /** What it threw at its end. */
  readonly error: unknown;
  /** Codes of the findings of the error. */
  readonly codes: readonly string[];
}

/** One whole call of `receive`. */
export async function receiveAll({ portal }: PortalRun, known?: (id: string) => Promise<boolean>): Promise<Received> {
  const incoming: Incoming[] = [];
  try {
    for await (const one of portal.receive(new AbortController().signal, known)) incoming.push(one);
    return { incoming, error: undefined, codes: [] };
  } catch (error) {
    const findings = isAmtsboteError(error) ? error.findings : [];
    return { incoming, error, codes: findings.length > 0 ? findings.map(({ code }) => code) : isAmtsboteError(error) ? [error.code] : [] };
  }
}

/** A report on what was received. */
export function reportOn({ portalId, handle }: Incoming, changes: Partial<Report> = {}): Report {
  return {
    id: `r-${portalId}`,
    kind: 'accepted',
    submission: 's-1',
    portalId,
    handle,
    at: 0,
    references: ['A-1'],
    findings: [],
    ...changes,
  };
}
