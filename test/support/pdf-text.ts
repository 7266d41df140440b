import { inflateSync } from 'node:zlib';

/**
 * All that can be read in a PDF of Chromium: the texts of its pages, decoded with every font there is, and whatever stands outside of its
 * streams (titles, addresses of links, alternative texts). Blanks are left out, for a page sets words where it likes.
 */
export function pdfText(bytes: Uint8Array): string {
  const file = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString('latin1');
  const streams = streamsOf(file);
  const fonts = streams.filter((each) => each.includes('beginbfchar') || each.includes('beginbfrange')).map(charactersOf);
  const drawn = streams.filter((each) => /\bTJ?\b/i.test(each) && each.includes('BT'));
  const texts = drawn.flatMap((each) => fonts.map((font) => shownIn(each, font)));
  const plain = [file.replaceAll(/stream\r?\n[\s\S]*?endstream/g, ''), ...streams.filter((each) => !drawn.includes(each))];
  return withoutBlanks([...texts, ...plain, ...plain.flatMap(stringsIn)].join('\n'));
}

/** A text as {@link pdfText} has it. */
export function withoutBlanks(text: string): string {
  return text.normalize('NFC').replaceAll(/\s+/g, '');
}

function streamsOf(file: string): readonly string[] {
  return [...file.matchAll(/stream\r?\n([\s\S]*?)\r?\nendstream/g)].map(([, body = '']) => {
    const raw = Buffer.from(body, 'latin1');
    try {
      return inflateSync(raw).toString('latin1');
    } catch {
      return raw.toString('latin1');
    }
  });
}

/** From a ToUnicode map: what each glyph means. */
function charactersOf(map: string): ReadonlyMap<number, string> {
  const single = blocksOf(map, 'bfchar').flatMap((block) =>
    [...block.matchAll(/<([\da-f]+)>\s*<([\da-f]+)>/gi)].map(([, glyph, text]) => [numberOf(glyph), utf16(text)] as const),
  );
  const ranges = blocksOf(map, 'bfrange').flatMap((block) =>
    [...block.matchAll(/<([\da-f]+)>\s*<([\da-f]+)>\s*<([\da-f]+)>/gi)].flatMap(([, from, to, text]) => {
      const first = utf16(text).codePointAt(0) ?? 0;
      const glyphs = Array.from({ length: numberOf(to) - numberOf(from) + 1 }, (_, at) => at);
      return glyphs.map((at) => [numberOf(from) + at, String.fromCodePoint(first + at)] as const);
    }),
  );
  return new Map([...single, ...ranges]);
}

function blocksOf(map: string, kind: string): readonly string[] {
  return [...map.matchAll(new RegExp(`begin${kind}([\\s\\S]*?)end${kind}`, 'g'))].map(([, block = '']) => block);
}

function numberOf(hex: string | undefined): number {
  return Number.parseInt(hex ?? '0', 16);
}

function shownIn(content: string, font: ReadonlyMap<number, string>): string {
  return [...content.matchAll(/<([\da-f\s]+)>/gi)]
    .map(([, hex = '']) =>
      (hex.replaceAll(/\s/g, '').match(/.{4}/g) ?? []).map((glyph) => font.get(Number.parseInt(glyph, 16)) ?? '').join(''),
    )
    .join('');
}

/** Strings of a PDF in round brackets or as hex, with their escapes; with a mark in front they are UTF-16. */
function stringsIn(text: string): readonly string[] {
  const round = [...text.matchAll(/\(((?:\\[\s\S]|[^\\()])*)\)/g)].map(([, body = '']) => unescaped(body));
  const hex = [...text.matchAll(/<((?:[\da-f]{2})+)>/gi)].map(([, body = '']) => Buffer.from(body, 'hex').toString('latin1'));
  return [...round, ...hex].map((each) =>
    each.startsWith('\u00FE\u00FF') ? Buffer.from(each.slice(2), 'latin1').swap16().toString('utf16le') : each,
  );
}

function unescaped(body: string): string {
  return body.replaceAll(/\\(\d{1,3}|[\s\S])/g, (_, escape: string) =>
    /^\d/.test(escape)
      ? String.fromCharCode(Number.parseInt(escape, 8))
      : ({ n: '\n', r: '\r', t: '\t', b: '\b', f: '\f' }[escape] ?? escape),
  );
}

function utf16(hex = ''): string {
  return Buffer.from(hex, 'hex').swap16().toString('utf16le');
}
