import { choices, type Field, type Form, type RecordKind } from '../forms/field.ts';
import type { Quirks } from './quirks.ts';

/** What labels the quirk `renamed-label` shows instead. */
export const renamedLabels: Readonly<Record<string, string>> = {
  Familienname: 'Nachname',
  'Name oder Firma': 'Bauherrin oder Bauherr',
};

const amountLabels: Readonly<Record<RecordKind, string>> = {
  hund: 'Jahressteuer (EUR)',
  gewerbe: 'Stammkapital (EUR)',
  schulwechsel: 'Eigenanteil Lernmittel (EUR)',
  bauantrag: 'Herstellungskosten (EUR)',
};

const features = choices('Eilbedürftig', 'Nachreichung', 'Widerspruch anhängig', 'Zahlung offen', 'Akte in Papier');

/** The form as it is with these quirks: some add fields. New ones stand at the end of a page. */
export function shapeForm(form: Form, quirks: Quirks): Form {
  const first = quirks.has('new-field') ? [newField] : [];
  const last = [...(quirks.has('amounts') ? [amountField(form.kind)] : []), ...(quirks.has('multi-select') ? [featuresField] : [])];
  if (first.length + last.length === 0) return form;
  const steps = form.steps.map((step, index) => ({
    ...step,
    fields: [...step.fields, ...(index === 0 ? first : []), ...(index === form.steps.length - 1 ? last : [])],
  }));
  return { ...form, steps };
}

/** The field whose typed value the quirk `own-number` replaces. */
export const ownNumberFields: Readonly<Partial<Record<RecordKind, string>>> = {
  hund: 'chipnummer',
  schulwechsel: 'schuelernummer',
  bauantrag: 'vorgang_portal',
};

const newField: Field = { name: 'sachgebiet', label: 'Sachgebiet', kind: 'text', required: true, maxLength: 20 };

const featuresField: Field = { name: 'merkmale', label: 'Merkmale', kind: 'multi-select', choices: features };

function amountField(kind: RecordKind): Field {
  return { name: 'betrag', label: amountLabels[kind], kind: 'amount' };
}
