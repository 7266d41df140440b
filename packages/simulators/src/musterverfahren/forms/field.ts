/** How a field is entered. `list` is a growing number of text rows. */
export type FieldKind =
  | 'text'
  | 'email'
  | 'tel'
  | 'date'
  | 'german-date'
  | 'amount'
  | 'select'
  | 'multi-select'
  | 'radio'
  | 'checkbox'
  | 'textarea'
  | 'file'
  | 'list';

/** How the page ties the label to its control; `for` unless told otherwise. */
export type LabelStyle = 'for' | 'wrapping' | 'table-cell';

/** A choice of a select or radio group. The value is what is stored. */
export interface Choice {
  readonly value: string;
  readonly label: string;
}

/** One field of a form: the page, the validation and the record page are all made from it. */
export interface Field {
  /** Name attribute, and key in the stored record. */
  readonly name: string;
  readonly label: string;
  readonly kind: FieldKind;
  readonly required?: boolean;
  /** Longest value in characters; 120 unless told otherwise. */
  readonly maxLength?: number;
  readonly pattern?: { readonly test: RegExp; readonly message: string };
  readonly choices?: readonly Choice[];
  readonly hint?: string;
  readonly labelStyle?: LabelStyle;
  /** For `file`: several files. */
  readonly multiple?: boolean;
}

/** One page of a form. */
export interface Step {
  /** Last segment of the page's address. */
  readonly key: string;
  readonly title: string;
  readonly fields: readonly Field[];
}

/** The kinds of record Musterverfahren keeps; also the first segment of their addresses. */
export type RecordKind = 'hund' | 'gewerbe' | 'schulwechsel' | 'bauantrag';

/** A form with all its pages. */
export interface Form {
  readonly kind: RecordKind;
  readonly title: string;
  readonly plural: string;
  /** First part of the Aktenzeichen. */
  readonly prefix: string;
  /** Number of the first record of a year. */
  readonly firstNumber: number;
  readonly steps: readonly Step[];
  /** True: a last page shows everything and has the button that saves. False: the only page saves. */
  readonly review: boolean;
  readonly saveButton: string;
  /** Fields that make up the name shown in lists and found by the search. */
  readonly nameFields: readonly string[];
}

/** What is stored for a field. */
export type FieldValue = string | boolean | readonly string[];

/** The values of a record by field name. */
export type FieldValues = Readonly<Record<string, FieldValue>>;

/** Choices whose stored value is their label. */
export function choices(...labels: readonly string[]): readonly Choice[] {
  return labels.map((label) => ({ value: label, label }));
}

/** All fields of a form, in order. */
export function fieldsOf(form: Form): readonly Field[] {
  return form.steps.flatMap((step) => step.fields);
}
