import { isObject, parseJson } from '../http/read-body.ts';

/** The header of a JWE. */
export type JweHeader = Readonly<Record<string, unknown>>;

/** What is known of a JWE without its key. */
export interface ProbedJwe {
  readonly header: JweHeader;
  /** The fifth segment. */
  readonly tag: string;
}

const longestEdge = 16_384;

/** Looks at a compact JWE that comes in pieces, and keeps no more of it than its header and its tag. */
export class JweProbe {
  #head = '';
  #tail = '';
  #dots = 0;
  #clean = true;

  /** Takes the next piece. */
  push(piece: Buffer): void {
    const text = piece.toString('latin1');
    this.#clean &&= /^[\w.-]*$/.test(text);
    if (this.#dots === 0 && this.#head.length < longestEdge) this.#head += text;
    for (let at = text.indexOf('.'); at >= 0; at = text.indexOf('.', at + 1)) this.#dots += 1;
    this.#tail = (this.#tail + text).slice(-longestEdge);
  }

  /** What was seen, or what is wrong with it. */
  finish(): ProbedJwe | string {
    if (!this.#clean || this.#dots !== 4) return 'The content is not a JWE in compact form.';
    const tag = this.#tail.slice(this.#tail.lastIndexOf('.') + 1);
    if (tag.length !== 22) return 'The authentication tag of the JWE has not 16 bytes.';
    const header = parseJson(Buffer.from(this.#head.split('.')[0] ?? '', 'base64url').toString('utf8'));
    return isObject(header) ? { header, tag } : 'The header of the JWE cannot be read.';
  }
}

/** Looks at a JWE that is there as a whole. */
export function probeJwe(jwe: string): ProbedJwe | string {
  const probe = new JweProbe();
  probe.push(Buffer.from(jwe, 'utf8'));
  return probe.finish();
}
