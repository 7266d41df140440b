import { describe, expect, it } from 'vitest';
import { defaultMessageLimits, type MessageLimits } from '../message.ts';
import { passGate } from './gate.ts';

/** Around the length up to which the gate looks itself, and beyond which it asks the native search. */
const lengths = [1, 126, 127, 128, 129, 130, 500];

describe('the gate before the parser', () => {
  it.each(lengths)('counts the bytes of a text exactly: %d', (length) => {
    const document = `<a><b/>${'x'.repeat(length)}<b/></a>`;
    expect(() => pass(document, { textBytes: length })).not.toThrow();
    expect(() => pass(document, { textBytes: length - 1 })).toThrow(`a text is longer than ${length - 1} bytes`);
  });

  it.each(lengths)('finds the end of an attribute and of a tag at any distance: %d', (length) => {
    const document = `<a v="${'>'.repeat(length)}" w='"<${'y'.repeat(length)}'${' '.repeat(length)}><b></b${' '.repeat(length)}></a>`;
    expect(() => pass(document, { elements: 2, depth: 2, attributes: 2 })).not.toThrow();
    expect(() => pass(document, { elements: 1 })).toThrow('more than 1 elements');
    expect(() => pass(document, { depth: 1 })).toThrow('nested deeper than 1');
    expect(() => pass(document, { attributes: 1 })).toThrow('more than 1 attributes');
  });

  it.each(lengths)('sees a DOCTYPE behind what looks like one: %d', (length) => {
    const before = `<!-- <!DOCTYPE ${'x'.repeat(length)} --><?p <!DOCTYPE ?>`;
    expect(() => pass(`${before}<a><![CDATA[<!DOCTYPE a>${'x'.repeat(length)}]]></a>`)).not.toThrow();
    expect(() => pass(`${before}${' '.repeat(length)}<!DOCTYPE a><a/>`)).toThrow('DOCTYPE');
  });

  it.each([
    '<!---->',
    '<!-->-->',
    '<!-- > -- ]]> ?> -->',
    '<?p?>',
    '<?p > -- ]]> ?>',
    '<?>?>',
    '<![CDATA[]]>',
    '<![CDATA[>]]]>',
    '<![CDATA[ -- ?> > ]> ]]>',
    '<!x>',
  ])('ends markup where it ends: %s', (markup) => {
    expect(() => pass(`<a>${markup}<b/></a>`, { elements: 2 })).not.toThrow();
    expect(() => pass(`<a>${markup}<b/></a>`, { elements: 1 })).toThrow('more than 1 elements');
    expect(() => pass(`<a>${markup.slice(0, -1)}<b/></a>`, { elements: 2 })).not.toThrow();
  });

  it.each(['<', '<a', '<a b="', '<!--', '<![CDATA[', '<?x', '</', '</a', `<a>${'x'.repeat(300)}`])(
    'comes to an end at a document that breaks off: %s',
    (document) => {
      expect(() => pass(document)).not.toThrow();
    },
  );
});

function pass(document: string, limits: Partial<MessageLimits> = {}): void {
  passGate(Buffer.from(document), { ...defaultMessageLimits, ...limits });
}
