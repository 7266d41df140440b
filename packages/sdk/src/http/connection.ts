import { readFile } from 'node:fs/promises';
import type { ClientRequest } from 'node:http';
import { resolve } from 'node:path';
import type { AxiosInstance } from 'axios';
import { ConfigurationFault } from '../errors/families.ts';
import type { HttpClientOptions } from './client.ts';

/** The library, set up for one target, and the connections it may use. */
export interface Connection {
  readonly axios: AxiosInstance;
  /** Starts a request as the library describes it. */
  send(options: object, answered: (answer: unknown) => void): ClientRequest;
  close(): void;
}

/** How far a request came. */
export interface SendProgress {
  /** False as long as certainly nothing was sent. */
  sent: boolean;
}

const defaultMaxResponseBytes = 10_000_000;

/** Loads the library and reads certificates. Opens no connection yet. */
export async function connect(base: URL, options: HttpClientOptions): Promise<Connection> {
  const secure = base.protocol === 'https:';
  const [{ default: axios }, tls] = await Promise.all([import('axios'), secure ? tlsOptions(options) : {}]);
  // Not imported: an import looks at every export, and that would load the whole fetch of Node.js.
  const node = process.getBuiltinModule(secure ? 'node:https' : 'node:http');
  const agent = new node.Agent({ keepAlive: true, ...tls });
  return {
    axios: axios.create({
      ...(secure ? { httpsAgent: agent } : { httpAgent: agent }),
      proxy: false,
      maxRedirects: 0,
      responseType: 'arraybuffer',
      validateStatus: () => true,
      maxContentLength: options.maxResponseBytes ?? defaultMaxResponseBytes,
      maxBodyLength: Infinity,
      transformRequest: [(data: unknown) => data],
      transformResponse: [(data: unknown) => data],
    }),
    send: (sendOptions, answered) => node.request(sendOptions, answered),
    close: () => agent.destroy(),
  };
}

/** Notes when the connection is ready to take the request: before that, certainly nothing was sent. */
export function watchSending(request: ClientRequest, secure: boolean, progress: SendProgress): ClientRequest {
  const ready = (): void => {
    progress.sent = true;
  };
  request.once('socket', (socket) => {
    if (request.reusedSocket || !socket.connecting) ready();
    else socket.once(secure ? 'secureConnect' : 'connect', ready);
  });
  return request;
}

async function tlsOptions({ tls = {}, secrets, baseDirectory = '.' }: HttpClientOptions): Promise<object> {
  const { ca, cert, key } = tls;
  return {
    minVersion: 'TLSv1.2',
    ...(ca === undefined ? {} : { ca: await readAuthorities(resolve(baseDirectory, ca)) }),
    ...(cert === undefined ? {} : { cert: await secrets.get(cert) }),
    ...(key === undefined ? {} : { key: await secrets.get(key) }),
  };
}

async function readAuthorities(file: string): Promise<Buffer> {
  try {
    return await readFile(file);
  } catch {
    throw new ConfigurationFault('AB_CONFIG_INVALID', 'the file of `tls.ca` cannot be read', {
      where: { file, field: 'tls.ca' },
    });
  }
}
