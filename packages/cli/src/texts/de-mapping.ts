import type { enMapping } from './en-mapping.ts';

/** German texts of `amtsbote mapping`. */
export const deMapping: Readonly<Record<keyof typeof enMapping, string>> = {
  'mapping.description': 'Abbildungen vorschlagen, prüfen, ansehen und testen',
};
