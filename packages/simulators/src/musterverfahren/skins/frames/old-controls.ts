import { Html, markup } from '../../../shared/markup.ts';
import type { Choice, Field, FieldKind, FieldValue } from '../../forms/field.ts';
import { isPicked } from './field-codes.ts';
import { toGermanDate } from './old-dates.ts';

/** What is entered into: without an id and without a label. */
export function control(field: Field, code: string, value: FieldValue): Html {
  if (isPicked(field)) return pickedControl(field, code, String(value));
  return (controls[field.kind] ?? textControl)({ field, code, value });
}

interface Entered {
  readonly field: Field;
  readonly code: string;
  readonly value: FieldValue;
}

const controls: Readonly<Partial<Record<FieldKind, (entered: Entered) => Html>>> = {
  select: (entered) => markup`<select name="${entered.code}"><option value=""></option>${options(entered)}</select>`,
  'multi-select': (entered) => markup`<select name="${entered.code}" multiple size="4">${options(entered)}</select>`,
  radio: radioControl,
  checkbox: ({ code, value }) => markup`<input type="checkbox" name="${code}" value="J"${flag('checked', value === true)}>`,
  textarea: ({ code, value }) => markup`<textarea name="${code}" cols="28" rows="3">\n${String(value)}</textarea>`,
  file: ({ field, code }) => markup`<input type="file" name="${code}"${flag('multiple', field.multiple)}>`,
  list: ({ field, code, value }) => rowsControl(field, code, typeof value === 'object' && value.length > 0 ? value : ['']),
  date: dateControl,
  'german-date': dateControl,
};

function textControl({ code, value }: Entered): Html {
  return markup`<input type="text" name="${code}" size="24" value="${String(value)}">`;
}

function dateControl({ code, value }: Entered): Html {
  return markup`<input type="text" name="${code}" size="12" value="${toGermanDate(String(value))}" placeholder="TT.MM.JJJJ">`;
}

function radioControl(entered: Entered): Html {
  const radios = (entered.field.choices ?? []).map(
    (choice) =>
      markup`<input type="radio" name="${entered.code}" value="${choice.value}"${flag('checked', isChosen(entered, choice))}>${choice.label} `,
  );
  return markup`${radios}`;
}

function options(entered: Entered): readonly Html[] {
  return (entered.field.choices ?? []).map(
    (choice) => markup`<option value="${choice.value}"${flag('selected', isChosen(entered, choice))}>${choice.label}</option>`,
  );
}

function isChosen({ value }: Entered, choice: Choice): boolean {
  return typeof value === 'object' ? value.includes(choice.value) : value === choice.value;
}

function flag(name: string, isOn: boolean | undefined): Html | undefined {
  return isOn === true ? new Html(` ${name}`) : undefined;
}

/** The value is hidden; what is seen cannot be typed into. */
function pickedControl(field: Field, code: string, value: string): Html {
  const label = field.choices?.find((choice) => choice.value === value)?.label ?? '';
  return markup`<input type="hidden" name="${code}" value="${value}"><input type="text" name="${code}T" size="20" readonly value="${label}"><input type="button" class="knopf" value="..." onclick="auswahl('${code}')">`;
}

function rowsControl(field: Field, code: string, rows: readonly string[]): Html {
  return markup`<table id="T_${code}">${rows.map(
    (text, index) => markup`<tr><td>${index + 1}</td><td><input type="text" name="${code}" size="24" value="${text}"></td></tr>`,
  )}</table><input type="button" class="knopf" value="Weitere ${field.label}" onclick="zeile('${code}')">`;
}
