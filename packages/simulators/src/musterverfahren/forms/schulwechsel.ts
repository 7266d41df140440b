import { foreignKey, salutations } from './common-fields.ts';
import type { Choice, Form } from './field.ts';

const languages: readonly Choice[] = [
  { value: 'DEU', label: 'Deutsch' },
  { value: 'ARA', label: 'Arabisch' },
  { value: 'ENG', label: 'Englisch' },
  { value: 'FRA', label: 'Französisch' },
  { value: 'ITA', label: 'Italienisch' },
  { value: 'POL', label: 'Polnisch' },
  { value: 'POR', label: 'Portugiesisch' },
  { value: 'RUS', label: 'Russisch' },
  { value: 'SPA', label: 'Spanisch' },
  { value: 'TUR', label: 'Türkisch' },
  { value: 'UKR', label: 'Ukrainisch' },
  { value: 'SONST', label: 'Sonstige' },
];

const years: readonly Choice[] = Array.from({ length: 13 }, (_, index) => ({
  value: String(index + 1),
  label: `Jahrgangsstufe ${index + 1}`,
}));

/**
 * Transfer of a pupil: one page with 25 fields. The postcode takes up to ten characters, because foreign addresses occur.
 */
export const transferForm: Form = {
  kind: 'schulwechsel',
  title: 'Schulwechsel: Aufnahme',
  plural: 'Schulwechsel',
  prefix: 'SW',
  firstNumber: 7,
  review: false,
  saveButton: 'Speichern',
  nameFields: ['familienname', 'vorname'],
  steps: [
    {
      key: 'speichern',
      title: 'Schülerin oder Schüler',
      fields: [
        { name: 'familienname', label: 'Familienname', kind: 'text', required: true, maxLength: 60 },
        { name: 'vorname', label: 'Vorname', kind: 'text', required: true, maxLength: 60 },
        { name: 'rufname', label: 'Rufname', kind: 'text', maxLength: 60 },
        { name: 'geburtsdatum', label: 'Geburtsdatum', kind: 'german-date', required: true },
        { name: 'geburtsort', label: 'Geburtsort', kind: 'text', maxLength: 60 },
        {
          name: 'geschlecht',
          label: 'Geschlecht',
          kind: 'radio',
          choices: [
            { value: 'm', label: 'männlich' },
            { value: 'w', label: 'weiblich' },
            { value: 'd', label: 'divers' },
          ],
        },
        { name: 'schuelernummer', label: 'Schülernummer', kind: 'text', maxLength: 20 },
        { name: 'strasse', label: 'Straße', kind: 'text', maxLength: 55 },
        { name: 'hausnummer', label: 'Hausnummer', kind: 'text', maxLength: 9 },
        { name: 'postleitzahl', label: 'Postleitzahl', kind: 'text', maxLength: 10 },
        { name: 'ort', label: 'Ort', kind: 'text', maxLength: 44 },
        {
          name: 'herkunftssprache',
          label: 'Herkunftssprache',
          kind: 'select',
          choices: languages,
          labelStyle: 'wrapping',
        },
        { name: 'verkehrssprache', label: 'Verkehrssprache', kind: 'select', choices: languages },
        {
          name: 'sorge_anrede',
          label: 'Anrede der sorgeberechtigten Person',
          kind: 'select',
          choices: salutations,
        },
        { name: 'sorge_name', label: 'Name der sorgeberechtigten Person', kind: 'text', maxLength: 120 },
        { name: 'sorge_telefon', label: 'Telefon', kind: 'tel', maxLength: 30, labelStyle: 'table-cell' },
        { name: 'sorge_email', label: 'E-Mail', kind: 'email' },
        { name: 'abgebende_schule', label: 'Abgebende Schule', kind: 'text', maxLength: 120 },
        {
          name: 'aufnehmende_schule',
          label: 'Aufnehmende Schule',
          kind: 'text',
          required: true,
          maxLength: 120,
        },
        { name: 'aufnahmedatum', label: 'Aufnahmedatum', kind: 'date' },
        { name: 'jahrgangsstufe', label: 'Jahrgangsstufe', kind: 'select', choices: years },
        { name: 'versetzt', label: 'Versetzt', kind: 'checkbox' },
        { name: 'masernschutz', label: 'Masernschutz nachgewiesen', kind: 'checkbox' },
        { name: 'bemerkung', label: 'Bemerkung', kind: 'textarea', maxLength: 500 },
        foreignKey,
      ],
    },
  ],
};
