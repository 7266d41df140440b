import { type ErrorCodeEntry, errorCodes } from '../../packages/sdk/src/errors/codes.ts';

/** `docs/errors.md`: every code with what happened, what to do, and the official code that means the same. */
export function errorsPage(): string {
  const rows = Object.entries<ErrorCodeEntry>(errorCodes).map(
    ([code, { title, hint, officialCode }]) =>
      `| <a id="${code.toLowerCase()}"></a>\`${code}\` | ${cell(title)} | ${cell(hint)} | ${officialCode ?? ''} |`,
  );
  return [
    '<!-- Generated from packages/sdk/src/errors/codes.ts by `npm run generate`. -->',
    '',
    '# Error codes',
    '',
    'Every error and finding has one of these codes. Output names the code, the place and what to do, never a value of',
    "a citizen's data. What happens to a delivery depends on the family of the error, see",
    '[the architecture](architecture.md#errors-decide). The official code is the one that the portal is told with a',
    'rejection.',
    '',
    '| code | what happened | what to do | official code |',
    '|---|---|---|---|',
    ...rows,
    '',
  ].join('\n');
}

function cell(text: string): string {
  return text.replaceAll('|', '\\|');
}
