import { type Delivered, type DeliveryKey, fillUrlTemplate, type MappedRecord, type TargetDefinition } from '@amtsbote/sdk';
import { clickByName, type FieldRules, type RpaAttempt, type RpaVisit, sessionMark } from '@amtsbote/sdk/rpa';
import { address, dog, dogRules, keeper, shownOf } from './dog-form.ts';
import { passwordLogin } from './log-in.ts';
import { type SkinOptions, skinTarget } from './skin-target.ts';
import { expectSaved, fillPage, readHits, readReference, type ShownPage } from './steps.ts';

const errors = '.rot';
const form = `/mv/hund/erfassen?SID=${sessionMark}`;
const asksForLogin = '[name=KENNWORT], a[href="/mv/anmeldung"]';
const outside = `body:has(${asksForLogin})`;

/** Breeds are picked in a window of their own. */
const rules: FieldRules = { ...dogRules, Rasse: { pick: '...' } };

/** The skin `frames`: an old application in a frameset, with the session in its addresses. */
export const connector: TargetDefinition<SkinOptions> = skinTarget('musterverfahren-frames', {
  screens: [{ name: 'form', open: form, fields: Object.keys(fieldsOf({}, '')), buttons: ['Speichern'], rules }],
  sessionInAddress: /SID=([^&]+)/,
  login: (services) =>
    passwordLogin(services, {
      open: '/',
      userLabel: 'Benutzer',
      passwordLabel: 'Kennwort',
      inside: `body:not(:has(${asksForLogin})):has(h1, a[href*="/mv/abmeldung"])`,
      outside,
      refused: 'form[name=anm] font',
    }),
  enter,
  find,
});

async function enter(record: MappedRecord, attempt: RpaAttempt, { maxInFlightMs }: SkinOptions): Promise<Delivered> {
  const { signal } = attempt;
  await attempt.step('open form', () => attempt.open(form));
  await fillPage(attempt, fieldsOf(record, attempt.deliveryKey), rules);
  const saves = { name: 'save dog', request: { path: '/mv/hund/speichern' }, answerWithinMs: maxInFlightMs };
  const answer = await attempt.commit(saves, (page) => saveAndConfirm(page, signal));
  const reference = await readReference(attempt, answer, { reference: 'td:text-is("Aktenzeichen:") + td', errors, login: outside });
  await attempt.captureConfirmation(answer.page);
  await expectSaved(attempt, `/mv/hund/akte/${reference}?SID=${sessionMark}`, shownOf(record));
  return { reference };
}

function fieldsOf(record: MappedRecord, key: DeliveryKey): ReturnType<typeof dog> {
  return { ...keeper(record), ...address(record), ...dog(record, key) };
}

/** The button opens a window that asks once more; that window ends with its own click. */
async function saveAndConfirm(page: ShownPage, signal: AbortSignal): Promise<void> {
  const [asking] = await Promise.all([page.waitForEvent('popup'), clickByName(page, 'Speichern', { signal })]);
  await clickByName(asking, 'Ja', { signal }).catch((error: unknown) => {
    if (!asking.isClosed()) throw error;
  });
}

async function find(key: DeliveryKey, visit: RpaVisit): Promise<readonly string[]> {
  const search = '/mv/suche?SID={session}&FELD=fremdschluessel&BEGRIFF={deliveryKey}';
  const page = await visit.open(fillUrlTemplate(search, { deliveryKey: key, session: sessionMark }));
  return readHits(page, visit, { rows: 'table.liste tr:has(td)', none: 'p:text-is("0 Treffer")' });
}
