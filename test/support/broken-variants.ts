/** Numbers between 0 and 1 that are the same at every run (mulberry32). */
export function seededRandom(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
}

type Breakage = (bytes: Buffer, random: () => number) => Buffer;

const words = [
  '<',
  '>',
  '&',
  '&amp;',
  '&x;',
  '&#0;',
  '&#x110000;',
  '"',
  '<!--',
  ']]>',
  '<![CDATA[',
  '<?x?>',
  '</',
  '<!DOCTYPE a [<!ENTITY b "c">]>',
  ' a="1"',
  ' xmlns=""',
  ' xmlns:x="urn:x"',
  ' xsi:nil="true"',
  ' xsi:type="x:y"',
  '\0',
  '\u{feff}',
  '\u00fc',
  'NaN',
  '{',
  '}',
  ',',
].map((word) => Buffer.from(word));

const breakages: readonly Breakage[] = [
  function truncated(bytes, random) {
    return bytes.subarray(0, at(bytes, random));
  },
  function flipped(bytes, random) {
    const copy = Buffer.from(bytes);
    for (let count = 1 + Math.floor(random() * 5); count > 0; count--) {
      const index = at(copy, random);
      copy[index] = (copy[index] ?? 0) ^ (1 << Math.floor(random() * 8));
    }
    return copy;
  },
  function overwritten(bytes, random) {
    const copy = Buffer.from(bytes);
    return copy.fill(Math.floor(random() * 256), at(copy, random), at(copy, random) + 1);
  },
  function cut(bytes, random) {
    const [start, end] = span(bytes, random);
    return Buffer.concat([bytes.subarray(0, start), bytes.subarray(end)]);
  },
  function repeated(bytes, random) {
    const [start, end] = span(bytes, random);
    return Buffer.concat([bytes.subarray(0, end), bytes.subarray(start)]);
  },
  function moved(bytes, random) {
    const [start, end] = span(bytes, random);
    const to = Math.floor(random() * start);
    return Buffer.concat([bytes.subarray(0, to), bytes.subarray(start, end), bytes.subarray(to, start), bytes.subarray(end)]);
  },
  function inserted(bytes, random) {
    const index = at(bytes, random);
    const word = words[Math.floor(random() * words.length)] ?? Buffer.alloc(0);
    return Buffer.concat([bytes.subarray(0, index), word, bytes.subarray(index)]);
  },
  function tagRenamed(bytes, random) {
    const text = bytes.toString('latin1');
    const names = [...new Set(Array.from(text.matchAll(/<([\w.:-]+)/g), (match) => match[1] ?? ''))];
    const name = names[Math.floor(random() * names.length)] ?? '';
    const other = names[Math.floor(random() * names.length)] ?? 'x';
    return Buffer.from(text.replaceAll(new RegExp(`(</?)${name.replaceAll(/[.:-]/g, '\\$&')}(?=[\\s/>])`, 'g'), `$1${other}`), 'latin1');
  },
  function valuesChanged(bytes, random) {
    const text = bytes.toString('latin1').replaceAll(/>([^<>]+)</g, (whole: string) => (random() < 0.1 ? `>${' x'.repeat(40)}<` : whole));
    return Buffer.from(text, 'latin1');
  },
  function elementsDropped(bytes, random) {
    const text = bytes.toString('latin1').replaceAll(/<([\w.:-]+)[^<>]*>[^<>]*<\/\1>/g, (whole: string) => (random() < 0.1 ? '' : whole));
    return Buffer.from(text, 'latin1');
  },
];

/** Broken variants of a file: half of them by bytes, half of them so that they are often well-formed still. */
export function brokenVariants(bytes: Buffer, count: number, random: () => number): readonly Buffer[] {
  return Array.from({ length: count }, (_, index) => breakages[index % breakages.length]?.(bytes, random) ?? bytes);
}

function at(bytes: Buffer, random: () => number): number {
  return Math.floor(random() * bytes.length);
}

function span(bytes: Buffer, random: () => number): readonly [number, number] {
  const start = at(bytes, random);
  return [start, Math.min(bytes.length, start + 1 + Math.floor(random() * random() * 2000))];
}
