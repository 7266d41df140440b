import type { FieldDeclaration } from '../../target/record-shape.ts';
import type { RecordedField } from '../recorded-event.ts';
import type { DescribedStep, DescribedTarget, OpenQuestion } from './described-target.ts';
import { fieldName, matchSample, type SampleRecord } from './sample-record.ts';

/** The fields of the record, found while going through what was typed. */
export class FieldBook {
  readonly fields: Record<string, FieldDeclaration> = {};
  readonly rules: Record<string, DescribedTarget['rules'][string]> = {};
  readonly questions: OpenQuestion[] = [];
  /** Template by label, of all that was entered. */
  readonly templates: Map<string, string> = new Map();
  /** What was typed last, by label. */
  readonly typed: Map<string, RecordedField['value']> = new Map();
  readonly #sample: SampleRecord | undefined;
  readonly #key: string;

  constructor(sample: SampleRecord | undefined, deliveryKey: string) {
    this.#sample = sample;
    this.#key = deliveryKey;
  }

  /** What stands for the value that was typed. */
  template(field: RecordedField): string {
    this.typed.set(field.label, field.value);
    const template = this.#template(field);
    this.templates.set(field.label, template);
    if (field.isWeak && /^[A-Za-z][\w.-]*$/.test(field.name) && !field.label.includes('=')) {
      this.rules[field.label] = { ...this.rules[field.label], also: [`name=${field.name}`] };
    }
    return template;
  }

  get sample(): SampleRecord | undefined {
    return this.#sample;
  }

  /** A name for a field that none has yet. */
  newName(label: string): string {
    return fieldName(label, new Set([...Object.keys(this.fields), ...Object.keys(this.#sample ?? {})]));
  }

  /** A list takes the place of fields that were numbered; what was asked about these is answered by it. */
  takeList(each: string, entry: readonly string[] | undefined, labels: readonly string[]): void {
    this.fields[each] = { type: 'list', ...(entry !== undefined && { fields: Object.fromEntries(entry.map((name) => [name, {}])) }) };
    for (const label of labels) {
      this.templates.delete(label);
      delete this.rules[label];
    }
    const isAnswered = ({ what = '' }: OpenQuestion): boolean => labels.some((label) => what === label || what.startsWith(`${label}:`));
    this.questions.splice(0, this.questions.length, ...this.questions.filter((question) => !isAnswered(question)));
  }

  /** The fields that the steps ask for: a correction may have left others behind. */
  asked(steps: readonly DescribedStep[]): Readonly<Record<string, FieldDeclaration>> {
    const lists = new Set(steps.flatMap((step) => ('rows' in step ? [step.rows.each] : [])));
    const templates = steps.flatMap((step) =>
      'fill' in step ? Object.values(step.fill) : 'upload' in step ? Object.values(step.upload) : [],
    );
    const isAsked = (name: string): boolean => lists.has(name) || templates.some((each) => each.includes(`{${name}}`));
    return Object.fromEntries(Object.entries(this.fields).filter(([name]) => isAsked(name)));
  }

  /** The sample's fields that were never entered. */
  leftOver(steps: readonly DescribedStep[]): readonly string[] {
    const asked = this.asked(steps);
    return Object.keys(this.#sample ?? {}).filter((name) => asked[name] === undefined);
  }

  #template(field: RecordedField): string {
    const { label, value } = field;
    const known = this.templates.get(label);
    if (typeof value === 'string' && value.includes(this.#key)) return value === this.#key ? '{deliveryKey}' : this.#withKey(field, value);
    if (field.how === 'file') return this.#named(field, { type: 'attachment', ...(field.many && { many: true }) });
    const match = this.#sample === undefined ? { kind: 'none' as const } : matchSample(value, this.#sample, label);
    if (match.kind === 'template') return this.#declared(field, match.template, match.as);
    if (known !== undefined && known !== '{deliveryKey}') return known;
    if (match.kind === 'several')
      this.questions.push({ at: 'fields', code: 'several-in-sample', what: `${label}: ${match.names.join(', ')}` });
    else if (this.#sample !== undefined) this.questions.push({ at: 'fields', code: 'not-in-sample', what: label });
    return this.#named(field, typeOf(field));
  }

  #withKey(field: RecordedField, value: string): string {
    const rest = value.replaceAll(this.#key, '').trim();
    if (rest === '') return '{deliveryKey}';
    const own = this.#template({ ...field, value: rest });
    return value.trim().startsWith(this.#key) ? `{deliveryKey} ${own}` : `${own} {deliveryKey}`;
  }

  #declared(field: RecordedField, template: string, as: 'text' | 'date' | 'number' | 'money' | undefined): string {
    const names = [...template.matchAll(/\{([^}]+)\}/g)].map((match) => match[1] as string);
    for (const name of names) {
      const value = this.#sample?.[name];
      const limits = {
        ...(field.required && { required: true }),
        ...(field.max > 0 && names.length === 1 && typeof value === 'string' && { max: field.max }),
      };
      this.fields[name] = {
        ...(typeof value === 'boolean' && { type: 'boolean' as const }),
        ...(typeof value === 'number' && { type: 'number' as const }),
        ...(Array.isArray(value) && { type: 'list' as const }),
        ...(typeof value === 'boolean' ? {} : limits),
      };
    }
    if (as !== undefined) this.rules[field.label] = { ...this.rules[field.label], as };
    return template;
  }

  #named(field: RecordedField, type: FieldDeclaration): string {
    const name = fieldName(field.label, new Set([...Object.keys(this.fields), ...Object.keys(this.#sample ?? {})]));
    this.fields[name] = {
      ...type,
      ...(field.required && type.type !== 'boolean' && { required: true }),
      ...(field.max > 0 && type.type === undefined && { max: field.max }),
    };
    return `{${name}}`;
  }
}

function typeOf({ value }: RecordedField): FieldDeclaration {
  if (typeof value === 'boolean') return { type: 'boolean' };
  return typeof value === 'object' ? { type: 'list' } : {};
}
