import { choices, type Choice, type Field } from './field.ts';

/** Anrede as a select. */
export const salutations: readonly Choice[] = choices('Herr', 'Frau', 'Divers', 'Keine Angabe');

/** A German postcode. */
export const postcode: NonNullable<Field['pattern']> = {
  test: /^\d{5}$/,
  message: 'Bitte genau fünf Ziffern eingeben.',
};

/** The reference of the sending system. */
export const foreignKey: Field = {
  name: 'fremdschluessel',
  label: 'Fremdschlüssel',
  kind: 'text',
  maxLength: 64,
  hint: 'Kennung des liefernden Verfahrens, z. B. des Online-Dienstes',
};
