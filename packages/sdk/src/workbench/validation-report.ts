import { visible } from '../message/characters/visible.ts';
import type { Finding } from '../model/finding.ts';
import type { ValidationStep, Verdict } from '../message/validation/validation.ts';
import type { ValidatedFile } from './validated-file.ts';

/** What a report says besides the verdicts. */
export interface ReportFacts {
  /** When the files were validated. */
  readonly at: Date;
}

const reportNamespace = 'http://www.xoev.de/de/validator/varl/1';
const scenarioNamespace = 'http://www.xoev.de/de/validator/framework/1/scenarios';
const bundleNamespace = 'urn:amtsbote:validation-reports:1';

const recommendations: Readonly<Record<Verdict, string>> = {
  valid: 'Die Nachricht wurde geprüft und ist gültig.',
  invalid: 'Die Nachricht wurde geprüft und ist ungültig.',
  'not-checked': 'Die Nachricht wurde nicht oder nicht vollständig geprüft. Das ist kein Urteil über ihren Inhalt.',
  'engine-error': 'Die Prüfung ist abgebrochen. Das ist kein Urteil über den Inhalt der Nachricht.',
};

/** An element for the builder: attributes begin with `@_`, `#text` is its text. */
interface Markup {
  readonly [name: string]: string | undefined | Markup | readonly Markup[];
}

/**
 * The report that KoSIT's validator writes (VARL 1.0), for one file; for several a `reports` element with one such report per file, so that
 * none overwrites another. Only a valid message is accepted in it; why another one is not (invalid, not checked, engine error) is said as `info` with the
 * key `verdict`. Our warnings have the level `information`, because VARL calls a step with a warning not valid. Holds no value of a message.
 *
 * @example
 * await writeFile('report.xml', await validationReport(files, { at: new Date() }));
 */
export async function validationReport(files: readonly ValidatedFile[], { at }: ReportFacts): Promise<string> {
  const { XMLBuilder } = await import('fast-xml-parser');
  const builder = new XMLBuilder({ ignoreAttributes: false, format: true, suppressEmptyNode: true, suppressBooleanAttributes: false });
  const reports = files.map((file, index) => reportOf(file, { at, number: index + 1 }));
  const [only, second] = reports;
  const root = only && !second ? { 'rep:report': only } : { reports: { '@_xmlns': bundleNamespace, 'rep:report': reports } };
  return `<?xml version="1.0" encoding="UTF-8"?>\n${builder.build(root)}`;
}

function reportOf(file: ValidatedFile, { at, number }: { readonly at: Date; readonly number: number }): Markup {
  const { verdict, steps, findings } = file.validation;
  const valid = verdict === 'valid' && file.set !== undefined;
  const results = steps.map((step) => stepResult(step, `f${number}-${step.name}`));
  const unread: ValidationStep = { name: 'schema', verdict, findings, warnings: [] };
  const single = results[0] ?? stepResult(unread, `f${number}-reading`);
  return {
    '@_xmlns:rep': reportNamespace,
    '@_xmlns:s': scenarioNamespace,
    '@_valid': String(valid),
    '@_varlVersion': '1.0.0',
    'rep:engine': { 'rep:name': 'Amtsbote', 'rep:info': { '@_key': 'verdict', '#text': verdict } },
    'rep:timestamp': at.toISOString(),
    'rep:documentIdentification': {
      'rep:documentHash': { 'rep:hashAlgorithm': 'SHA-256', 'rep:hashValue': Buffer.from(file.sha256, 'hex').toString('base64') },
      'rep:documentReference': visible(file.file),
    },
    ...(file.set === undefined
      ? { 'rep:noScenarioMatched': { 'rep:validationStepResult': single } }
      : {
          'rep:scenarioMatched': {
            's:scenario': scenarioOf(file, file.set),
            'rep:validationStepResult': results.length > 0 ? results : [single],
          },
        }),
    'rep:assessment': { [valid ? 'rep:accept' : 'rep:reject']: { 'rep:explanation': explanationOf(verdict) } },
  };
}

/** KoSIT's scenario is our schema set: for which root element, and with what it was validated. */
function scenarioOf({ root, standard }: ValidatedFile, set: string): Markup {
  const name = [standard?.title, standard?.version, standard?.type].filter((part) => part !== undefined).join(' ');
  return {
    's:name': visible(name || set),
    's:match': root ? `/*[local-name() = '${root.localName}' and namespace-uri() = '${root.namespace}']` : '/*',
    's:validateWithXmlSchema': { 's:resource': { 's:name': set, 's:location': encodeURI(`xoev/${set}`) } },
  };
}

function stepResult(step: ValidationStep, id: string): Markup {
  const errors = step.findings.map((finding, index) => messageOf(finding, { id: `${id}.${index + 1}`, level: 'error' }));
  const rest = step.warnings.map((finding, index) => messageOf(finding, { id: `${id}.w${index + 1}`, level: 'information' }));
  return { '@_id': id, '@_valid': String(step.verdict === 'valid'), 'rep:message': [...errors, ...rest] };
}

/** Places in files of the operator stand in the text: VARL's places are those of the message. */
function messageOf({ code, message, where }: Finding, { id, level }: { readonly id: string; readonly level: string }): Markup {
  const outside = where?.file === undefined ? '' : ` (${where.file}${where.line === undefined ? '' : `:${where.line}`})`;
  const inside = where?.file === undefined ? where : undefined;
  return {
    '@_id': id,
    '@_code': code,
    '@_level': level,
    '@_lineNumber': inside?.line === undefined ? undefined : String(inside.line),
    '@_columnNumber': inside?.column === undefined ? undefined : String(inside.column),
    '@_xpathLocation': inside?.path,
    '#text': visible(message + outside),
  };
}

function explanationOf(verdict: Verdict): Markup {
  const text = recommendations[verdict];
  return {
    html: {
      '@_xmlns': 'http://www.w3.org/1999/xhtml',
      '@_data-report-type': 'amtsbote',
      head: { title: 'Prüfbericht' },
      body: { p: text },
    },
  };
}
