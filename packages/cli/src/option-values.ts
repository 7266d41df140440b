import { InvalidArgumentError } from 'commander';
import type { Translate } from './texts/texts.ts';
import { reasonMark } from './usage-error.ts';

/** Parses a whole number from `min` on. */
export function wholeNumber(t: Translate, min: number): (value: string) => number {
  return (value) => {
    const number = Number(value);
    if (/^\d{1,9}$/.test(value) && number >= min) return number;
    throw new InvalidArgumentError(reasonMark + t('usage.number', { min }));
  };
}

/** Parses one of a few words. */
export function oneOf<Word extends string>(t: Translate, words: readonly Word[]): (value: string) => Word {
  return (value) => {
    const word = words.find((entry) => entry === value);
    if (word !== undefined) return word;
    throw new InvalidArgumentError(reasonMark + t('usage.oneOf', { choices: words.join(', ') }));
  };
}
