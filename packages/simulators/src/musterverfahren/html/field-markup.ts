import type { Field, FieldValue, FieldValues } from '../forms/field.ts';
import type { FieldError } from '../forms/validate.ts';
import type { Exchange } from '../http-types.ts';
import type { StoredAttachment } from '../store.ts';
import { Html, markup } from '../../shared/markup.ts';
import { labelText } from './layout.ts';

/** What a form page shows in its fields. */
export interface FormState {
  readonly values: FieldValues;
  readonly files: Readonly<Record<string, readonly StoredAttachment[]>>;
  readonly errors: readonly FieldError[];
}

/** One field with label, hint and message, in the way its label is tied to it. */
export function fieldMarkup(exchange: Exchange, field: Field, state: FormState): Html {
  const view = viewOf(exchange, field, state);
  if (field.kind === 'radio') return radioGroup(view);
  if (field.kind === 'checkbox') return checkbox(view);
  if (field.kind === 'list') return listRows(view);
  if (field.labelStyle === 'table-cell' || exchange.quirks.has('cell-labels')) return tableRow(view);
  if (field.labelStyle === 'wrapping')
    return markup`<div class="feld"><label class="umschliessend"><span>${view.label}${star(view)}</span>${control(view)}</label>${notes(view)}</div>`;
  return markup`<div class="feld"><label for="${field.name}"${mark(view)}>${view.label}</label>${control(view)}${notes(view)}</div>`;
}

function tableRow(view: FieldView): Html {
  return markup`<table class="eingabe"><tr><td${mark(view)}>${view.label}</td><td>${control(view)}${notes(view)}</td></tr></table>`;
}

/** The summary above a form that was not accepted. */
export function errorSummary(exchange: Exchange, fields: readonly Field[], errors: readonly FieldError[]): Html | undefined {
  if (errors.length === 0) return undefined;
  const labelOf = (name: string): string => labelText(exchange, fields.find((field) => field.name === name)?.label ?? name);
  return markup`<div class="fehler" role="alert"><strong>Bitte prüfen Sie Ihre Eingaben.</strong><ul>${errors.map(
    (error) => markup`<li><a href="#${error.field}">${labelOf(error.field)}</a>: ${error.message}</li>`,
  )}</ul></div>`;
}

interface FieldView {
  readonly field: Field;
  readonly label: string;
  readonly value: FieldValue;
  readonly error: string | undefined;
  readonly uploaded: readonly StoredAttachment[];
}

function viewOf(exchange: Exchange, field: Field, state: FormState): FieldView {
  return {
    field,
    label: labelText(exchange, field.label),
    value: state.values[field.name] ?? '',
    error: state.errors.find((error) => error.field === field.name)?.message,
    uploaded: state.files[field.name] ?? [],
  };
}

function control(view: FieldView): Html {
  const { field, value } = view;
  const common = markup`id="${field.name}" name="${field.name}"${aria(view)}`;
  switch (field.kind) {
    case 'select':
      return markup`<select ${common}><option value="">– bitte wählen –</option>${(field.choices ?? []).map(
        (choice) => markup`<option value="${choice.value}"${choice.value === value ? new Html(' selected') : ''}>${choice.label}</option>`,
      )}</select>`;
    case 'multi-select':
      return markup`<select ${common} multiple size="${(field.choices ?? []).length}">${(field.choices ?? []).map(
        (choice) =>
          markup`<option value="${choice.value}"${typeof value === 'object' && value.includes(choice.value) ? new Html(' selected') : ''}>${choice.label}</option>`,
      )}</select>`;
    case 'amount':
      return markup`<input type="text" ${common} value="${String(value)}" placeholder="0,00" autocomplete="off">`;
    case 'textarea':
      return markup`<textarea ${common} rows="4">\n${String(value)}</textarea>`;
    case 'file':
      return markup`<input type="file" ${common}${field.multiple ? new Html(' multiple') : ''}>`;
    case 'german-date':
      return markup`<input type="text" ${common} value="${String(value)}" placeholder="TT.MM.JJJJ" autocomplete="off">`;
    default:
      return markup`<input type="${field.kind}" ${common} value="${String(value)}" autocomplete="off">`;
  }
}

function radioGroup(view: FieldView): Html {
  const { field, value } = view;
  const options = (field.choices ?? []).map((choice) => {
    const id = `${field.name}_${choice.value}`;
    const checked = choice.value === value ? new Html(' checked') : '';
    return markup`<span class="wahl"><input type="radio" id="${id}" name="${field.name}" value="${choice.value}"${checked}${aria(view)}><label for="${id}">${choice.label}</label></span>`;
  });
  return markup`<fieldset id="${field.name}"><legend${mark(view)}>${view.label}</legend>${options}${notes(view)}</fieldset>`;
}

function checkbox(view: FieldView): Html {
  const { field, value } = view;
  const checked = value === true ? new Html(' checked') : '';
  return markup`<div class="feld haken"><span></span><span class="zeile"><input type="checkbox" id="${field.name}" name="${field.name}" value="ja"${checked}${aria(view)}><label for="${field.name}">${view.label}</label></span></div>`;
}

function listRows(view: FieldView): Html {
  const { field, value } = view;
  const rows = typeof value === 'object' && value.length > 0 ? value : [''];
  const inputs = rows.map((text, index) => {
    const name = `${field.name}_${index + 1}`;
    return markup`<div class="feld"><label for="${name}">${view.label} ${index + 1}</label><input type="text" id="${name}" name="${name}" value="${text}"${aria(view)} autocomplete="off"></div>`;
  });
  return markup`<div id="${field.name}">${inputs}<div class="feld"><span></span>${notes(view)}</div><button type="submit" name="aktion" value="zeile">Weitere ${view.label}</button></div>`;
}

function aria(view: FieldView): Html {
  const { field, error } = view;
  const described = [field.hint && `${field.name}_hinweis`, error && `${field.name}_fehler`].filter(Boolean).join(' ');
  const required = field.required ? ' aria-required="true"' : '';
  const invalid = error ? ' aria-invalid="true"' : '';
  return new Html(`${required}${invalid}${described ? ` aria-describedby="${described}"` : ''}`);
}

/** The star of a required field as text; most fields have it from the stylesheet. */
function star(view: FieldView): Html | undefined {
  return view.field.required ? markup`<span class="stern" aria-hidden="true"> *</span>` : undefined;
}

function mark(view: FieldView): Html | undefined {
  return view.field.required ? new Html(' class="pflicht"') : undefined;
}

function notes(view: FieldView): Html {
  const { field, error, uploaded } = view;
  return markup`${field.hint !== undefined && markup`<span class="hinweis" id="${field.name}_hinweis">${field.hint}</span>`}${uploaded.map(
    (file) => markup`<span class="hinweis">Hochgeladen: ${file.name} (${file.size} Byte)</span>`,
  )}${error !== undefined && markup`<span class="feldfehler" id="${field.name}_fehler">${error}</span>`}`;
}
