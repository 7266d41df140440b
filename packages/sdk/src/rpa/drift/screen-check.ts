import type { Page } from 'playwright-core';
import { TargetChanged } from '../../errors/families.ts';
import type { CheckResult } from '../../model/check.ts';
import type { Finding } from '../../model/finding.ts';
import type { RpaVisit } from '../rpa-channel.ts';
import { type DriftOptions, type Screen, type ScreenDrift, screenDrift } from './screen-drift.ts';

/** A screen, and how to get there without entering anything. */
export interface ReachableScreen extends Screen {
  /** The path that shows it. */
  readonly open: string;
}

/** Looks at all screens, one after the other. */
async function lookAtScreens(
  screens: readonly ReachableScreen[],
  visit: RpaVisit,
  options?: DriftOptions,
): Promise<readonly ScreenDrift[]> {
  const found: ScreenDrift[] = [];
  for (const screen of screens) {
    const page = await visit.open(screen.open);
    found.push(await visit.guard('look at the screens', () => onceDrawn(page, screen, { options, signal: visit.signal })));
  }
  return found;
}

/** How long a page may go on drawing its fields once it is loaded, as editors and widgets do. */
const patienceMs = 1500;

async function onceDrawn(
  page: Page,
  screen: ReachableScreen,
  { options, signal }: { options: DriftOptions | undefined; signal: AbortSignal },
): Promise<ScreenDrift> {
  const until = performance.now() + patienceMs;
  for (;;) {
    const drift = await screenDrift(page, screen, options);
    if (drift.findings.length === 0 || performance.now() >= until) return drift;
    signal.throwIfAborted();
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
}

/**
 * Stops the target when a screen is not as described. Of the page only what the description knows is quoted; `doctor` tells the rest.
 *
 * @throws TargetChanged AB_SCREEN_CHANGED with all differences
 */
export async function expectScreens(screens: readonly ReachableScreen[], visit: RpaVisit): Promise<readonly string[]> {
  const drifts = await lookAtScreens(screens, visit);
  const findings = drifts.flatMap((each) => each.findings);
  if (findings.length > 0) throw new TargetChanged('AB_SCREEN_CHANGED', told(findings), { where: findings[0]?.where, findings });
  return drifts.flatMap((each) => each.fallbacks);
}

/** One line of `doctor` per screen, for the eyes of a person only: labels are told as they are shown. */
export async function screenChecks(screens: readonly ReachableScreen[], visit: RpaVisit): Promise<readonly CheckResult[]> {
  const drifts = await lookAtScreens(screens, visit, { quotes: true });
  return drifts.map(({ findings, fallbacks }, at): CheckResult => {
    const name = `screen ${screens[at]?.name ?? ''} is as described`;
    if (findings.length > 0) {
      return { name, ok: false, detail: told(findings), hint: 'Correct the description of the target, then run `amtsbote doctor` again.' };
    }
    const drifted = fallbacks.map((each) => `"${each}"`).join(', ');
    return { name, ok: true, ...(fallbacks.length === 0 ? {} : { detail: `found by a fallback only: ${drifted}` }) };
  });
}

function told(findings: readonly Finding[]): string {
  return findings.map((each) => each.message).join('; ');
}
