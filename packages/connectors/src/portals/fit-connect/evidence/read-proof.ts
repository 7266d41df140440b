import type { PortalProof } from '@amtsbote/sdk';
import type { ZodType } from '@amtsbote/sdk/zod';
import type { PublicJwk } from '../crypto/jwk.ts';
import { standardNames } from '../names.ts';
import type { Checks } from './checks.ts';
import { contextShape, type EvidenceContext, evidenceFiles, type KeySet, keySetShape, type TagsFile, tagsFileShape } from './format.ts';

/** The files of a proof, read and not verified. */
export interface ReadProof {
  readonly proof: PortalProof;
  readonly context: EvidenceContext;
  /** Tokens as they were received; undefined where the log is not contained. */
  readonly events?: readonly string[] | undefined;
  /** How many entries of a log there are that were never proved. */
  readonly unproved: number;
  readonly serviceKeys: readonly PublicJwk[];
  readonly destinationKeys: readonly PublicJwk[];
  readonly tags?: TagsFile | undefined;
  readonly answer?: string | undefined;
  readonly answerKeys: readonly PublicJwk[];
}

const known = new Set<string>(Object.values(evidenceFiles));
const mostTokens = 10_000;

/** Reads the files of a proof; undefined, with the failed check, when one of them is not what it is called. */
export function readProof(proof: PortalProof, checks: Checks): ReadProof | undefined {
  const reader = new FileReader(proof.files);
  const context = reader.json(evidenceFiles.context, contextShape);
  const read = {
    events: reader.lines(evidenceFiles.events),
    unproved: reader.lines(evidenceFiles.unproved)?.length ?? 0,
    serviceKeys: reader.keys(evidenceFiles.serviceKeys),
    destinationKeys: reader.keys(evidenceFiles.destinationKeys),
    tags: reader.json(evidenceFiles.tags, tagsFileShape),
    answer: reader.line(evidenceFiles.answer),
    answerKeys: reader.keys(evidenceFiles.answerKeys),
  };
  const unknown = [...proof.files.keys()].filter((name) => !known.has(name));
  if (context === undefined) reader.wrong.push(evidenceFiles.context);
  if (unknown.length > 0 || reader.wrong.length > 0) {
    checks.add('files', 'failed', [...unknown, ...reader.wrong].slice(0, 3).join(', '));
    if (context === undefined || reader.wrong.length > 0) return undefined;
  } else checks.add('files', 'ok', String(proof.files.size));
  if (context === undefined) return undefined;
  checkIdentity(proof, context, checks);
  return { proof, context, ...read };
}

/** The proof must be that of the submission in whose place it stands. */
function checkIdentity({ portalId }: PortalProof, { submission, events }: EvidenceContext, checks: Checks): void {
  const own = events === undefined || events === standardNames.events ? '' : `, events ${events.slice(0, 100)}`;
  if (portalId === undefined) checks.add('identity', 'absent');
  else checks.add('identity', portalId.toLowerCase() === submission.toLowerCase() ? 'ok' : 'failed', `${submission}${own}`);
}

class FileReader {
  readonly #files: ReadonlyMap<string, string>;
  /** Names of files that are not what they are called. */
  readonly wrong: string[] = [];

  constructor(files: ReadonlyMap<string, string>) {
    this.#files = files;
  }

  json<T>(name: string, shape: ZodType<T>): T | undefined {
    const text = this.#files.get(name);
    if (text === undefined) return undefined;
    const parsed = shape.safeParse(parsedJson(text));
    if (parsed.success) return parsed.data;
    this.wrong.push(name);
    return undefined;
  }

  keys(name: string): readonly PublicJwk[] {
    return this.json<KeySet>(name, keySetShape)?.keys ?? [];
  }

  lines(name: string): readonly string[] | undefined {
    const text = this.#files.get(name);
    if (text === undefined) return undefined;
    const lines = text.split('\n');
    const last = lines.pop();
    if (last === '' && lines.length <= mostTokens && lines.every((line) => /^[!-~]+$/.test(line))) return lines;
    this.wrong.push(name);
    return undefined;
  }

  line(name: string): string | undefined {
    const lines = this.lines(name);
    if (lines === undefined || lines.length === 1) return lines?.[0];
    this.wrong.push(name);
    return undefined;
  }
}

function parsedJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
