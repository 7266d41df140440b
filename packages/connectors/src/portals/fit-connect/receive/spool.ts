import { type FileHandle, mkdtemp, open, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ConfigurationFault } from '@amtsbote/sdk';
import type { EncryptedContent } from '../crypto/decrypt.ts';
import { SubmissionFault } from '../faults.ts';

/** Encrypted content that was fetched, to be let go of when it is no longer needed. */
export interface FetchedContent extends EncryptedContent {
  /** What stands behind its last dot: the authentication tag, if it is a compact JWE. At most 43 characters. */
  readonly end: string;
  close(): Promise<void>;
}

/** Keeps encrypted content while its submission is taken in: small parts in memory, large ones in files that lose their name at once. */
export class Spool {
  readonly #memoryBytes: number;
  readonly #open = new Set<FetchedContent>();
  #folder: Promise<string> | undefined;

  /** @param memoryBytes up to this size content stays in memory */
  constructor(memoryBytes: number) {
    this.#memoryBytes = memoryBytes;
  }

  /**
   * Keeps content as it comes.
   *
   * @throws SubmissionFault too-large beyond `maxBytes`
   * @throws ConfigurationFault AB_DISK_FULL
   */
  async keep(chunks: AsyncIterable<Uint8Array>, maxBytes: number): Promise<FetchedContent> {
    const small: Uint8Array[] = [];
    const end = endOf();
    let size = 0;
    let file: FileHandle | undefined;
    try {
      for await (const chunk of chunks) {
        size += chunk.length;
        end.take(chunk);
        if (size > maxBytes) throw new SubmissionFault('too-large');
        if (file === undefined && size <= this.#memoryBytes) {
          small.push(chunk);
          continue;
        }
        file ??= await this.#begin(small.splice(0));
        await file.writeFile(chunk);
      }
    } catch (error) {
      await file?.close();
      throw toldFull(error);
    }
    return file === undefined ? inMemory(small, end.text()) : this.#inFile(file, end.text());
  }

  /** Lets go of everything. */
  async close(): Promise<void> {
    for (const content of this.#open) await content.close();
    const folder = await this.#folder?.catch(() => undefined);
    this.#folder = undefined;
    if (folder !== undefined) await rm(folder, { recursive: true, force: true });
  }

  async #begin(chunks: readonly Uint8Array[]): Promise<FileHandle> {
    this.#folder ??= mkdtemp(join(tmpdir(), 'amtsbote-fit-connect-'));
    const path = join(await this.#folder, crypto.randomUUID());
    const file = await open(path, 'wx+', 0o600);
    // Without its name it is gone with the process, however that ends.
    await rm(path, { force: true }).catch(() => undefined);
    for (const chunk of chunks) await file.writeFile(chunk);
    return file;
  }

  #inFile(file: FileHandle, end: string): FetchedContent {
    const content: FetchedContent = {
      end,
      read: () => chunksOf(file),
      close: async () => {
        if (this.#open.delete(content)) await file.close();
      },
    };
    this.#open.add(content);
    return content;
  }
}

/** Content that came as text. */
export function ofText(text: string): FetchedContent {
  const bytes = Buffer.from(text, 'latin1');
  const end = endOf();
  end.take(bytes);
  return inMemory([bytes], end.text());
}

function inMemory(chunks: readonly Uint8Array[], end: string): FetchedContent {
  return {
    end,
    read: async function* read() {
      yield* chunks;
    },
    close: async () => undefined,
  };
}

async function* chunksOf(file: FileHandle): AsyncIterable<Uint8Array> {
  for (let position = 0; ;) {
    const { bytesRead, buffer } = await file.read(Buffer.allocUnsafe(65_536), 0, 65_536, position);
    if (bytesRead === 0) return;
    position += bytesRead;
    yield buffer.subarray(0, bytesRead);
  }
}

const endLength = 44;

function endOf(): { take(chunk: Uint8Array): void; text(): string } {
  let last: Buffer = Buffer.alloc(0);
  return {
    take: (chunk) => {
      last = Buffer.concat([last, chunk.subarray(-endLength)]).subarray(-endLength);
    },
    text: () => {
      const text = last.toString('latin1');
      const dot = text.lastIndexOf('.');
      return dot < 0 ? '' : text.slice(dot + 1);
    },
  };
}

function toldFull(error: unknown): unknown {
  const code = (error as NodeJS.ErrnoException | undefined)?.code ?? '';
  if (!['ENOSPC', 'EDQUOT', 'EFBIG', 'EROFS'].includes(code)) return error;
  return new ConfigurationFault('AB_DISK_FULL', `Encrypted attachments cannot be kept in the folder for temporary files (${code})`);
}
