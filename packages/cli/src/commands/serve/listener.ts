import { once } from 'node:events';
import { readFile } from 'node:fs/promises';
import { createServer, type RequestListener, type Server } from 'node:http';
import { createServer as createTlsServer, type Server as TlsServer } from 'node:https';
import type { AddressInfo } from 'node:net';
import type { ServeConfig } from '@amtsbote/sdk/runtime';

/** How long a request may take, in milliseconds. */
export interface Patience {
  /** Until its headers are there. */
  readonly headersMs: number;
  /** Until its body is there. */
  readonly requestMs: number;
  /** How often connections are looked at. */
  readonly checkMs: number;
}

/** A callback comes within a second, or from somebody who means no good. */
const usualPatience: Patience = { headersMs: 10_000, requestMs: 15_000, checkMs: 2_000 };

/** A server that listens. */
export interface Listener {
  /** Such as `http://127.0.0.1:8789`. */
  readonly url: string;
  /** Reads certificate and key again; what was read before stays when that fails. False then. */
  renewCertificate(): Promise<boolean>;
  /** Takes no more connections; resolves when those that are open have ended, or after a moment without them. */
  close(): Promise<void>;
}

const mostConnections = 256;
const keepAliveMs = 5_000;
const lastMomentMs = 2_000;

/**
 * Listens by HTTP, or by HTTPS where there is a certificate.
 *
 * @throws Error of Node for files that cannot be read, a certificate that does not fit its key (ERR_OSSL_…) and addresses that are taken (EADDRINUSE)
 */
export async function listen(
  { host, port, tls }: ServeConfig,
  answer: RequestListener,
  patience: Patience = usualPatience,
): Promise<Listener> {
  const limits = {
    headersTimeout: patience.headersMs,
    requestTimeout: patience.requestMs,
    connectionsCheckingInterval: patience.checkMs,
    keepAliveTimeout: keepAliveMs,
    maxHeaderSize: 16_384,
  };
  const server: Server | TlsServer =
    tls === undefined
      ? createServer(limits, answer)
      : createTlsServer(
          { ...limits, ...(await readCertificate(tls)), handshakeTimeout: patience.headersMs, minVersion: 'TLSv1.2' },
          answer,
        );
  server.maxConnections = mostConnections;
  server.maxHeadersCount = 64;
  server.listen(port, host);
  await once(server, 'listening');
  let closing: Promise<void> | undefined;
  return {
    url: addressOf(server, tls !== undefined),
    renewCertificate: () => renewCertificate(server, tls),
    close: () => (closing ??= close(server)),
  };
}

async function readCertificate({
  certificate,
  key,
}: NonNullable<ServeConfig['tls']>): Promise<{ readonly cert: Buffer; readonly key: Buffer }> {
  return { cert: await readFile(certificate), key: await readFile(key) };
}

async function renewCertificate(server: Server | TlsServer, tls: ServeConfig['tls']): Promise<boolean> {
  if (tls === undefined || !('setSecureContext' in server)) return true;
  try {
    server.setSecureContext({ ...(await readCertificate(tls)), minVersion: 'TLSv1.2' });
    return true;
  } catch {
    return false;
  }
}

function addressOf(server: Server | TlsServer, isSecure: boolean): string {
  const { address, port, family } = server.address() as AddressInfo;
  return `${isSecure ? 'https' : 'http'}://${family === 'IPv6' ? `[${address}]` : address}:${port}`;
}

async function close(server: Server | TlsServer): Promise<void> {
  const closed = once(server, 'close');
  server.close();
  server.closeIdleConnections();
  const late = setTimeout(() => server.closeAllConnections(), lastMomentMs);
  await closed;
  clearTimeout(late);
}
