import { foreignKey, postcode } from './common-fields.ts';
import { choices, type Form } from './field.ts';

const measures = choices('Errichtung', 'Änderung', 'Nutzungsänderung', 'Beseitigung');
const buildingClasses = choices('1', '2', '3', '4', '5');

/** Application for a building permit. */
export const buildingForm: Form = {
  kind: 'bauantrag',
  title: 'Bauantrag: Erfassung',
  plural: 'Bauanträge',
  prefix: 'BA',
  firstNumber: 12,
  review: true,
  saveButton: 'Verbindlich speichern',
  nameFields: ['bauherr_name', 'bauherr_vorname'],
  steps: [
    {
      key: 'bauherr',
      title: 'Bauherrschaft',
      fields: [
        { name: 'bauherr_name', label: 'Name oder Firma', kind: 'text', required: true, maxLength: 120 },
        { name: 'bauherr_vorname', label: 'Vorname', kind: 'text', maxLength: 60 },
        { name: 'bauherr_strasse', label: 'Straße', kind: 'text', required: true, maxLength: 55 },
        { name: 'bauherr_hausnummer', label: 'Hausnummer', kind: 'text', required: true, maxLength: 9 },
        { name: 'bauherr_postleitzahl', label: 'Postleitzahl', kind: 'text', required: true, pattern: postcode },
        { name: 'bauherr_ort', label: 'Ort', kind: 'text', required: true, maxLength: 44 },
        { name: 'bauherr_telefon', label: 'Telefon', kind: 'tel', maxLength: 30, labelStyle: 'table-cell' },
        { name: 'bauherr_email', label: 'E-Mail', kind: 'email' },
      ],
    },
    {
      key: 'grundstueck',
      title: 'Baugrundstück',
      fields: [
        { name: 'grundstueck_strasse', label: 'Straße', kind: 'text', maxLength: 55 },
        { name: 'grundstueck_hausnummer', label: 'Hausnummer', kind: 'text', maxLength: 9 },
        { name: 'grundstueck_postleitzahl', label: 'Postleitzahl', kind: 'text', pattern: postcode },
        { name: 'grundstueck_ort', label: 'Ort', kind: 'text', required: true, maxLength: 44 },
        { name: 'gemarkung', label: 'Gemarkung', kind: 'text', maxLength: 60 },
        { name: 'flurstueck', label: 'Flurstück', kind: 'text', maxLength: 40 },
      ],
    },
    {
      key: 'vorhaben',
      title: 'Vorhaben',
      fields: [
        { name: 'massnahme', label: 'Art der Maßnahme', kind: 'select', required: true, choices: measures, labelStyle: 'wrapping' },
        { name: 'bezeichnung', label: 'Bezeichnung des Vorhabens', kind: 'text', required: true, maxLength: 200 },
        { name: 'beschreibung', label: 'Beschreibung', kind: 'textarea', maxLength: 2000 },
        { name: 'gebaeudeklasse', label: 'Gebäudeklasse', kind: 'select', choices: buildingClasses },
        { name: 'eingang', label: 'Eingang am', kind: 'german-date', required: true },
      ],
    },
    {
      key: 'unterlagen',
      title: 'Bauvorlagen',
      fields: [
        { name: 'vorgang_portal', label: 'Vorgang im Portal', kind: 'text', maxLength: 120 },
        foreignKey,
        {
          name: 'bauvorlagen',
          label: 'Bauvorlagen',
          kind: 'file',
          multiple: true,
          hint: 'z. B. Lageplan, Bauzeichnungen, Baubeschreibung',
        },
      ],
    },
  ],
};
