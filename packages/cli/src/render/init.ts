import { relative } from 'node:path';
import type { Initialised } from '../commands/init/handler.ts';
import type { Context } from '../context.ts';
import { indent, table } from './table.ts';

/** `amtsbote init` for people: what was made, and the next commands, ready to be typed. */
export function initText(made: Initialised, { deps, view }: Context): string {
  const { t, style } = view;
  const folder = relative(deps.cwd, made.directory);
  return [
    style.bold(t('init.done', { directory: made.directory })),
    ...made.files.map((file) => `  ${t('init.created', { file })}`),
    '',
    ...(made.key.created ? [t('init.key', { place: made.key.place }), ''] : []),
    style.bold(t('init.next')),
    indent(table(nextCommands(made, folder, t)), 2),
  ].join('\n');
}

function nextCommands(made: Initialised, folder: string, t: Context['view']['t']): readonly (readonly [string, string])[] {
  const change: readonly [string, string][] = folder === '' ? [] : [[`cd ${quoted(folder)}`, '']];
  if (made.template === null) return [...change, ['amtsbote doctor', t('init.nextDoctor')]];
  if (made.template === 'empty') {
    return [...change, ['amtsbote.yaml', t('init.nextEdit')], ['amtsbote doctor', t('init.nextDoctor')]];
  }
  return [
    ...change,
    ['amtsbote simulate musterverfahren', t('init.nextSimulate')],
    ['amtsbote doctor', t('init.nextDoctor')],
    ['cp -r samples/* eingang/', t('init.nextSamples')],
    ['amtsbote sync', t('init.nextSync')],
  ];
}

function quoted(path: string): string {
  return /^[\w./-]+$/.test(path) ? path : `"${path}"`;
}
