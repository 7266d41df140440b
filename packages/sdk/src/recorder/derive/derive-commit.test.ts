import { expect, test } from 'vitest';
import type { RecordedEvent } from '../recorded-event.ts';
import { deriveCommit, generalPath } from './derive-commit.ts';
import type { OpenQuestion } from './described-target.ts';

const url = 'http://app';

function click(at: number, name: string): RecordedEvent {
  return { kind: 'click', at, name, url: `${url}/form`, phase: 'save' };
}

function write(at: number, path: string, more: object = {}): RecordedEvent {
  return {
    kind: 'write',
    at,
    url: `${url}${path}`,
    pageUrl: `${url}/form`,
    method: 'POST',
    isNavigation: false,
    carries: false,
    phase: 'save',
    ...more,
  };
}

function derived(...events: readonly RecordedEvent[]): { commit: ReturnType<typeof deriveCommit>; asked: readonly string[] } {
  const questions: OpenQuestion[] = [];
  const commit = deriveCommit(events, url, questions);
  return { commit, asked: questions.map(({ code }) => code) };
}

test('the only write after the click saves; numbers in its path stand for any', () => {
  const { commit, asked } = derived(click(1, 'Speichern'), write(2, '/dogs/4711/save'));
  expect(commit).toMatchObject({
    click: 'Speichern',
    request: { method: 'POST', path: '/dogs/*/save' },
    further: [],
    followUps: [],
    harmless: [],
  });
  expect(asked).toEqual([]);
});

test('of several writes the one that changed the page saves, else the one that carries what was typed, else a person says', () => {
  expect(derived(click(1, 'S'), write(2, '/log'), write(3, '/save', { isNavigation: true })).commit?.request.path).toBe('/save');
  expect(derived(click(1, 'S'), write(2, '/log'), write(3, '/save', { carries: true })).commit?.request.path).toBe('/save');
  expect(derived(click(1, 'S'), write(2, '/log'), write(3, '/save'))).toEqual({ commit: undefined, asked: ['several-save-requests'] });
});

test('a window that asks once more, and a page that asks once more', () => {
  expect(derived(click(1, 'Speichern'), click(20, 'Ja'), write(21, '/save')).commit).toMatchObject({ click: 'Speichern', further: ['Ja'] });
  const { commit } = derived(click(1, 'Speichern'), write(2, '/save'), click(30, 'Endgültig'), write(31, '/save/final'));
  expect(commit).toMatchObject({ further: [], followUps: [{ click: 'Endgültig', method: 'POST', path: '/save/final' }] });
});

test('the same button once more is asked about, not taken for a further page', () => {
  const { commit, asked } = derived(click(1, 'Speichern'), write(2, '/save'), click(30, 'Speichern'), write(31, '/save'));
  expect(commit?.followUps).toEqual([]);
  expect(asked).toEqual(['saved-again']);
});

test('writes of the background are declared and asked about; another host is named', () => {
  const beside = { ...write(0, '/alive'), phase: 'fill' } as RecordedEvent;
  const { commit, asked } = derived(beside, click(1, 'S'), { ...write(2, ''), url: 'https://api.app/save' } as RecordedEvent);
  expect(commit).toMatchObject({ request: { path: '/save', host: 'api.app' }, harmless: [{ method: 'POST', path: '/alive' }] });
  expect(asked).toEqual(['harmless']);
});

test('without a click or a request nothing is made up', () => {
  expect(derived(write(2, '/save'))).toEqual({ commit: undefined, asked: ['no-save-click'] });
  expect(derived(click(1, 'S'))).toEqual({ commit: undefined, asked: ['no-save-request'] });
  const load: RecordedEvent = { kind: 'load', at: 2, url: `${url}/save?n=1`, method: 'GET', phase: 'save' };
  expect(derived(click(1, 'S'), load)).toMatchObject({ commit: { request: { method: 'GET', path: '/save' } }, asked: ['saves-by-get'] });
});

test('names of single records in a path stand for any', () => {
  expect(generalPath('http://a/v2/dog/HU-2026-000123/x/0b5b8f0e-6a63-4c1b-9f7e-0123456789ab?q=1')).toBe('/v2/dog/*/x/*');
  expect(generalPath('http://a/drafts/FCSir8u6ZoTr/Page2')).toBe('/drafts/*/Page2');
});

test('a field that tells once more what it held when the button was pressed is no question, another value is', () => {
  const field = (phase: RecordedEvent['phase'], value: string): RecordedEvent => ({
    kind: 'field',
    at: 1,
    url: `${url}/form`,
    label: 'Fremdschlüssel',
    isWeak: false,
    how: 'text',
    value,
    input: 'text',
    name: '',
    required: false,
    max: 0,
    many: false,
    phase,
  });
  expect(derived(field('fill', 'A'), click(1, 'S'), field('save', 'A'), write(2, '/save')).asked).toEqual([]);
  expect(derived(field('fill', 'A'), click(1, 'S'), field('save', 'B'), write(2, '/save')).asked).toEqual(['field-while-saving']);
});
