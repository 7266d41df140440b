import type { enXoev } from './en-xoev.ts';

/** German texts of `amtsbote xoev`. */
export const deXoev: Readonly<Record<keyof typeof enXoev, string>> = {
  'xoev.description': 'Schemapakete, Codelisten und Nachrichten der Standards',
};
