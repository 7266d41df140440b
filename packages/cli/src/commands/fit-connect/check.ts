import type { DoctorSection } from '@amtsbote/sdk/runtime';
import { CliError } from '../../cli-error.ts';
import { type Context, withRuntime } from '../../context.ts';

/** Which portals are looked at, and what of them. */
export interface CheckChoice {
  /** Default: all of FIT-Connect. */
  readonly portal?: string | undefined;
  /** Only lines about this. Default: all. */
  readonly topic?: string | undefined;
}

/**
 * Looks at the portals of FIT-Connect as `doctor` does.
 *
 * @throws CliError where there is none of that name
 */
export async function checkPortals(context: Context, { portal, topic }: CheckChoice): Promise<readonly DoctorSection[]> {
  const sections = await withRuntime(context, (runtime) => runtime.doctor({ connector: 'fit-connect', portal }));
  if (sections.length === 0) {
    const { t } = context.view;
    throw new CliError(portal === undefined ? t('fitCheck.none') : t('fitCheck.unknown', { portal }), { hint: t('fitCheck.noneHint') });
  }
  if (topic === undefined) return sections;
  return sections.map(({ name, checks }) => ({ name, checks: checks.filter((check) => check.topic === topic || isObstacle(check)) }));
}

/** What kept the look itself from being made. */
function isObstacle({ ok, topic, code }: DoctorSection['checks'][number]): boolean {
  return (
    !ok && topic === undefined && (code === undefined || ['AB_PORTAL_UNREACHABLE', 'AB_LOGIN_FAILED', 'AB_PORTAL_REFUSED'].includes(code))
  );
}
