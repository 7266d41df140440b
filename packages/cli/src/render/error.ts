import type { AmtsboteError, Finding } from '@amtsbote/sdk';
import { CliError, Interrupted } from '../cli-error.ts';
import type { View } from '../context.ts';
import { isAmtsboteError } from '../exit-codes.ts';
import { plain } from './plain.ts';

/** An error as people and machines see it. Never holds a value that was typed or sent. */
export interface ShownError {
  readonly document: object;
  readonly text: string;
}

/** How an error is shown. Only errors of ours say their message: a foreign one could hold anything. */
export async function showError(error: unknown, view: View, debug: boolean): Promise<ShownError> {
  if (error instanceof Interrupted) return ofCli(new CliError(view.t('error.interrupted'), { code: 'AB_INTERRUPTED' }), view);
  if (error instanceof CliError) return ofCli(error, view);
  if (isAmtsboteError(error)) return ofAmtsbote(error, view, debug);
  return unexpected(error, view, debug);
}

function ofCli(error: CliError, { t, style }: View): ShownError {
  const hint = error.hint === undefined ? '' : `\n  ${t('error.hint')} ${error.hint}`;
  return {
    document: { schema: 'amtsbote.error/1', code: error.code, message: error.message, hint: error.hint },
    text: `${style.red(style.bold(error.code))} ${plain(error.message)}${hint}\n`,
  };
}

async function ofAmtsbote(error: AmtsboteError, view: View, debug: boolean): Promise<ShownError> {
  const { finding } = await import('./findings.ts');
  const found: readonly Finding[] =
    error.findings.length > 0
      ? error.findings
      : [
          {
            code: error.code,
            message: error.message,
            where: error.where,
            hint: error.hint,
            officialCode: error.officialCode,
          },
        ];
  const stack = debug || error.effect === 'defect' ? stackOf(error, debug) : '';
  return {
    document: {
      schema: 'amtsbote.error/1',
      code: error.code,
      message: error.message,
      where: error.where,
      hint: error.hint,
      findings: error.findings,
    },
    text: `${found.map((entry) => finding(entry, view)).join('\n')}\n${stack}`,
  };
}

function unexpected(error: unknown, { t, style }: View, debug: boolean): ShownError {
  const code = systemCode(error);
  const what = t('error.unexpected') + (code === '' ? '' : ` (${code})`);
  return {
    document: {
      schema: 'amtsbote.error/1',
      code: 'AB_DEFECT',
      message: what,
      hint: t('error.unexpectedHint'),
    },
    text: `${style.red(style.bold('AB_DEFECT'))} ${what}\n  ${t('error.hint')} ${t('error.unexpectedHint')}\n${stackOf(error, debug)}`,
  };
}

/** Codes of Node and the operating system, such as `ENOSPC`: they hold no values. */
function systemCode(error: unknown): string {
  const code = typeof error === 'object' && error !== null && 'code' in error ? error.code : undefined;
  return typeof code === 'string' && /^[A-Z][A-Z0-9_]{1,40}$/.test(code) ? code : '';
}

/** The places of the stack without the message in front of them, which could hold a value. */
function stackOf(error: unknown, debug: boolean): string {
  if (!debug || !(error instanceof Error)) return '';
  const frames = (error.stack ?? '').split('\n').filter((line) => /^\s+at /.test(line));
  return [error.name, ...frames].map(plain).join('\n') + '\n';
}
