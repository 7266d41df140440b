import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { entriesBelow } from './search.ts';

/** A piece of a seal, or a wrapped key, that stood in a ledger. */
export interface SealedPiece {
  /** Table and column, or the file. */
  readonly what: string;
  readonly submission: string;
  readonly bytes: Buffer;
}

const pieceLength = 48;

const queries = {
  'the data key': 'select id as submission, data_key as bytes from submissions',
  'the facts of the portal': 'select id as submission, sealed_meta as bytes from submissions',
  content: 'select submission_id as submission, sealed_bytes as bytes from content where sealed_bytes is not null',
  'a record': 'select submission_id as submission, sealed_record as bytes from records join deliveries on delivery_key = key',
  evidence: 'select submission_id as submission, sealed_bytes as bytes from evidence',
  'a sealed detail': 'select submission_id as submission, sealed_detail as bytes from events where sealed_detail is not null',
} as const;

/** What of a project can be opened by who has the master key: pieces of every seal and of every wrapped key, files of content too. */
export async function sealedPieces(directory: string): Promise<readonly SealedPiece[]> {
  const database = new DatabaseSync(join(directory, '.amtsbote', 'ledger.sqlite'), { readOnly: true });
  const pieces: SealedPiece[] = [];
  try {
    for (const [what, query] of Object.entries(queries)) {
      for (const { submission, bytes } of database.prepare(query).all()) {
        pieces.push(...piecesOf(Buffer.from(bytes as Uint8Array)).map((piece) => ({ what, submission: String(submission), bytes: piece })));
      }
    }
  } finally {
    database.close();
  }
  return pieces;
}

/** The pieces that stand in some file of the project: ledger, write-ahead log, free pages, content. */
export async function piecesLeft(directory: string, pieces: readonly SealedPiece[]): Promise<readonly string[]> {
  const found: string[] = [];
  for (const { path, isFolder } of await entriesBelow(directory)) {
    if (isFolder) continue;
    const all = await readFile(path);
    found.push(...pieces.filter(({ bytes }) => all.includes(bytes)).map(({ what, submission }) => `${what} of ${submission} in ${path}`));
  }
  return [...new Set(found)];
}

/** Beginning, middle and end; all of it when it is short. */
function piecesOf(bytes: Buffer): readonly Buffer[] {
  if (bytes.length <= 3 * pieceLength) return [bytes];
  const middle = Math.floor(bytes.length / 2);
  return [bytes.subarray(0, pieceLength), bytes.subarray(middle, middle + pieceLength), bytes.subarray(-pieceLength)];
}
