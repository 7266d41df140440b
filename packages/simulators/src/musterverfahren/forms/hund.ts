import { foreignKey, postcode, salutations } from './common-fields.ts';
import { choices, type Form } from './field.ts';

const breeds = choices(
  'Beagle',
  'Berner Sennenhund',
  'Border Collie',
  'Boxer',
  'Chihuahua',
  'Dackel',
  'Dalmatiner',
  'Deutscher Schäferhund',
  'Golden Retriever',
  'Jack Russell Terrier',
  'Labrador Retriever',
  'Mops',
  'Pudel',
  'Rottweiler',
  'Yorkshire Terrier',
  'Mischling',
  'Sonstige',
);

/** Registration of a dog for the dog tax. */
export const dogForm: Form = {
  kind: 'hund',
  title: 'Hundesteuer: Anmeldung',
  plural: 'Hundesteuer',
  prefix: 'HU',
  firstNumber: 123,
  review: true,
  saveButton: 'Verbindlich speichern',
  nameFields: ['familienname', 'vorname'],
  steps: [
    {
      key: 'halter',
      title: 'Halter',
      fields: [
        { name: 'anrede', label: 'Anrede', kind: 'select', choices: salutations },
        { name: 'familienname', label: 'Familienname', kind: 'text', required: true, maxLength: 60 },
        { name: 'vorname', label: 'Vorname', kind: 'text', required: true, maxLength: 60 },
        { name: 'geburtsdatum', label: 'Geburtsdatum', kind: 'german-date', required: true },
      ],
    },
    {
      key: 'anschrift',
      title: 'Anschrift',
      fields: [
        { name: 'strasse', label: 'Straße', kind: 'text', required: true, maxLength: 55 },
        { name: 'hausnummer', label: 'Hausnummer', kind: 'text', required: true, maxLength: 9 },
        { name: 'postleitzahl', label: 'Postleitzahl', kind: 'text', required: true, pattern: postcode },
        { name: 'ort', label: 'Ort', kind: 'text', required: true, maxLength: 44 },
        { name: 'telefon', label: 'Telefon', kind: 'tel', maxLength: 30, labelStyle: 'table-cell' },
        { name: 'email', label: 'E-Mail', kind: 'email', maxLength: 120 },
      ],
    },
    {
      key: 'tier',
      title: 'Hund',
      fields: [
        { name: 'hundename', label: 'Name des Hundes', kind: 'text', required: true, maxLength: 40 },
        {
          name: 'rasse',
          label: 'Rasse',
          kind: 'select',
          required: true,
          choices: breeds,
          labelStyle: 'wrapping',
        },
        {
          name: 'chipnummer',
          label: 'Chipnummer',
          kind: 'text',
          pattern: { test: /^\d{15}$/, message: 'Bitte genau 15 Ziffern eingeben.' },
        },
        {
          name: 'geschlecht',
          label: 'Geschlecht',
          kind: 'radio',
          required: true,
          choices: [
            { value: 'm', label: 'Rüde' },
            { value: 'w', label: 'Hündin' },
          ],
        },
        { name: 'wurfdatum', label: 'Wurfdatum', kind: 'german-date' },
        { name: 'haltungsbeginn', label: 'Beginn der Haltung', kind: 'date', required: true },
        { name: 'assistenzhund', label: 'Assistenzhund', kind: 'checkbox' },
        { name: 'bemerkung', label: 'Bemerkung', kind: 'textarea', maxLength: 500 },
        foreignKey,
        {
          name: 'nachweis',
          label: 'Nachweis',
          kind: 'file',
          hint: 'z. B. Bescheid über die Steuerbefreiung',
        },
      ],
    },
  ],
};
