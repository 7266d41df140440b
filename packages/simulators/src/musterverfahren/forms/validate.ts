import { isAmount } from './amount.ts';
import type { Field, FieldKind, FieldValue, FieldValues } from './field.ts';

/** What is wrong with one field. */
export interface FieldError {
  readonly field: string;
  readonly code: 'pflicht' | 'format' | 'laenge' | 'auswahl';
  readonly message: string;
}

interface Format {
  readonly test: (text: string) => boolean;
  readonly message: string;
}

/** Checks the values of some fields. Values are taken as they are: nothing is trimmed. */
export function validate(fields: readonly Field[], values: FieldValues): readonly FieldError[] {
  return fields.flatMap((field) => {
    const error = check(field, values[field.name] ?? '');
    return error ? [{ ...error, field: field.name }] : [];
  });
}

function check(field: Field, value: FieldValue): Omit<FieldError, 'field'> | undefined {
  if (field.kind === 'checkbox' || field.kind === 'file') return undefined;
  const texts = typeof value === 'object' ? value.filter((text) => text !== '') : [String(value)].filter((text) => text !== '');
  if (texts.length === 0) return field.required ? { code: 'pflicht', message: 'Pflichtfeld, bitte ausfüllen.' } : undefined;
  for (const text of texts) {
    const error = checkText(field, text);
    if (error) return error;
  }
  return undefined;
}

function checkText(field: Field, text: string): Omit<FieldError, 'field'> | undefined {
  if (field.choices && !field.choices.some((choice) => choice.value === text))
    return { code: 'auswahl', message: 'Bitte einen Eintrag der Liste wählen.' };
  const longest = field.maxLength ?? 120;
  if ([...text].length > longest) return { code: 'laenge', message: `Höchstens ${longest} Zeichen erlaubt.` };
  const format = formats[field.kind];
  if (field.pattern && !field.pattern.test.test(text)) return { code: 'format', message: field.pattern.message };
  return format && !format.test(text) ? { code: 'format', message: format.message } : undefined;
}

const formats: Readonly<Partial<Record<FieldKind, Format>>> = {
  'german-date': { test: isGermanDate, message: 'Bitte ein gültiges Datum als TT.MM.JJJJ eingeben.' },
  date: { test: isIsoDate, message: 'Bitte ein gültiges Datum als JJJJ-MM-TT eingeben.' },
  amount: { test: isAmount, message: 'Bitte einen Betrag wie 1.234,56 eingeben.' },
  email: {
    test: (text) => /^[^\s@]+@[^\s@]+\.[^\s@]+$/.test(text),
    message: 'Bitte eine gültige E-Mail-Adresse eingeben.',
  },
};

function isGermanDate(text: string): boolean {
  const [, day, month, year] = /^(\d{2})\.(\d{2})\.(\d{4})$/.exec(text) ?? [];
  return year !== undefined && isIsoDate(`${year}-${month}-${day}`);
}

function isIsoDate(text: string): boolean {
  if (!/^\d{4}-\d{2}-\d{2}$/.test(text)) return false;
  const date = new Date(`${text}T00:00:00Z`);
  return !Number.isNaN(date.getTime()) && date.toISOString().startsWith(text);
}
