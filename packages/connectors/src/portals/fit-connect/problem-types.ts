import type { Finding } from '@amtsbote/sdk';
import type { FitConnectOptions } from './options.ts';

/** The official problem types by their short names, and what they are about when nothing more exact is known. */
export const problemTypes = {
  'encryption-issue': { instance: 'submission', title: 'Entschlüsselung nicht möglich' },
  'hash-mismatch': { instance: 'data', title: 'Prüfsumme stimmt nicht' },
  'syntax-violation': { instance: 'data', title: 'Syntax verletzt' },
  'schema-violation': { instance: 'data', title: 'Schema verletzt' },
  'missing-data': { instance: 'submission', title: 'Fachdaten fehlen' },
  'missing-attachment': { instance: 'submission', title: 'Anlage fehlt' },
  'missing-schema': { instance: 'metadata', title: 'Schemareferenz fehlt' },
  'unsupported-schema': { instance: 'metadata', title: 'Schema wird nicht unterstützt' },
  'unsupported-service': { instance: 'submission', title: 'Verwaltungsleistung wird nicht angeboten' },
  'service-mismatch': { instance: 'metadata', title: 'Angaben zur Verwaltungsleistung widersprechen sich' },
  'unsupported-reply-channel': { instance: 'metadata', title: 'Rückkanal wird nicht unterstützt' },
  'attachments-mismatch': { instance: 'submission', title: 'Anlagen stimmen nicht mit der Ankündigung überein' },
  'incorrect-authentication-tag': { instance: 'submission', title: 'Authentication-Tag stimmt nicht' },
  'missing-authentication-tags': { instance: 'submission', title: 'Authentication-Tags fehlen' },
  'invalid-event-log': { instance: 'submission', title: 'Ereignisprotokoll ist ungültig' },
} as const;

/** A short name of {@link problemTypes}. */
export type ProblemType = keyof typeof problemTypes;

/** A problem as it stands in a reject event. */
export interface Problem {
  readonly type: string;
  readonly title: string;
  readonly detail: string;
  readonly instance: string;
}

/** Which official type says what our codes say of the content. */
const typeByCode: Readonly<Partial<Record<Finding['code'], readonly [ProblemType, instance: string]>>> = {
  AB_MESSAGE_MISSING: ['missing-data', 'submission'],
  AB_MESSAGE_EMPTY: ['missing-data', 'submission'],
  AB_XML_MALFORMED: ['syntax-violation', 'data'],
  AB_XML_DOCTYPE: ['syntax-violation', 'data'],
  AB_XML_LIMIT: ['syntax-violation', 'data'],
  AB_XML_ENCODING: ['syntax-violation', 'data'],
  AB_JSON_MALFORMED: ['syntax-violation', 'data'],
  AB_MESSAGE_UNKNOWN: ['unsupported-schema', 'data'],
};

/** Where the reasons of a rejection have no official type of their own: the content breaks the rules of its service. */
const otherwise: readonly [ProblemType, instance: string] = ['schema-violation', 'data'];

/** What is known of the fault that was found when the submission was taken in. */
export interface FoundProblem {
  readonly type: string;
  readonly instance: string;
}

/**
 * The problems of a rejection, each once. A finding names the official type by its `officialCode`; else our code decides.
 *
 * @param found keeps the exact place for a rejection with the same type, which a person can only name by its type
 */
export function problemsOf(
  findings: readonly Finding[],
  { names, problemTypes: own }: Pick<FitConnectOptions, 'names' | 'problemTypes'>,
  found?: FoundProblem,
): readonly Problem[] {
  const problems = (findings.length > 0 ? findings : [undefined]).map((finding): Problem => {
    const [type, instance] = typeOf(finding, names.problems, found);
    const detail = [finding?.code, finding?.officialCode].filter((code) => code !== undefined && code !== type).join(', ');
    const { title } = problemTypes[type];
    return { type: own[type] ?? `${names.problems}${type}`, title, detail: detail === '' ? title : `${title} (${detail})`, instance };
  });
  return [...new Map(problems.map((problem) => [`${problem.type} ${problem.instance}`, problem])).values()];
}

function typeOf(finding: Finding | undefined, prefix: string, found: FoundProblem | undefined): readonly [ProblemType, instance: string] {
  const named = finding?.officialCode?.replace(prefix, '');
  if (isProblemType(named)) return [named, named === found?.type ? found.instance : problemTypes[named].instance];
  return (finding && typeByCode[finding.code]) ?? otherwise;
}

function isProblemType(name: string | undefined): name is ProblemType {
  return name !== undefined && Object.hasOwn(problemTypes, name);
}
