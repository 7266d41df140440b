import type { RecordedClick, RecordedEvent, RecordedField, RecordedLoad } from '../recorded-event.ts';
import type { FieldBook } from './derive-fields.ts';
import { gatherRows } from './gather-rows.ts';
import type { DescribedLogin, DescribedStep, OpenQuestion } from './described-target.ts';

/** Path and query of an address. */
export function pathOf(url: string): string {
  const { pathname, search } = new URL(url);
  return `${pathname}${search}`;
}

/**
 * The way through the form. It begins with the last page that was simply loaded before anything was typed: what led there is left out.
 */
export function deriveSteps(events: readonly RecordedEvent[], book: FieldBook, questions: OpenQuestion[]): readonly DescribedStep[] {
  const first = events.findIndex((each) => each.kind === 'field' && each.phase === 'fill');
  if (first < 0) return [];
  const start = beginning(events, first);
  const way = new Way(book, questions);
  const opened = events[start];
  way.open(opened?.kind === 'load' ? opened.url : (events[first] as RecordedField).url);
  for (const event of events.slice(start + 1)) if (event.phase === 'fill') way.take(event);
  const steps = gatherRows(way.end(), book);
  const isGathered = steps.some((step) => 'rows' in step);
  if (isGathered) questions.splice(0, questions.length, ...questions.filter(({ code }) => code !== 'rows'));
  return steps;
}

/** The page loaded last; when its address is made for once, the page whose button or link led there. */
function beginning(events: readonly RecordedEvent[], first: number): number {
  const loadBefore = (end: number): number => events.findLastIndex((each, at) => at < end && each.kind === 'load' && each.method === 'GET');
  let start = loadBefore(first);
  for (;;) {
    const shown = events[start];
    if (shown?.kind !== 'load' || !hasLongSign(shown.url)) return start;
    const before = loadBefore(start);
    const isLed = events.some(
      (each, at) => at > before && at < start && each.kind === 'click' && each.name !== '' && each.phase === 'fill',
    );
    if (before < 0 || !isLed) return start;
    start = before;
  }
}

/** True for an address with a sign that may be a session or be made for once. */
export function hasLongSign(url: string): boolean {
  return /[A-Za-z0-9_-]{20,}/.test(pathOf(url));
}

class Way {
  readonly #book: FieldBook;
  readonly #questions: OpenQuestion[];
  readonly #steps: DescribedStep[] = [];
  readonly #typed = new Map<string, RecordedField>();
  #isAnswered = true;

  constructor(book: FieldBook, questions: OpenQuestion[]) {
    this.#book = book;
    this.#questions = questions;
  }

  open(url: string): void {
    this.#flush();
    if (hasLongSign(url)) this.#questions.push({ at: 'steps', code: 'long-address', what: new URL(url).pathname });
    this.#steps.push({ open: pathOf(url) });
  }

  take(event: RecordedEvent): void {
    if (event.kind === 'click') this.#click(event);
    else if (event.kind === 'field') this.#field(event);
    else if (event.kind === 'load') this.#load(event);
  }

  end(): readonly DescribedStep[] {
    this.#flush();
    return this.#steps;
  }

  #click({ name, url }: RecordedClick): void {
    this.#flush();
    this.#isAnswered = false;
    if (name === '') this.#questions.push({ at: 'steps', code: 'no-name', what: new URL(url).pathname });
    else this.#steps.push({ click: name });
  }

  #field(field: RecordedField): void {
    const { label, how, url } = field;
    if (label === '')
      return void this.#questions.push({ at: 'steps', code: 'no-label', what: `${field.name || how}, ${new URL(url).pathname}` });
    if (/ \d+$/.test(label)) this.#questions.push({ at: 'steps', code: 'rows', what: label });
    this.#typed.set(label, field);
  }

  /** A page that is loaded without a click before it was asked for in the address bar. */
  #load({ url, method }: RecordedLoad): void {
    if (this.#isAnswered && method === 'GET') this.open(url);
  }

  #flush(): void {
    const last = [...this.#typed.values()];
    const templates = (isFile: boolean): Record<string, string> =>
      Object.fromEntries(last.filter(({ how }) => (how === 'file') === isFile).map((each) => [each.label, this.#book.template(each)]));
    const [fill, upload] = [templates(false), templates(true)];
    if (Object.keys(fill).length > 0) this.#steps.push({ fill });
    if (Object.keys(upload).length > 0) this.#steps.push({ upload });
    this.#typed.clear();
  }
}

/** How the person logged in; undefined when no password was asked for. Nothing of what was typed is taken over. */
export function deriveLogin(
  events: readonly RecordedEvent[],
  loggedIn: readonly string[],
  questions: OpenQuestion[],
): DescribedLogin | undefined {
  const at = events.findIndex((each) => each.kind === 'field' && each.how === 'password');
  const password = events[at] as RecordedField | undefined;
  if (password === undefined) return undefined;
  const click = events.find((each, nth): each is RecordedEvent & RecordedClick => nth > at && each.kind === 'click');
  const user = events.findLast(
    (each, nth): each is RecordedEvent & RecordedField => nth < at && each.kind === 'field' && each.how === 'text',
  );
  if (click === undefined || click.name === '' || user?.label === '' || password.label === '')
    questions.push({ at: 'login', code: 'no-login-label' });
  if (loggedIn[0] === undefined) questions.push({ at: 'login', code: 'no-logged-in' });
  const others = furtherFields(events, click).filter((each) => each.label !== user?.label && each.label !== password.label);
  askOthers(others, questions);
  const chosen = others.filter(({ how, label }) => how === 'select' && label !== '').map(({ label, value }) => [label, String(value)]);
  const fill = {
    ...Object.fromEntries(chosen),
    ...(user === undefined ? {} : { [user.label]: '{user}' }),
    [password.label]: '{password}',
  };
  const isDrawn = events.some((each) => each.kind === 'write' && each.phase === 'login' && !each.isNavigation);
  return {
    open: pathOf(password.url),
    fill,
    click: click?.name ?? '',
    loggedIn: loggedIn[0],
    ...(isDrawn && { loggedOut: 'input[type=password]' }),
  };
}

/** What was typed is not written down; what was chosen from a list is. */
function askOthers(others: readonly RecordedField[], questions: OpenQuestion[]): void {
  const typed = others.filter(({ how }) => how !== 'select');
  if (typed.length > 0) questions.push({ at: 'login', code: 'login-more', what: typed.map(({ label }) => label).join(', ') });
}

/** What else was entered before the login was sent, such as a database or a client. Codes are asked for by pages of their own. */
function furtherFields(events: readonly RecordedEvent[], click: RecordedEvent | undefined): readonly RecordedField[] {
  const end = click === undefined ? events.length : events.indexOf(click);
  const before = events.filter(
    (each, at): each is RecordedEvent & RecordedField =>
      at < end && each.kind === 'field' && each.phase === 'login' && /^(text|select)$/.test(each.how),
  );
  return [...new Map(before.map((each) => [each.label, each])).values()];
}
