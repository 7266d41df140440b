import type { RecordedClick, RecordedEvent, RecordedField, RecordedWrite } from '../recorded-event.ts';
import type { DescribedCommit, DescribedRequest, OpenQuestion } from './described-target.ts';

type InPhase<T> = T & Pick<RecordedEvent, 'phase'>;

/** The click that saves, and the request that it sends; undefined when that cannot be told. */
export function deriveCommit(events: readonly RecordedEvent[], baseUrl: string, questions: OpenQuestion[]): DescribedCommit | undefined {
  const saving = events.filter((each) => each.phase === 'save');
  const clicks = saving.filter((each): each is InPhase<RecordedClick> => each.kind === 'click');
  const [first] = clicks;
  if (saving.some((each) => each.kind === 'field' && !isKnown(events, each))) questions.push({ at: 'commit', code: 'field-while-saving' });
  if (first === undefined || first.name === '') return void questions.push({ at: 'commit', code: 'no-save-click' });
  const sent = acts(saving, baseUrl, questions);
  const [saves, ...further] = sent;
  if (saves === undefined) return undefined;
  const then = clicks
    .filter((each) => each !== first && each.at <= saves.at && clickBefore(clicks, saves.at) !== first)
    .map(({ name }) => name);
  const followUps = further.flatMap((each) => {
    const click = clickBefore(clicks, each.at);
    if (click === undefined || click === clickBefore(clicks, saves.at)) return [];
    if (click.name !== first.name) return [{ click: click.name, ...each.request }];
    questions.push({ at: 'commit', code: 'saved-again' });
    return [];
  });
  const harmless = harmlessWrites(events, baseUrl, saves.request);
  if (harmless.length > 0) questions.push({ at: 'commit', code: 'harmless', what: harmless.map(({ path }) => path).join(', ') });
  return {
    click: first.name,
    further: [...new Set(then)].filter((each) => each !== first.name),
    request: saves.request,
    followUps,
    harmless,
  };
}

/** A field that is left for the button tells once more what was put in before. */
function isKnown(events: readonly RecordedEvent[], field: InPhase<RecordedField>): boolean {
  const before = events.findLast((each) => each.kind === 'field' && each.phase === 'fill' && each.label === field.label);
  return before?.kind === 'field' && JSON.stringify(before.value) === JSON.stringify(field.value);
}

interface Act {
  readonly at: number;
  readonly request: DescribedRequest;
}

/** The requests that saved: the only write after each click, or the one that changed the page, or the one that carries what was typed. */
function acts(saving: readonly RecordedEvent[], baseUrl: string, questions: OpenQuestion[]): readonly Act[] {
  const writes = saving.filter((each): each is InPhase<RecordedWrite> => each.kind === 'write');
  const clicks = saving.filter((each): each is InPhase<RecordedClick> => each.kind === 'click');
  if (writes.length === 0) return savedByGet(saving, baseUrl, questions);
  const groups = Map.groupBy(writes, ({ at }) => clickBefore(clicks, at));
  return [...groups.values()].flatMap((sent) => {
    const changed = sent.filter(({ isNavigation }) => isNavigation);
    const carrying = sent.filter(({ carries }) => carries);
    const only = [sent, changed, carrying].find((each) => each.length === 1)?.[0];
    if (only !== undefined) return [{ at: only.at, request: described(only, baseUrl) }];
    questions.push({
      at: 'commit',
      code: 'several-save-requests',
      what: sent.map((each) => `${each.method} ${generalPath(each.url)}`).join(', '),
    });
    return [];
  });
}

function savedByGet(saving: readonly RecordedEvent[], baseUrl: string, questions: OpenQuestion[]): readonly Act[] {
  const load = saving.find((each) => each.kind === 'load' && each.method === 'GET' && new URL(each.url).search !== '');
  questions.push({ at: 'commit', code: load === undefined ? 'no-save-request' : 'saves-by-get' });
  return load?.kind === 'load' ? [{ at: load.at, request: described({ ...load, pageUrl: load.url }, baseUrl) }] : [];
}

/** The browser tells of a click and of what it sends at nearly the same time. */
function clickBefore(clicks: readonly InPhase<RecordedClick>[], at: number): InPhase<RecordedClick> | undefined {
  return clicks.findLast((each) => each.at <= at + 5) ?? clicks[0];
}

/** Writes in the background, seen before or after saving. */
function harmlessWrites(events: readonly RecordedEvent[], baseUrl: string, saves: DescribedRequest): readonly DescribedRequest[] {
  const others = events.filter(
    (each): each is InPhase<RecordedWrite> =>
      each.kind === 'write' && each.phase !== 'save' && each.phase !== 'login' && !each.isNavigation,
  );
  const requests = others
    .map((each) => described(each, baseUrl))
    .filter((each) => each.path !== saves.path || each.method !== saves.method);
  return [...new Map(requests.map((each) => [`${each.method} ${each.path}`, each])).values()];
}

function described({ method, url, pageUrl }: Pick<RecordedWrite, 'method' | 'url' | 'pageUrl'>, baseUrl: string): DescribedRequest {
  const { host } = new URL(url);
  const pageHost = URL.canParse(pageUrl) && /^https?:/.test(pageUrl) ? new URL(pageUrl).host : new URL(baseUrl).host;
  return { method, path: generalPath(url), ...(host === pageHost ? {} : { host }) };
}

/** The path with numbers and other names of single records as `*`. */
export function generalPath(url: string): string {
  const isRandom = (part: string): boolean => part.length >= 8 && /\d/.test(part) && /[a-z]/.test(part) && /[A-Z]/.test(part);
  const isOne = (part: string): boolean => /^\d+$|\d{4}|^[0-9a-f]{8}-[0-9a-f-]{27}$|^[A-Za-z0-9_-]{20,}$/.test(part) || isRandom(part);
  return new URL(url).pathname
    .split('/')
    .map((part) => (isOne(part) ? '*' : part))
    .join('/');
}
