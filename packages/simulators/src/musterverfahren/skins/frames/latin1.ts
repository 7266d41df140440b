import type { Html } from '../../../shared/markup.ts';
import type { Reply } from '../../http-types.ts';

/** Characters that windows-1252 has at 0x80 to 0x9F, in that order. */
const special = '€\u0081‚ƒ„…†‡ˆ‰Š‹Œ\u008dŽ\u008f\u0090‘’“”•–—˜™š›œ\u009džŸ';

/** A page in windows-1252; characters that it lacks become numeric entities, as browsers send them. */
export function latin1Page(content: Html, status: number): Reply {
  return {
    status,
    headers: { 'content-type': 'text/html; charset=windows-1252', 'cache-control': 'no-store' },
    body: Uint8Array.from([...content.text].flatMap((character) => bytesOf(character))),
  };
}

/** Reads URL-encoded fields whose bytes are windows-1252. */
export function latin1Fields(encoded: string): URLSearchParams {
  const decoder = new TextDecoder('windows-1252');
  const decode = (text: string): string => decoder.decode(percentBytes(text.replaceAll('+', ' ')));
  const pairs = encoded.split('&').filter((pair) => pair !== '');
  return new URLSearchParams(
    pairs.map((pair): [string, string] => {
      const [name = '', ...value] = pair.split('=');
      return [decode(name), decode(value.join('='))];
    }),
  );
}

function bytesOf(character: string): number[] {
  const code = character.codePointAt(0) ?? 0;
  if (code < 0x80 || (code > 0x9f && code < 0x100)) return [code];
  const at = special.indexOf(character);
  return at === -1 ? [...Buffer.from(`&#${code};`)] : [0x80 + at];
}

function percentBytes(text: string): Uint8Array {
  return Uint8Array.from(
    (text.match(/%[\da-f]{2}|[^]/gi) ?? []).map((part) => (part.length === 3 ? Number.parseInt(part.slice(1), 16) : part.charCodeAt(0))),
  );
}
