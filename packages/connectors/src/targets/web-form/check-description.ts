import { ConfigurationFault, templateNames } from '@amtsbote/sdk';
import type { FormStep, RecordDescription, WebFormOptions } from './description.ts';

/**
 * Looks for what can be known wrong without a browser: placeholders that no field fills, rows of something that is no
 * list, a look-up by a key that is never entered.
 *
 * @throws ConfigurationFault AB_CONFIG_INVALID
 */
export function checkDescription(options: WebFormOptions): void {
  if (options.login !== undefined && options.account === undefined) throw invalid('login', '`login` needs an `account`');
  for (const [type, description] of Object.entries(options.records)) {
    checkRecord(`records.${type}`, description);
    checkKeyFirst(`records.${type}`, description, options);
  }
}

function checkRecord(place: string, description: RecordDescription): void {
  const known = new Set([...Object.keys(description.fields), 'deliveryKey']);
  for (const [at, step] of description.steps.entries()) checkStep(`${place}.steps.${at}`, step, description);
  checkFurther(place, description);
  expectKnown(`${place}.resume`, description.resume, new Set([...known, 'reference', 'session']));
  expectKnown(`${place}.verify`, description.verify, new Set([...known, 'reference', 'session']));
  expectKnown(`${place}.find.open`, description.find?.open, new Set(['deliveryKey', 'session']));
  const entersKey = description.externalReference !== undefined || templateNames(stepsOf(description)).has('deliveryKey');
  expectEntered(`${place}.fields`, description);
  if (description.find !== undefined && !entersKey) {
    throw invalid(`${place}.find`, 'the look-up asks for the delivery key, which no step enters; give `externalReference`');
  }
}

/** A record without the key is not found: that it is not would not prove that the first act was not done. */
function checkKeyFirst(place: string, { further, steps, externalReference }: RecordDescription, { capabilities }: WebFormOptions): void {
  if (further === undefined || capabilities?.find !== 'authoritative') return;
  if (externalReference !== undefined || templateNames(steps).has('deliveryKey')) return;
  throw invalid(`${place}.steps`, 'the act that makes the record does not enter the delivery key: enter it first, or declare `find: hint`');
}

/** Where several acts make a record, each but the last shows that it was saved, and the saved record tells how far it is. */
function checkFurther(place: string, description: RecordDescription): void {
  const { further, verify, resume, commit } = description;
  if (further === undefined) {
    if (resume !== undefined) throw invalid(`${place}.resume`, '`resume` goes on with a record that several acts make; it needs `further`');
    return;
  }
  if (verify === undefined) throw invalid(`${place}.verify`, '`further` needs `verify`: only the saved record tells how far it is');
  for (const [at, act] of further.entries()) {
    for (const [number, step] of act.steps.entries()) checkStep(`${place}.further.${at}.steps.${number}`, step, description);
  }
  for (const [at, { saved }] of [commit, ...further.map((act) => act.commit)].slice(0, -1).entries()) {
    const where = at === 0 ? `${place}.commit` : `${place}.further.${at - 1}.commit`;
    if (saved === undefined) throw invalid(`${where}.saved`, 'a further act follows: say what shows that this one was saved');
  }
}

function stepsOf({ steps, further = [] }: RecordDescription): readonly FormStep[] {
  return [...steps, ...further.flatMap((act) => act.steps)];
}

/** A field that no step enters would be lost without a word. */
function expectEntered(place: string, description: RecordDescription): void {
  const { fields } = description;
  const entered = new Set(
    stepsOf(description).flatMap((step) =>
      'rows' in step ? [step.rows.each, ...templateNames(step.rows.fill)] : [...templateNames(step)],
    ),
  );
  for (const name of Object.keys(fields)) {
    if (!entered.has(name)) throw invalid(`${place}.${name}`, `no step enters the field ${name}; enter it, or leave it out of the record`);
  }
}

function checkUpload(place: string, upload: Readonly<Record<string, string>>, { fields }: RecordDescription): void {
  for (const [label, template] of Object.entries(upload)) {
    const [name, ...others] = templateNames(template);
    const isWhole = name !== undefined && others.length === 0 && template === `{${name}}`;
    if (isWhole && fields[name]?.type === 'attachment') continue;
    throw invalid(`${place}.upload.${label}`, 'an upload field takes one field of type attachment, written as {field}');
  }
}

function checkStep(place: string, step: FormStep, description: RecordDescription): void {
  const { fields } = description;
  const known = new Set([...Object.keys(fields), 'deliveryKey', ...('open' in step ? ['session'] : [])]);
  if ('upload' in step) checkUpload(place, step.upload, description);
  if (!('rows' in step)) return 'click' in step || 'expect' in step ? undefined : expectKnown(place, step, known);
  const list = fields[step.rows.each];
  if (list?.type !== 'list') throw invalid(`${place}.rows.each`, `${step.rows.each} is not a list of this record`);
  const own = list.fields === undefined ? ['value'] : Object.keys(list.fields);
  expectKnown(place, step.rows.fill, new Set([...known, ...own]));
}

function expectKnown(place: string, template: unknown, known: ReadonlySet<string>): void {
  for (const name of templateNames(template)) {
    if (!known.has(name)) throw invalid(place, `{${name}} is not a field of this record`);
  }
}

function invalid(field: string, message: string): ConfigurationFault {
  return new ConfigurationFault('AB_CONFIG_INVALID', message, { where: { field } });
}
