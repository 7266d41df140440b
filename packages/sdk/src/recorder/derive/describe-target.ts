import type { Recording } from '../recording.ts';
import { patternWithin } from '../reference-pattern.ts';
import { saysNothing } from '../says-nothing.ts';
import { deriveCommit } from './derive-commit.ts';
import { FieldBook } from './derive-fields.ts';
import { withLoginPages } from './login-pages.ts';
import { deriveLogin, deriveSteps, hasLongSign, pathOf } from './derive-steps.ts';
import type { DescribedFind, DescribedTarget, OpenQuestion } from './described-target.ts';
import type { SampleRecord } from './sample-record.ts';
import { dialogPattern } from './dialog-pattern.ts';

/** Turns a recording into a description. What the recording does not show is a question, never a guess. Pure. */
export function describeTarget(recording: Recording, sample?: SampleRecord): DescribedTarget {
  const { baseUrl, events, deliveryKey } = recording;
  const questions: OpenQuestion[] = [];
  const login = withLoginPages(deriveLogin(events, recording.loggedIn, questions), events, questions);
  const book = new FieldBook(sample, deliveryKey);
  const steps = deriveSteps(events, book, questions);
  questions.push(...book.questions);
  const left = book.leftOver(steps);
  if (left.length > 0) questions.push({ at: 'fields', code: 'not-entered', what: left.join(', ') });
  const commit = deriveCommit(events, baseUrl, questions);
  const hasKey = [...book.templates.values()].some((each) => each.includes('{deliveryKey}'));
  if (!hasKey) questions.push({ at: 'find', code: 'no-key-entered' });
  return {
    baseUrl,
    login,
    dialogs: dialogsOf(recording),
    fields: book.asked(steps),
    steps,
    rules: book.rules,
    commit,
    confirmation: confirmationOf(recording, questions),
    verify: verifyOf(recording, book, questions),
    find: hasKey ? findOf(recording, questions) : undefined,
    questions: [...questions, { at: 'capabilities', code: 'in-flight' }, { at: 'confirmation', code: 'errors' }],
  };
}

function typedIn(events: Recording['events']): readonly string[] {
  return events.flatMap((each) => (each.kind === 'field' && typeof each.value !== 'boolean' ? each.value : []));
}

function dialogsOf({ events }: Recording): DescribedTarget['dialogs'] {
  const typed = typedIn(events);
  const rules = events.flatMap((each) =>
    each.kind === 'dialog' ? [{ message: dialogPattern(each.message, typed), answer: each.answer }] : [],
  );
  return [...new Map(rules.map((each) => [each.message, each])).values()];
}

function confirmationOf(
  { reference, confirmation, confirmationText = '', events }: Recording,
  questions: OpenQuestion[],
): DescribedTarget['confirmation'] {
  if (reference === undefined) return void questions.push({ at: 'confirmation', code: 'no-reference' });
  const [selector] = confirmation;
  if (selector === undefined) return void questions.push({ at: 'confirmation', code: 'no-confirmation' });
  return { selector, pattern: patternWithin(confirmationText, reference, typedIn(events)) };
}

function verifyOf({ reference, record }: Recording, { templates }: FieldBook, questions: OpenQuestion[]): DescribedTarget['verify'] {
  const open = reference === undefined || record === undefined ? undefined : withPlaceholder(record.url, reference, '{reference}');
  if (record === undefined || open === undefined || record.shows.length === 0)
    return void questions.push({ at: 'verify', code: 'no-record-page' });
  if (hasLongSign(record.url)) questions.push({ at: 'verify', code: 'long-address', what: new URL(record.url).pathname });
  if (record.lacks.length > 0) questions.push({ at: 'verify', code: 'record-lacks', what: record.lacks.join(', ') });
  const shown = record.shows.flatMap((label) => (templates.has(label) ? [[label, templates.get(label) ?? '']] : []));
  return { open, fields: Object.fromEntries(shown) };
}

function findOf({ deliveryKey, reference, search, events }: Recording, questions: OpenQuestion[]): DescribedFind | undefined {
  const open = search === undefined ? undefined : withPlaceholder(search.url, deliveryKey, '{deliveryKey}');
  if (search === undefined || open === undefined || reference === undefined) return void questions.push({ at: 'find', code: 'no-search' });
  const [rows] = search.rows;
  if (rows === undefined) return void questions.push({ at: 'find', code: 'no-rows' });
  const said = search.emptyTexts.filter(saysNothing);
  const inWords = said.filter((each) => !/\d/.test(each));
  const [empty, ...others] = inWords.length > 0 ? inWords : said;
  const isSure = empty !== undefined && others.length === 0 && !/["\\]/.test(empty);
  if (!isSure) questions.push({ at: 'find', code: 'no-empty' });
  questions.push({ at: 'capabilities', code: 'search-lag' });
  return {
    open,
    rows,
    rowShowsKey: search.rowShowsKey,
    pattern: patternWithin(search.rowText ?? '', reference, typedIn(events)),
    empty: isSure ? `text="${empty}"` : undefined,
  };
}

/** Path and query with a placeholder where the text stands, plain or encoded; undefined where it does not. */
function withPlaceholder(url: string, text: string, placeholder: string): string | undefined {
  const path = pathOf(url);
  const forms = [text, encodeURIComponent(text), encodeURIComponent(text).replaceAll('%20', '+')];
  const found = forms
    .map((each) => new RegExp(`(?<=^|[^A-Za-z0-9]|%[0-9A-Fa-f]{2})${RegExp.escape(each)}(?![A-Za-z0-9])`, 'g'))
    .find((each) => path.search(each) >= 0);
  return found === undefined ? undefined : path.replaceAll(found, placeholder);
}
