import { channel } from 'node:diagnostics_channel';
import { once } from 'node:events';
import { readdir, readFile, stat } from 'node:fs/promises';
import { type AddressInfo, createServer } from 'node:net';
import { join } from 'node:path';

/** Counts connections that this process opens, and those that reach a server that the attacks name. */
export interface ConnectionGuard {
  /** Of the server, such as `http://127.0.0.1:40000`. */
  readonly url: string;
  /** Connections that reached the server. */
  readonly reached: () => number;
  /** Connections that this process began, to anywhere. */
  readonly begun: () => number;
  close(): Promise<void>;
}

/** Begins to count. Programs that heed a proxy are led to the server too. */
export async function guardConnections(): Promise<ConnectionGuard> {
  let reached = 0;
  let begun = 0;
  const server = createServer((socket) => {
    reached += 1;
    socket.destroy();
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const note = (): void => void (begun += 1);
  const sockets = channel('net.client.socket');
  sockets.subscribe(note);
  const names = ['HTTP_PROXY', 'HTTPS_PROXY', 'ALL_PROXY', 'http_proxy', 'https_proxy', 'all_proxy'];
  const before = names.map((name) => [name, process.env[name]] as const);
  for (const name of names) process.env[name] = url;
  return {
    url,
    reached: () => reached,
    begun: () => begun,
    close: async () => {
      sockets.unsubscribe(note);
      for (const [name, value] of before) {
        if (value === undefined) delete process.env[name];
        else process.env[name] = value;
      }
      server.close();
      await once(server, 'close');
    },
  };
}

/** What lies in a folder, but for one of its folders: inode, times, size and content of each file. */
export async function snapshot(folder: string, except: string): Promise<readonly string[]> {
  const found: string[] = [];
  for (const { parentPath, name } of await readdir(folder, { recursive: true, withFileTypes: true })) {
    const path = join(parentPath, name);
    if (path.startsWith(except)) continue;
    const { ino, mtimeMs, ctimeMs, size, mode } = await stat(path);
    const content = (mode & 0o170000) === 0o100000 ? await readFile(path, 'latin1') : '';
    found.push([path, ino, mtimeMs, ctimeMs, size, mode, content].join(' '));
  }
  return found.toSorted();
}

/** The names that every object has from its prototypes. */
export function prototypeNames(): readonly string[] {
  const roots = [Object, Array, Function, String, Map, Promise, Buffer];
  return roots.flatMap((root) => Reflect.ownKeys(root.prototype as object).map((key) => `${root.name} ${String(key)}`));
}
