import fc from 'fast-check';
import { expect, test } from 'vitest';
import { parse } from 'yaml';
import { type AriaEntry, type AriaNode, ariaOutline, ariaYaml } from './aria-outline.ts';

/** A tree as role, name, children. */
interface Sketch extends ReadonlyArray<string | Sketch> {
  readonly 0: string;
  readonly 1: string;
}

/** The nodes of a tree that is sketched. */
function nodesOf(sketch: Sketch, parentId?: string, at = '0'): AriaNode[] {
  const [role, name] = sketch;
  const inside = sketch.slice(2).filter((each) => typeof each !== 'string');
  const own = inside.map((_, index) => `${at}.${index}`);
  const node: AriaNode = { nodeId: at, parentId, ignored: role === 'ignored', role: { value: role }, name: { value: name }, childIds: own };
  return [node, ...inside.flatMap((each, index) => nodesOf(each, at, own[index]))];
}

test('roles and names stand in their order, and boxes without a meaning leave what is in them', () => {
  const page: Sketch = [
    'RootWebArea',
    'Titel',
    ['ignored', '', ['generic', '', ['heading', 'Gespeichert', ['StaticText', 'Gespeichert', ['InlineTextBox', 'Gespeichert']]]]],
    ['paragraph', '', ['StaticText', 'Aktenzeichen'], ['StaticText', 'HU-1']],
    ['list', '', ['listitem', '', ['link', 'Weiter', ['StaticText', 'Weiter']]], ['listitem', '']],
  ];
  expect(ariaOutline(nodesOf(page))).toEqual([
    'heading "Gespeichert"',
    { paragraph: 'Aktenzeichen HU-1' },
    { list: [{ listitem: ['link "Weiter"'] }, 'listitem'] },
  ]);
});

test('nothing is told of what a control holds or whether it is chosen', () => {
  const box = { nodeId: '1', ignored: false, role: { value: 'checkbox' }, name: { value: 'gefährlich' } };
  const properties = [
    { name: 'checked', value: { value: 'true' } },
    { name: 'required', value: { value: true } },
    { name: 'disabled', value: { value: false } },
  ];
  const typed = { ...box, value: { type: 'string', value: 'Petra' } };
  expect(ariaOutline([{ ...typed, properties }])).toEqual(['checkbox "gefährlich" [required]']);
  expect(ariaOutline(nodesOf(['textbox', 'Name', ['generic', '', ['StaticText', 'Petra']]]))).toEqual(['textbox "Name"']);
});

test('names with quotes and colons are told in one line', () => {
  expect(ariaOutline(nodesOf(['button', 'Ja: "speichern"\nund weiter']))).toEqual([String.raw`button "Ja: \"speichern\"\nund weiter"`]);
});

test('the YAML says what the entries say, whatever stands on the page', () => {
  const words = fc.oneof(fc.constantFrom('null', 'true', 'yes', '12', '- x', 'a: b', '#', '~'), fc.string({ unit: 'grapheme' }));
  const { entry } = fc.letrec<{ entry: AriaEntry }>((tie) => ({
    entry: fc.oneof(
      { maxDepth: 4 },
      fc.stringMatching(/^[a-zA-Z]+$/).map((role) => `${role} "x"`),
      fc.tuple(words, words).map(([line, text]) => ({ [line]: text })),
      fc.tuple(words, fc.array(tie('entry'), { maxLength: 3 })).map(([line, inside]) => ({ [line]: inside })),
    ),
  }));
  fc.assert(
    fc.property(fc.array(entry, { minLength: 1 }), (entries) => {
      expect(parse(ariaYaml(entries))).toEqual(entries);
    }),
  );
});
