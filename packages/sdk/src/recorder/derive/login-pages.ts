import type { RecordedClick, RecordedEvent, RecordedField } from '../recorded-event.ts';
import type { DescribedLogin, DescribedLoginPage, OpenQuestion } from './described-target.ts';

/**
 * A login with the pages that followed its first one and asked for something, such as a one-time code. Nothing of what was typed is taken
 * over: a code is known by its field, or by its digits.
 */
export function withLoginPages(
  login: DescribedLogin | undefined,
  events: readonly RecordedEvent[],
  questions: OpenQuestion[],
): DescribedLogin | undefined {
  if (login === undefined) return undefined;
  const pages = pagesAfter(events.filter(({ phase }) => phase === 'login'));
  const further = pages.flatMap(({ fields, click }): readonly DescribedLoginPage[] => {
    const [first] = fields;
    const shows = first === undefined ? undefined : selectorOf(first);
    if (shows === undefined || click.name === '' || fields.some((each) => each.label === '' || standsFor(each) === undefined)) {
      questions.push({ at: 'login', code: 'login-more', what: fields.map(({ label, name }) => label || name).join(', ') });
      return [];
    }
    return [{ shows, fill: Object.fromEntries(fields.map((each) => [each.label, standsFor(each) ?? ''])), click: click.name }];
  });
  // The button of the first page is there as long as nobody is logged in, and is known by its name.
  const loggedOut = login.loggedOut === undefined || /["\\=]/.test(login.click) ? login.loggedOut : `role=button[name="${login.click}"]`;
  return { ...login, ...(loggedOut !== undefined && { loggedOut }), ...(further.length > 0 && { further }) };
}

interface LoginPage {
  readonly fields: readonly RecordedField[];
  readonly click: RecordedClick;
}

/** Each click with what was put in before it; the first page, with the password, is not among them. */
function pagesAfter(events: readonly RecordedEvent[]): readonly LoginPage[] {
  const pages: LoginPage[] = [];
  let fields = new Map<string, RecordedField>();
  for (const event of events) {
    if (event.kind === 'field') fields.set(`${event.label} ${event.name}`, event);
    if (event.kind !== 'click') continue;
    if (fields.size > 0) pages.push({ fields: [...fields.values()], click: event });
    fields = new Map();
  }
  const first = pages.findIndex((each) => each.fields.some(({ how }) => how === 'password'));
  return first < 0 ? [] : pages.slice(first + 1);
}

/** What is only on the page that asks for this field. */
function selectorOf({ label, name, isWeak }: RecordedField): string | undefined {
  if (!isWeak && !/["\\]| > |=/.test(label)) return `role=textbox[name="${label}"]`;
  return /^[A-Za-z][\w.-]*$/.test(name) ? `[name="${name}"]` : undefined;
}

function standsFor({ how, value }: RecordedField): string | undefined {
  if (how === 'password') return '{password}';
  if (how === 'code' || (how === 'text' && /^\d{6,8}$/.test(String(value)))) return '{code}';
  return undefined;
}
