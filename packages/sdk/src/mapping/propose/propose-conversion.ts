import type { CodeList, CodeLists } from '../../message/codelist/code-list.ts';
import type { PartValue } from './part.ts';
import type { ProposedField } from './proposal.ts';

/** A conversion for a text, and what to check about it. */
export type ProposedConversion = Pick<ProposedField, 'conversion' | 'comment'>;

/** Longer lists are looked up instead of written down. */
const mostWrittenCodes = 40;

const numbers =
  /^(decimal|integer|int|long|short|byte|(non)?(Positive|Negative)Integer|positiveInteger|negativeInteger|nonNegativeInteger|nonPositiveInteger|unsigned\w+)$/;

/** A conversion by the type of the schema, the values it lists, or the code list at hand. Without any: text as it is. */
export function proposeConversion(value: PartValue, codeLists: CodeLists | undefined): ProposedConversion {
  const { type = '', enumeration, list } = value;
  if (list !== undefined) return byList(list, enumeration, codeLists);
  if (type === 'boolean' || isTruth(enumeration)) return { conversion: { key: 'boolean', value: { true: 'true', false: 'false' } } };
  if (enumeration) return byEnumeration(enumeration);
  if (type === 'date')
    return { conversion: { key: 'date', value: { in: 'xsd' } }, comment: 'check `out:` for the form that the target takes' };
  if (type === 'dateTime') return { comment: 'date and time as written' };
  if (numbers.test(type)) return { conversion: { key: 'number', value: {} } };
  return type === '' && value.samples.length > 0 && value.samples.every((text) => /^\d{4}-\d{2}-\d{2}$/.test(text.trim()))
    ? { conversion: { key: 'date', value: { in: 'xsd' } }, comment: 'looks like a date: check' }
    : {};
}

function isTruth(enumeration: readonly string[] | undefined): boolean {
  return enumeration !== undefined && enumeration.toSorted().join(' ') === 'false true';
}

function byEnumeration(enumeration: readonly string[], list?: CodeList): ProposedConversion {
  if (enumeration.length > mostWrittenCodes) return { comment: `one of ${enumeration.length} values of the schema` };
  const values = Object.fromEntries(enumeration.map((code) => [code, list?.entry(code)?.name ?? code]));
  return { conversion: { key: 'codes', value: { values } }, comment: 'write the words of the target' };
}

function byList(
  { uri, version }: NonNullable<PartValue['list']>,
  enumeration: readonly string[] | undefined,
  codeLists: CodeLists | undefined,
): ProposedConversion {
  const list = codeLists?.find(uri, version)?.list;
  if (enumeration) return byEnumeration(enumeration, list);
  if (!list) return { comment: `code of ${uri}, which is not at hand: import it, then add \`codes\`` };
  if (list.entries.length > mostWrittenCodes) {
    return {
      conversion: { key: 'codes', value: { list: uri } },
      comment: `${list.title}: the name of the entry; check that the target takes it`,
    };
  }
  const values = Object.fromEntries(list.entries.map(({ code, name }) => [code, name]));
  return { conversion: { key: 'codes', value: { list: uri, values } }, comment: `${list.title}: write the words of the target` };
}
