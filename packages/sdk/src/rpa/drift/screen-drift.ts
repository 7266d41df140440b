import type { Page } from 'playwright-core';
import type { Finding } from '../../model/finding.ts';
import { askPage } from '../form/ask-page.ts';
import type { FieldRules } from '../form/form-fields.ts';
import type { ScreenAnswer } from '../page/page-outline.ts';
import type { FieldState } from '../page/page-types.ts';

/** A screen that a connector needs, as far as it can be seen without entering anything. */
export interface Screen {
  /** For people, such as its path. */
  readonly name: string;
  /** Labels of the fields that are filled. */
  readonly fields: readonly string[];
  /** Labels of groups that take several options. */
  readonly several?: readonly string[] | undefined;
  /** Labels of fields that are known and left alone. */
  readonly leaves?: readonly string[] | undefined;
  /** Buttons and links that are clicked. */
  readonly buttons?: readonly string[] | undefined;
  /** CSS selector of the part that counts. Default the whole page. */
  readonly within?: string | undefined;
  /** Lines of an ARIA snapshot of that part which must be there, in their order. */
  readonly aria?: string | undefined;
  readonly rules?: FieldRules | undefined;
}

/** What of the screen shown is not as described; nothing is entered. Fields found by a fallback are told apart. */
export interface ScreenDrift {
  /** What stops the target. */
  readonly findings: readonly Finding[];
  /** Labels of fields that were found by another locator only. */
  readonly fallbacks: readonly string[];
}

/** How differences are told. */
export interface DriftOptions {
  /**
   * Whether labels of the page that the description does not know are quoted. Only for the eyes of a person: a page may hold names of
   * citizens anywhere, and findings of a delivery are written down. Default false.
   */
  readonly quotes?: boolean | undefined;
}

/** Compares the page shown with what is known of it. */
export async function screenDrift(page: Page, screen: Screen, { quotes = false }: DriftOptions = {}): Promise<ScreenDrift> {
  const { fields, leaves = [], several = [], within, aria, rules = {} } = screen;
  const known = [...fields, ...leaves].map((label) => ({ label, value: several.includes(label) ? [] : '', ...rules[label] }));
  const answer = await askPage(page, 'checkScreen', { fields: known, within: within ?? null });
  if (answer === null) return { findings: [changed(screen, `the part ${within ?? ''} is not there`)], fallbacks: [] };
  const shown =
    aria === undefined
      ? ''
      : await page
          .locator(within ?? 'body')
          .first()
          .ariaSnapshot();
  return {
    findings: [...fieldFindings(screen, answer, quotes), ...buttonFindings(screen, answer), ...ariaFindings(screen, shown)],
    fallbacks: fields.filter((_, at) => answer.results[at]?.state === 'filled' && (answer.results[at]?.by ?? 0) > 0),
  };
}

const said: Partial<Record<FieldState, string>> = {
  unknown: 'is not there any more',
  ambiguous: 'is there more than once',
  disagree: 'means another element by its label than by its other locators',
  'behind-dialog': 'lies behind a dialog that is not declared',
};

function fieldFindings(screen: Screen, { results, others, othersRequired }: ScreenAnswer, quotes: boolean): readonly Finding[] {
  const missing = screen.fields.flatMap((label, at) => {
    const state = results[at]?.state ?? 'unknown';
    return state === 'filled'
      ? []
      : [
          changed(
            screen,
            `the field "${label}" ${said[state] ?? 'cannot be used'}${state === 'unknown' ? hintAt(others, quotes) : ''}`,
            label,
          ),
        ];
  });
  const added = othersRequired.map((label) => {
    const field = quotes ? `the new field "${label}"` : 'a new field';
    return changed(screen, `${field} must be filled, and the description does not know it`, quotes ? label : undefined);
  });
  return [...missing, ...added];
}

/** A renamed field is among those that nobody asked for. */
function hintAt(others: readonly string[], quotes: boolean): string {
  const named = others.filter((each) => each !== '');
  if (named.length === 0) return '';
  if (!quotes) return `; there are ${named.length} others that the description does not know`;
  const first = named.slice(0, 5).map((each) => `"${each}"`);
  return `; there are others: ${first.join(', ')}`;
}

function buttonFindings(screen: Screen, { buttons }: ScreenAnswer): readonly Finding[] {
  const missing = (screen.buttons ?? []).filter((each) => !each.startsWith('css=') && !buttons.includes(each));
  return missing.map((each) => changed(screen, `the button "${each}" is not there any more`));
}

function ariaFindings(screen: Screen, shown: string): readonly Finding[] {
  return missingLines(screen.aria ?? '', shown).map((line) => changed(screen, `the screen no longer shows ${line}`));
}

/** The lines that do not follow each other in the text, others between them allowed. */
export function missingLines(wanted: string, shown: string): readonly string[] {
  const lines = shown.split('\n').map((line) => line.trim());
  let from = 0;
  return wanted
    .split('\n')
    .map((line) => line.trim())
    .filter((line) => {
      if (line === '') return false;
      const at = lines.indexOf(line, from);
      if (at >= 0) from = at + 1;
      return at < 0;
    });
}

function changed({ name }: Screen, what: string, field?: string): Finding {
  return { code: 'AB_SCREEN_CHANGED', message: `${name}: ${what}`, where: field === undefined ? undefined : { field } };
}
