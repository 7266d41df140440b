import { codeListUse } from '../../message/codelist/code-list-use.ts';
import type { CodeEntry, FoundCodeList } from '../../message/codelist/code-list.ts';
import type { CodesRule } from '../mapping-file.ts';
import type { Conversion, ConversionSource, Converted, Refused } from './converted.ts';
import { trimXml } from './trim-xml.ts';

/** A code into the word that stands for it: by the entries of the rule, or by its code list. Nothing is passed through. */
export function codesConversion(rule: CodesRule): Conversion {
  const { list, values } = rule;
  if (values === undefined) return (text, source) => fromList(rule, trimXml(text), source);
  const words = new Map(Object.entries(values));
  return (text, source) => {
    const code = trimXml(text);
    const found = list === undefined ? undefined : listOf(rule, source);
    if (isRefused(found)) return found;
    const value = words.get(code) ?? rule.default;
    if (value === undefined) return { code: 'AB_CODE_UNKNOWN', message: 'has a code without an entry in `codes.values`' };
    const codeName = found?.list.entry(code)?.name;
    return codeName === undefined ? { value } : { value, codeName };
  };
}

const otherList: Refused = {
  code: 'AB_CODE_LIST_UNKNOWN',
  message: 'has a code of another code list or version than its `codes` rule names',
};

function fromList(rule: CodesRule, code: string, source: ConversionSource | undefined): Converted {
  const found = listOf(rule, source);
  if (isRefused(found)) return found;
  if (!found) return { code: 'AB_CODE_LIST_UNKNOWN', message: `needs the code list ${rule.list ?? ''}, which is not at hand` };
  const entry = found.list.entry(code);
  if (entry) return fromEntry(rule.as ?? 'name', entry);
  const newer = found.newer ? '; the message uses a newer version of the list than ours' : '';
  return { code: 'AB_CODE_INVALID', message: `has a code that is not in its code list${newer}` };
}

function fromEntry(as: string, entry: CodeEntry): Converted {
  const { code, name, values } = entry;
  if (as === 'name') return { value: name, codeName: name };
  if (as === 'code') return { value: code, codeName: name };
  const value = values.get(as);
  if (value !== undefined && value !== '') return { value, codeName: name };
  return { code: 'AB_CODE_UNKNOWN', message: `has a code without a value in the column ${as} of its code list` };
}

/** The list of a rule, in the version that the rule fixes or the message names. */
function listOf(rule: CodesRule, source: ConversionSource | undefined): FoundCodeList | Refused | undefined {
  const sent = source?.sentList() ?? {};
  const { uri, version, contradicts } = codeListUse({ uri: rule.list, version: rule.version }, sent);
  if (contradicts) return otherList;
  return uri === undefined ? undefined : source?.codeLists?.find(uri, version);
}

function isRefused(found: FoundCodeList | Refused | undefined): found is Refused {
  return found !== undefined && 'code' in found;
}
