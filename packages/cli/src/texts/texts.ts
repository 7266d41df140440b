import { de } from './de.ts';
import { en } from './en.ts';

/** The name of a text in the catalogue. */
export type TextKey = keyof typeof en;

/** The languages of the catalogue. */
export type Language = 'de' | 'en';

/** The text of a key in the chosen language, its `{placeholders}` filled. */
export type Translate = (key: TextKey, values?: Readonly<Record<string, string | number>>) => string;

/** The catalogue of one language as a function. */
export function translator(language: Language): Translate {
  const catalogue = language === 'de' ? de : en;
  return (key, values = {}) => catalogue[key].replace(/\{(\w+)\}/g, (whole, name: string) => String(values[name] ?? whole));
}
