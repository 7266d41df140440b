import fc from 'fast-check';
import { expect, test } from 'vitest';
import { attachmentRefs, formFields, recordValues, rowFields } from './form-values.ts';

const description = {
  fields: { name: {}, remark: {}, assistance: { type: 'boolean' }, rows: { type: 'list' } },
  steps: [{ open: '/' }],
  commit: { click: 'Speichern', request: { path: '/' } },
  confirmation: { selector: 'b' },
} as const;

test('text goes into the form exactly as it is, whatever it looks like', () => {
  fc.assert(
    fc.property(fc.string({ minLength: 1, unit: 'binary' }), (name) => {
      expect(formFields({ Name: '{name}' }, recordValues(description, { name }, 'AB-1'))).toEqual({ Name: name });
    }),
  );
});

test('a truth value stays one, and a field without a value leaves its label alone', () => {
  const values = recordValues(description, { name: 'Ada', assistance: false }, 'AB-1');
  const templates = {
    Name: '{name}',
    Hund: '{assistance}',
    Bemerkung: '{remark}',
    Beides: '{name} {remark}',
    Kennung: '{deliveryKey}',
    Quelle: 'Online',
  };
  expect(formFields(templates, values)).toEqual({
    Name: 'Ada',
    Hund: false,
    Bemerkung: undefined,
    Beides: 'Ada ',
    Kennung: 'AB-1',
    Quelle: 'Online',
  });
});

test('rows are numbered from 1, of plain entries and of records', () => {
  expect(rowFields({ 'Tätigkeit {n}': '{value}' }, ['a', 'b'], {})).toEqual([{ 'Tätigkeit 1': 'a' }, { 'Tätigkeit 2': 'b' }]);
  expect(rowFields({ Art: '{kind}', Ort: '{town}' }, [{ kind: 'x' }], {})).toEqual([{ Art: 'x', Ort: undefined }]);
  expect(rowFields({ Art: '{kind}' }, undefined, {})).toEqual([]);
});

test('an upload names one attachment, several, or none', () => {
  expect(attachmentRefs('{proof}', { proof: 'a1' })).toEqual(['a1']);
  expect(attachmentRefs('{proof}', { proof: ['a1', 'a2'] })).toEqual(['a1', 'a2']);
  expect(attachmentRefs('{proof}', {})).toEqual([]);
  expect(() => attachmentRefs('{proof}', { proof: true })).toThrow(expect.objectContaining({ code: 'AB_RECORD_INVALID' }));
});
