import type { CommanderError } from 'commander';
import { CliError } from './cli-error.ts';
import type { Translate } from './texts/texts.ts';

/**
 * A complaint of the parser in the reader's language. Takes only names of commands and options over from it, never
 * the values that were typed.
 */
export function usageError(error: CommanderError, commandPath: string, t: Translate): CliError {
  const hints = [suggestion(error.message, t), t('usage.seeHelp', { command: commandPath === '' ? '' : `${commandPath} ` })];
  if (error.code === 'commander.excessArguments' && commandPath === 'secret set') hints.unshift(t('usage.secretArgument'));
  return new CliError(sentence(error, t), { hint: hints.filter(Boolean).join(' ') });
}

function sentence(error: CommanderError, t: Translate): string {
  const name = /'([^']*)'/.exec(error.message)?.[1] ?? '';
  const option = name.split('=')[0] ?? '';
  switch (error.code) {
    case 'commander.unknownCommand':
      return t('usage.unknownCommand', { name });
    case 'commander.unknownOption':
      return t('usage.unknownOption', { name: option });
    case 'commander.missingArgument':
      return t('usage.missingArgument', { name });
    case 'commander.excessArguments':
      return t('usage.excessArguments');
    case 'commander.optionMissingArgument':
      return t('usage.optionMissingArgument', { name: option });
    case 'commander.invalidArgument':
      return `${t('usage.invalidArgument', { name: option })}${reason(error.message)}`;
    default:
      return t('usage.other');
  }
}

function suggestion(message: string, t: Translate): string {
  const similar = /\(Did you mean (?:one of )?([^?]+)\?\)/.exec(message)?.[1];
  return similar === undefined ? '' : t('usage.didYouMean', { name: similar.split(', ').join('`, `') });
}

/** Our own parsers of option values put a sentence behind this mark, which never holds the value. */
export const reasonMark = '\u2063';

function reason(message: string): string {
  const at = message.indexOf(reasonMark);
  return at < 0 ? '' : ` ${message.slice(at + reasonMark.length)}`;
}
