import type { Language } from './texts.ts';

/** Where the language can come from. */
export interface LanguageSources {
  readonly argv: readonly string[];
  readonly env: Readonly<Record<string, string | undefined>>;
  /** The language of the operating system, where no variable says it (Windows). */
  readonly systemLocale: string | undefined;
}

/** `--lang`, then LC_ALL, LC_MESSAGES, LANG, then the system: German for `de…`, else English. */
export function chooseLanguage({ argv, env, systemLocale }: LanguageSources): Language {
  const named = fromArguments(argv) || env['LC_ALL'] || env['LC_MESSAGES'] || env['LANG'] || systemLocale || 'en';
  return /^de(?![a-z])/i.test(named) ? 'de' : 'en';
}

function fromArguments(argv: readonly string[]): string | undefined {
  const end = argv.indexOf('--');
  const options = end < 0 ? argv : argv.slice(0, end);
  const joined = options.find((entry) => entry.startsWith('--lang='));
  if (joined !== undefined) return joined.slice('--lang='.length);
  const at = options.indexOf('--lang');
  return at < 0 ? undefined : options[at + 1];
}
