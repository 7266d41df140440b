import { resolve } from 'node:path';
import { milliseconds } from './milliseconds.ts';
import type { ServeFile } from './serve-file.ts';

/** How `amtsbote serve` listens, and when it runs. */
export interface ServeConfig {
  /** Default 127.0.0.1. */
  readonly host: string;
  /** Default 8789; 0 takes a free one. */
  readonly port: number;
  /** From the beginning of one run to that of the next, in milliseconds. Default 5 minutes. */
  readonly everyMs: number;
  /** Files in PEM. Absent: plain HTTP, for a proxy in front. */
  readonly tls?: { readonly certificate: string; readonly key: string } | undefined;
}

const listenPattern = /^(?:(?<host>[\w.-]+|\[[0-9a-fA-F:]+\]):)?(?<port>\d{1,5})$/;

/** An address to listen at, as written: `8789`, `127.0.0.1:8789`, `[::1]:8789`. Undefined when it is none. */
export function listenAddress(written: string): Pick<ServeConfig, 'host' | 'port'> | undefined {
  const { host = '127.0.0.1', port = '' } = listenPattern.exec(written)?.groups ?? {};
  if (port === '' || Number(port) > 65_535) return undefined;
  return { host: host.replace(/^\[|\]$/g, ''), port: Number(port) };
}

/** What `serve:` says, with defaults and absolute paths. */
export function serveOf(written: ServeFile | undefined, directory: string): ServeConfig {
  const { listen = '8789', every = '5m', tls } = written ?? {};
  const { host, port } = listenAddress(listen) ?? { host: '127.0.0.1', port: 8789 };
  return {
    host,
    port,
    everyMs: milliseconds(every),
    tls: tls && { certificate: resolve(directory, tls.certificate), key: resolve(directory, tls.key) },
  };
}
