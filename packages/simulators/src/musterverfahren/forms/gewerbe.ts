import { foreignKey, postcode, salutations } from './common-fields.ts';
import { choices, type Form } from './field.ts';

const legalForms = choices(
  'Einzelunternehmen',
  'GbR',
  'OHG',
  'KG',
  'GmbH',
  'UG (haftungsbeschränkt)',
  'GmbH & Co. KG',
  'AG',
  'Verein',
  'Sonstige',
);

/** Registration of a trade. Field names are `<step>_<property>`; the API takes the same as nested properties. */
export const tradeForm: Form = {
  kind: 'gewerbe',
  title: 'Gewerbeanmeldung',
  plural: 'Gewerbe',
  prefix: 'GE',
  firstNumber: 45,
  review: true,
  saveButton: 'Verbindlich speichern',
  nameFields: ['person_familienname', 'person_vorname', 'betrieb_name'],
  steps: [
    {
      key: 'person',
      title: 'Person',
      fields: [
        { name: 'person_anrede', label: 'Anrede', kind: 'select', choices: salutations },
        { name: 'person_familienname', label: 'Familienname', kind: 'text', required: true, maxLength: 60 },
        { name: 'person_vorname', label: 'Vorname', kind: 'text', required: true, maxLength: 60 },
        { name: 'person_geburtsdatum', label: 'Geburtsdatum', kind: 'date', required: true },
        { name: 'person_strasse', label: 'Straße', kind: 'text', required: true, maxLength: 55 },
        { name: 'person_hausnummer', label: 'Hausnummer', kind: 'text', required: true, maxLength: 9 },
        {
          name: 'person_postleitzahl',
          label: 'Postleitzahl',
          kind: 'text',
          required: true,
          pattern: postcode,
        },
        { name: 'person_ort', label: 'Ort', kind: 'text', required: true, maxLength: 44 },
        { name: 'person_telefon', label: 'Telefon', kind: 'tel', maxLength: 30 },
        { name: 'person_email', label: 'E-Mail', kind: 'email' },
      ],
    },
    {
      key: 'betrieb',
      title: 'Betrieb',
      fields: [
        { name: 'betrieb_name', label: 'Name des Betriebs', kind: 'text', maxLength: 100 },
        {
          name: 'betrieb_rechtsform',
          label: 'Rechtsform',
          kind: 'select',
          required: true,
          choices: legalForms,
          labelStyle: 'wrapping',
        },
        { name: 'betrieb_strasse', label: 'Straße', kind: 'text', required: true, maxLength: 55 },
        { name: 'betrieb_hausnummer', label: 'Hausnummer', kind: 'text', required: true, maxLength: 9 },
        {
          name: 'betrieb_postleitzahl',
          label: 'Postleitzahl',
          kind: 'text',
          required: true,
          pattern: postcode,
        },
        { name: 'betrieb_ort', label: 'Ort', kind: 'text', required: true, maxLength: 44 },
        { name: 'betrieb_telefon', label: 'Telefon', kind: 'tel', maxLength: 30, labelStyle: 'table-cell' },
        { name: 'betrieb_beginn', label: 'Beginn der Tätigkeit', kind: 'date', required: true },
        { name: 'betrieb_nebenerwerb', label: 'Nebenerwerb', kind: 'checkbox' },
      ],
    },
    {
      key: 'taetigkeiten',
      title: 'Tätigkeiten',
      fields: [{ name: 'taetigkeiten', label: 'Tätigkeit', kind: 'list', required: true, maxLength: 200 }],
    },
    {
      key: 'anlagen',
      title: 'Anlagen',
      fields: [
        { name: 'bemerkung', label: 'Bemerkung', kind: 'textarea', maxLength: 500 },
        foreignKey,
        {
          name: 'anlagen',
          label: 'Anlagen',
          kind: 'file',
          multiple: true,
          hint: 'z. B. Handelsregisterauszug, Handwerkskarte',
        },
      ],
    },
  ],
};
