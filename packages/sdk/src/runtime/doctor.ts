import { findingsOf, isAmtsboteError } from '../errors/amtsbote-error.ts';
import type { EngineTarget } from '../engine/context.ts';
import type { CheckResult } from '../model/check.ts';
import type { Wiring } from './open-runtime.ts';
import type { DoctorSection } from './runtime.ts';

const patienceMs = 60_000;

/** Looks at ledger, portals, routes and targets. Changes nothing, but ends the pause of a target that is well again. */
export async function examine(wiring: Wiring): Promise<readonly DoctorSection[]> {
  const sections: DoctorSection[] = [await section('ledger', () => ledgerChecks(wiring))];
  for (const name of Object.keys(wiring.config.portals)) {
    sections.push(await section(`portal ${name}`, async () => (await wiring.portals()).get(name)?.check() ?? []));
  }
  for (const route of wiring.routes.values()) {
    sections.push(
      await section(`route ${route.name}`, async () => {
        const mapping = await route.mapping();
        await wiring.standards.prepare(wiring.config.routes[route.name]?.schema);
        const target = await wiring.targets.get(route.target)?.open();
        const takes = target !== undefined && Object.hasOwn(target.records, mapping.recordType);
        return [
          { name: 'mapping and schema are readable', ok: true },
          {
            name: `target takes ${mapping.recordType}`,
            ok: takes,
            hint: takes ? undefined : 'Correct `record:` of the mapping or the target.',
          },
        ];
      }),
    );
  }
  for (const target of wiring.targets.values()) sections.push(await targetSection(wiring, target));
  return sections;
}

async function targetSection(wiring: Wiring, { name, open }: EngineTarget): Promise<DoctorSection> {
  const result = await section(`target ${name}`, async () => {
    const { channels } = await open();
    const checks: CheckResult[] = [];
    for (const channel of channels) {
      for (const check of await channel.check(AbortSignal.timeout(patienceMs)))
        checks.push({ ...check, name: `${channel.kind}: ${check.name}` });
    }
    return checks;
  });
  if (result.checks.every((check) => check.ok)) await (await wiring.ledger()).deliveries.unpause(name);
  return result;
}

async function ledgerChecks(wiring: Wiring): Promise<readonly CheckResult[]> {
  const { deliveries, pauses } = await (await wiring.ledger()).views.counts();
  const paused = pauses.map((pause): CheckResult => ({
    name: `target ${pause.target} takes deliveries`,
    ok: false,
    detail: `${pause.code} until ${new Date(pause.until).toISOString()}`,
    hint: 'The pause ends by itself, with `amtsbote retry`, or when this check of the target is well.',
  }));
  return [{ name: 'opens with its master key', ok: true, detail: `${deliveries.case} cases, ${deliveries.unknown} unknown` }, ...paused];
}

async function section(name: string, look: () => Promise<readonly CheckResult[]>): Promise<DoctorSection> {
  try {
    return { name, checks: await look() };
  } catch (error) {
    return { name, checks: failure(error) };
  }
}

/** Foreign errors show their kind only: their text could quote a secret. */
function failure(error: unknown): readonly CheckResult[] {
  if (!isAmtsboteError(error)) {
    return [{ name: 'can be looked at', ok: false, detail: error instanceof Error ? error.name : 'unknown error' }];
  }
  return findingsOf(error).map((finding) => ({ name: finding.code, ok: false, detail: finding.message, hint: error.hint }));
}
