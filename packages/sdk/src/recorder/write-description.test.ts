import { expect, test } from 'vitest';
import { readYaml } from '../yaml/yaml-source.ts';
import type { DescribedTarget } from './derive/described-target.ts';
import { describedOptions, isComplete } from './described-options.ts';
import { writeDescription } from './write-description.ts';

const target: DescribedTarget = {
  baseUrl: 'http://app:8080',
  login: {
    open: '/login?next=%2F',
    fill: { "Name d'usage": '{user}', 'Kennwort: geheim': '{password}' },
    click: 'Los!',
    further: [{ shows: 'role=textbox[name="Code: 2"]', fill: { 'Code: 2': '{code}' }, click: 'Weiter' }],
    loggedIn: 'role=button[name="Abmelden"]',
  },
  dialogs: [{ message: String.raw`Wirklich \S+ löschen\?`, answer: 'accept' }],
  fields: {
    name: { required: true, max: 60 },
    dog: { type: 'boolean' },
    plans: { type: 'list', fields: { kind: {} } },
    yes: {},
    proof: { type: 'attachment', many: true },
  },
  steps: [
    { open: '/neu?art=#1' },
    { fill: { Name: '{name}', Ja: '{yes}', yes: '{dog}', '* Stern > Feld': '{deliveryKey}' } },
    { rows: { each: 'plans', add: 'Weiterer Plan', addFirst: true, fill: { 'Plan: Art {n}': '{kind}' } } },
    { upload: { Nachweis: '{proof}' } },
    { click: 'Weiter »' },
  ],
  rules: { 'Tel.': { also: ['name=tel'], as: 'number' } },
  commit: {
    click: 'Speichern & schließen',
    further: ['Ja, wirklich'],
    request: { method: 'POST', path: '/save/*', host: 'api:1' },
    followUps: [{ click: 'Ja', method: 'POST', path: '/again' }],
    harmless: [{ method: 'POST', path: '/alive' }],
  },
  confirmation: { selector: 'dt:text-is("Az") + dd', pattern: String.raw`\d{4}` },
  verify: { open: '/r/{reference}', fields: { Name: '{name}' } },
  find: { open: '/s?q={deliveryKey}', rows: '#hits tr', rowShowsKey: false, pattern: String.raw`\d+`, empty: 'text="Nichts: leer"' },
  questions: [{ at: 'commit', code: 'harmless', what: '/alive' }],
};
const options = { recordType: 'dog', secretName: 'app', head: ['Head'], ask: ({ code }: { code: string }) => `what of\n${code}` };

test('the text says what the options say, whatever stands in labels and selectors', async () => {
  const text = writeDescription(target, options);
  const { data, problems } = await readYaml(text, () => false);
  expect(problems).toEqual([]);
  expect(data).toEqual(describedOptions(target, options));
  expect(text).toContain('    # ? what of harmless\n    commit:');
});

test('what is open is left out, and the description is not complete then', async () => {
  const open = { ...target, commit: undefined, confirmation: undefined, find: undefined, verify: undefined, dialogs: [], rules: {} };
  expect([isComplete(target), isComplete(open), isComplete({ ...target, login: undefined })]).toEqual([true, false, true]);
  expect((await readYaml(writeDescription(open, options), () => false)).data).toEqual(describedOptions(open, options));
});
