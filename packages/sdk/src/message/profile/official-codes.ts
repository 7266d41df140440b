import { type ErrorCodeEntry, errorCodes } from '../../errors/codes.ts';
import type { Finding } from '../../model/finding.ts';

/** The official error lists that answers can use. */
export type OfficialList = 'xbau-fehlerkennzahlen' | 'xinneres-fehlercodes';

const transport = 'T000 T001 T002 T003 T010 T011 T020 T070 T080 T099';
const xbauCodes = `X000 X001 X010 X011 V000 V001 ${transport} S000 S050 S090 S091 S100 S101 S102 S999`;
const attachmentCodes = 'A001 A002 A003 A004 A005 A006 A007 A008 A009 A010';
const xinneresCodes = `X000 X001 V000 ${transport} S001 S010 S011 S020 S030 S100 S999`;

/** The codes of each list: `xbau-fehlerkennzahlen` up to version 2.2, `urn:de:xinneres:codeliste:fehlercodes` 2. */
const listed: Readonly<Record<OfficialList, ReadonlySet<string>>> = {
  'xbau-fehlerkennzahlen': new Set(`${xbauCodes} ${attachmentCodes}`.split(' ')),
  'xinneres-fehlercodes': new Set(xinneresCodes.split(' ')),
};

/** What is not said as well by any other code. */
const otherReason = 'S999';

/** Our codes that a list names by other codes than `xbau-fehlerkennzahlen` does. */
const byCode: Readonly<Record<OfficialList, Partial<Record<Finding['code'], string>>>> = {
  'xbau-fehlerkennzahlen': {
    AB_FILE_UNREADABLE: 'A001',
    AB_FILE_TOO_LARGE: 'A004',
    AB_ZIP_UNSAFE: 'A006',
    AB_ZIP_BOMB: 'A008',
  },
  'xinneres-fehlercodes': { AB_XML_ENCODING: 'S001', AB_ID_REUSED: 'S100' },
};

/** Codes of `xbau-fehlerkennzahlen`, which our findings carry, in the words of other lists. The same letters may mean other things there. */
const translated: Readonly<Record<string, string>> = { X010: 'S010', X011: 'S011', S050: 'S100', S100: otherReason };

/** The code of an official list that says best what was found; `S999` (other reasons) when none does. */
export function officialCodeOf(finding: Finding, list: OfficialList): string {
  const own = byCode[list][finding.code];
  if (own !== undefined) return own;
  const entry: ErrorCodeEntry = errorCodes[finding.code];
  const code = finding.officialCode ?? entry.officialCode ?? otherReason;
  const said = list === 'xbau-fehlerkennzahlen' ? code : (translated[code] ?? code);
  return listed[list].has(said) ? said : otherReason;
}
