import { copyFile, mkdir, open } from 'node:fs/promises';
import { dirname } from 'node:path';

/** Copies a file to a private one that does not exist yet; durable when the call returns. Folders are made as needed. */
export async function copyDurably(from: string, to: string): Promise<void> {
  await mkdir(dirname(to), { recursive: true, mode: 0o700 });
  await (await open(to, 'wx', 0o600)).close();
  await copyFile(from, to);
  await syncFile(to);
}

/** Waits until what was written to a file is on the disk. */
export async function syncFile(file: string): Promise<void> {
  const handle = await open(file, 'r+');
  try {
    await handle.sync();
  } finally {
    await handle.close();
  }
}

/** Waits until names in a folder are on the disk. Windows cannot, and needs it less. */
export async function syncFolder(folder: string): Promise<void> {
  if (process.platform === 'win32') return;
  const handle = await open(folder, 'r');
  try {
    await handle.sync();
  } finally {
    await handle.close();
  }
}
