import { fieldsOf, type Field, type Form } from '../../forms/field.ts';

/** The name of a field in the page, which says nothing: its number in the form. A new field moves those after it. */
export function fieldCode(form: Form, field: Field): string {
  const at = fieldsOf(form).findIndex(({ name }) => name === field.name);
  return `F${String(at + 1).padStart(3, '0')}`;
}

/** True for a field whose choices are picked in a window of their own. */
export function isPicked(field: Field): boolean {
  return field.kind === 'select' && (field.choices ?? []).length > 8;
}
