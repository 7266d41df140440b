import { type Delivered, type DeliveryKey, fillUrlTemplate, type MappedRecord, type TargetDefinition } from '@amtsbote/sdk';
import { clickByName, type RpaAttempt, type RpaVisit } from '@amtsbote/sdk/rpa';
import { address, dog, dogRules, keeper, shownOf } from './dog-form.ts';
import { passwordLogin } from './log-in.ts';
import { type SkinOptions, skinTarget } from './skin-target.ts';
import { expectSaved, fillPage, goOn, readHits, readReference } from './steps.ts';

const outside = '#kennwort';
const errors = '.fehler:not([hidden])';

/** The skin `app`: one page drawn by scripts, with tabs that are saved one by one. */
export const connector: TargetDefinition<SkinOptions> = skinTarget('musterverfahren-app', {
  screens: [{ name: 'form', open: '/hund/neu', fields: Object.keys(keeper({})), buttons: ['Reiter speichern'], rules: dogRules }],
  login: (services) =>
    passwordLogin(services, {
      open: '/anmelden',
      userLabel: 'Benutzername',
      passwordLabel: 'Kennwort',
      inside: '.konto',
      outside,
      refused: errors,
    }),
  enter,
  find,
});

async function enter(record: MappedRecord, attempt: RpaAttempt, { maxInFlightMs }: SkinOptions): Promise<Delivered> {
  const { signal } = attempt;
  await attempt.step('open form', () => attempt.open('/hund/neu'));
  for (const fields of [keeper(record), address(record), dog(record, attempt.deliveryKey)]) {
    await fillPage(attempt, fields, dogRules);
    await goOn(attempt, 'Reiter speichern', errors);
  }
  const saves = { name: 'save dog', request: { path: '/daten/hund' }, answerWithinMs: maxInFlightMs };
  const answer = await attempt.commit(saves, (page) => clickByName(page, 'Verbindlich speichern', { signal }));
  const reference = await readReference(attempt, answer, { reference: '[data-testid=aktenzeichen]', errors, login: outside });
  await attempt.captureConfirmation(answer.page);
  await expectSaved(attempt, `/hund/${reference}`, shownOf(record));
  return { reference };
}

async function find(key: DeliveryKey, visit: RpaVisit): Promise<readonly string[]> {
  const page = await visit.open(fillUrlTemplate('/suche?begriff={deliveryKey}', { deliveryKey: key }));
  return readHits(page, visit, { rows: '[role=row].treffer', none: '[data-testid=keine-treffer]' });
}
