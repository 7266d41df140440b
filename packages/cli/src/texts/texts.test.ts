import { expect, test } from 'vitest';
import { errorCodes } from '@amtsbote/sdk';
import { codesDe } from './codes-de.ts';
import { chooseLanguage } from './language.ts';
import { catalogues, translator } from './texts.ts';

const placeholders = (text: string): readonly string[] => [...text.matchAll(/\{(\w+)\}/g)].map((match) => match[1] ?? '').toSorted();

test('every text exists in both languages and takes the same values', () => {
  const taken = (texts: Readonly<Record<string, string>>): unknown => Object.entries(texts).map(([key, text]) => [key, placeholders(text)]);
  expect(taken(catalogues.de)).toEqual(taken(catalogues.en));
});

test('every error code has a German title and hint', () => {
  expect(Object.keys(codesDe).toSorted()).toEqual(Object.keys(errorCodes).toSorted());
});

test('German texts name the same commands and options as the English ones', () => {
  const named = (texts: Readonly<Record<string, string>>): unknown =>
    Object.entries(texts).map(([key, text]) => [key, [...text.matchAll(/`amtsbote [a-z]+|--[a-z-]+/g)].map(String).toSorted()]);
  expect(named(catalogues.de)).toEqual(named(catalogues.en));
});

test.each([
  [['--lang', 'de'], { LANG: 'en_US.UTF-8' }, undefined, 'de'],
  [['sync', '--lang=en'], { LC_ALL: 'de_DE.UTF-8' }, undefined, 'en'],
  [['--', '--lang', 'de'], {}, undefined, 'en'],
  [[], { LC_ALL: 'de_AT.UTF-8', LANG: 'en_US.UTF-8' }, undefined, 'de'],
  [[], { LC_ALL: '', LC_MESSAGES: 'fr_FR', LANG: 'de_DE' }, undefined, 'en'],
  [[], { LANG: 'de' }, undefined, 'de'],
  [[], { LANG: 'C.UTF-8' }, 'de-DE', 'en'],
  [[], {}, 'de-DE', 'de'],
  [[], { LANG: 'den_XX' }, undefined, 'en'],
  [[], {}, undefined, 'en'],
])('arguments %j, environment %j and system %s choose the language', (...[argv, env, systemLocale, expected]) => {
  expect(chooseLanguage({ argv, env, systemLocale })).toBe(expected);
});

test('a value is never read as a placeholder', () => {
  expect(translator('en')('place.file', { value: '{value}{file}' })).toBe('file {value}{file}');
});
