import type { DescribedTarget } from './derive/described-target.ts';
import type { WriteOptions } from './write-description.ts';

/** True when nothing is open that a description cannot do without. */
export function isComplete({ login, commit, confirmation, steps }: DescribedTarget): boolean {
  const entersSafely = login === undefined || (login.loggedIn !== undefined && login.click !== '');
  return entersSafely && commit !== undefined && confirmation !== undefined && steps.length > 0;
}

/** The description as the options of the target `web-form`: what {@link writeDescription} writes. What is open is left out. */
export function describedOptions(
  target: DescribedTarget,
  { recordType, secretName }: Pick<WriteOptions, 'recordType' | 'secretName'>,
): object {
  const { baseUrl, login, dialogs, commit, find } = target;
  const account = {
    user: `secret:${secretName}-user`,
    password: `secret:${secretName}-password`,
    ...(asksForCode(login) && { oneTimeCodes: `secret:${secretName}-codes` }),
  };
  const record = {
    fields: target.fields,
    steps: target.steps,
    ...(Object.keys(target.rules).length > 0 && { rules: target.rules }),
    ...(commit !== undefined && { commit: commitOptions(commit) }),
    ...(target.confirmation !== undefined && { confirmation: target.confirmation }),
    ...(target.verify !== undefined && { verify: target.verify }),
    ...(find !== undefined && {
      find: withoutEmpty({
        open: find.open,
        rows: find.rows,
        rowShowsKey: find.rowShowsKey ? undefined : false,
        reference: { pattern: find.pattern },
        empty: find.empty,
      }),
    }),
  };
  return {
    baseUrl,
    ...(login !== undefined && { account, login: withoutEmpty(login) }),
    ...(dialogs.length > 0 && { dialogs }),
    records: { [recordType]: record },
  };
}

/** True when the login asks for one-time codes, which need a secret of their own. */
export function asksForCode(login: DescribedTarget['login']): boolean {
  return (login?.further ?? []).some(({ fill }) => Object.values(fill).includes('{code}'));
}

function commitOptions({ further, ...rest }: NonNullable<DescribedTarget['commit']>): object {
  const entries = Object.entries(withoutEmpty(rest));
  return Object.fromEntries(further.length === 0 ? entries : [...entries, ['confirm', further]]);
}

function withoutEmpty(entries: object): object {
  return Object.fromEntries(
    Object.entries(entries).filter(([, value]) => value !== undefined && !(Array.isArray(value) && value.length === 0)),
  );
}
