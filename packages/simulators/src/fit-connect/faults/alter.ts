import type { Reply } from '../http/http-types.ts';

/** A JSON body that may be changed. */
export type Json = Record<string, unknown>;

/** The answer with its JSON changed. */
export async function changeJson(reply: Reply, change: (body: Json) => Json | Promise<Json>): Promise<Reply> {
  const body = await change(JSON.parse(textOf(reply)) as Json);
  return { ...reply, body: JSON.stringify(body) };
}

/** The answer with another text. */
export function withText(reply: Reply, body: string): Reply {
  return { ...reply, body };
}

/** The whole body as a text. */
export function textOf({ body }: Reply): string {
  return typeof body === 'string' ? body : Buffer.concat([...body.pieces]).toString('latin1');
}

/** The text with the character in its middle replaced by another one of base64url. */
export function flip(text: string): string {
  const at = Math.floor(text.length / 2);
  return text.slice(0, at) + (text[at] === 'A' ? 'B' : 'A') + text.slice(at + 1);
}
