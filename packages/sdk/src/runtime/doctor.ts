import type { EngineRoute, EngineTarget } from '../engine/context.ts';
import { restOf } from '../engine/protection/target-rest.ts';
import type { Mapping } from '../mapping/mapping.ts';
import type { CheckResult } from '../model/check.ts';
import { answersCheck } from './answers-check.ts';
import { examinePortals } from './doctor-portals.ts';
import { section } from './doctor-section.ts';
import { memoryCheck, processFacts } from './memory-check.ts';
import { namedSecrets } from './named-secrets.ts';
import type { Wiring } from './open-runtime.ts';
import { reportsCheck } from './late-reports.ts';
import type { DoctorSection } from './runtime.ts';
import { statesChecks } from './states-check.ts';
import { deadlineCounts, deadlinesCheck } from './urgent.ts';

const patienceMs = 60_000;

/** Looks at ledger, portals, routes and targets. Changes nothing, but ends the pause of a target that is well again. */
export async function examine(wiring: Wiring): Promise<readonly DoctorSection[]> {
  const sections: DoctorSection[] = [
    { name: 'process', checks: [memoryCheck(processFacts())] },
    await section('ledger', () => ledgerChecks(wiring)),
    ...(await secretSections(wiring)),
  ];
  sections.push(...(await examinePortals(wiring)));
  for (const route of wiring.routes.values()) {
    sections.push(
      await section(`route ${route.name}`, async () => {
        const mapping = await route.mapping();
        const schema = await schemaCheck(wiring, route, mapping);
        const target = await wiring.targets.get(route.target)?.open();
        const takes = target !== undefined && Object.hasOwn(target.records, mapping.recordType);
        return [
          { name: 'mapping is readable', ok: true },
          schema,
          ...routeChecks(wiring, route.name, mapping),
          ...rejectionsCheck(wiring, route),
          ...(await answersChecks(wiring, route, mapping)),
          {
            name: `target takes ${mapping.recordType}`,
            ok: takes,
            hint: takes ? undefined : 'Correct `record:` of the mapping or the target.',
          },
        ];
      }),
    );
  }
  const standards = await section('standards', () => standardsChecks(wiring));
  if (standards.checks.length > 0) sections.push(standards);
  for (const target of wiring.targets.values()) sections.push(await targetSection(wiring, target));
  return sections;
}

/** Where each secret comes from that the configuration names; never what it is. None when it names none. */
async function secretSections({ config, secrets }: Wiring): Promise<readonly DoctorSection[]> {
  const names = [...new Set(namedSecrets(config))].toSorted();
  if (names.length === 0) return [];
  const look = async (): Promise<readonly CheckResult[]> => {
    const checks: CheckResult[] = [];
    for (const name of names) checks.push(secretCheck(name, await secrets.sourceOf(name)));
    return checks;
  };
  return [await section('secrets', look)];
}

function secretCheck(name: string, source: string | undefined): CheckResult {
  if (source !== undefined) return { name, ok: true, detail: `found in ${source}` };
  return { name, ok: false, detail: 'found nowhere', hint: `\`amtsbote secret set ${name}\` stores it.` };
}

/** The profiles of the operator, and the imported schema sets. */
async function standardsChecks({ config, standards }: Wiring): Promise<readonly CheckResult[]> {
  await standards.profiles();
  const profiles = config.profiles.map((name): CheckResult => ({ name: `profile ${name} is readable`, ok: true }));
  return [...profiles, ...(await standards.checkSets())];
}

/** Whether messages of a route can be checked; a route that takes unchecked ones is well without. */
async function schemaCheck({ config, standards }: Wiring, { name, unchecked }: EngineRoute, { selector }: Mapping): Promise<CheckResult> {
  const { root, namespaces = [] } = selector;
  const roots = root === undefined ? [] : namespaces.map((namespace) => ({ namespace, localName: root }));
  const found = await standards.checkedBy(config.routes[name]?.schema, roots);
  const what = 'messages can be checked against a schema';
  if (found.length > 0) return { name: what, ok: true, detail: found.join(', ') };
  if (unchecked === 'deliver') return { name: what, ok: true, detail: 'no, and the route takes them unchecked' };
  if (root === undefined) return { name: what, ok: true, detail: 'by the imported set that declares their root, if there is one' };
  return {
    name: what,
    ok: false,
    detail: `no schema set declares ${root}; every message will be a case`,
    hint: 'Import the set of the standard with `amtsbote xoev import`, or name an XSD file with `schema:`.',
  };
}

async function answersChecks({ config, standards }: Wiring, { name }: EngineRoute, { selector }: Mapping): Promise<readonly CheckResult[]> {
  const answers = config.routes[name]?.answers;
  if (!answers || answers.accepted.length + answers.rejected.length === 0) return [];
  const profile = (await standards.profiles()).find((one) => one.name === selector.profile);
  return answersCheck(answers, profile);
}

/** What a route must configure so that its mapping works. */
function routeChecks({ config }: Wiring, name: string, { outline }: Mapping): readonly CheckResult[] {
  const missing = outline.constants.filter((constant) => !Object.hasOwn(config.routes[name]?.constants ?? {}, constant));
  if (outline.constants.length === 0) return [];
  const what = 'constants of the mapping are configured';
  if (missing.length === 0) return [{ name: what, ok: true }];
  return [{ name: what, ok: false, detail: missing.join(', '), hint: 'Add them to `constants` of the route.' }];
}

/** Rejections that a route allows, and its portal cannot be told. */
function rejectionsCheck({ config }: Wiring, { portal, rejections }: EngineRoute): readonly CheckResult[] {
  if (config.portals[portal]?.acceptWhen !== 'stored' || rejections === 'never') return [];
  return [
    {
      name: 'rejections are told to the portal',
      ok: false,
      detail: `no: ${portal} is told "accepted" as soon as a submission is stored; content faults become cases`,
      hint: 'Leave out `rejections: allowed`, or `acceptWhen: stored` of the portal.',
    },
  ];
}

async function targetSection(wiring: Wiring, target: EngineTarget): Promise<DoctorSection> {
  const { name, open } = target;
  const result = await section(`target ${name}`, async () => {
    const { channels } = await open();
    const checks = [...closingCheck(target, wiring.services.clock.now())];
    for (const channel of channels) {
      for (const check of await channel.check(AbortSignal.timeout(patienceMs)))
        checks.push({ ...check, name: `${channel.kind}: ${check.name}` });
    }
    return checks;
  });
  if (result.checks.every((check) => check.ok)) await (await wiring.ledger()).targets.resume(name, wiring.services.clock.now());
  return { name: result.name, checks: [...result.checks, ...(await statesOf(wiring, target).catch(() => []))] };
}

/** Nothing where ledger or target do not open: that is said already. */
async function statesOf(wiring: Wiring, target: EngineTarget): Promise<readonly CheckResult[]> {
  const opened = await target.open();
  const failures = await (await wiring.ledger()).polls.failures();
  return statesChecks(
    target,
    opened,
    failures.filter((one) => one.target === target.name),
  );
}

/** A target that is closed is well: it is as the configuration says. */
function closingCheck(target: EngineTarget, now: number): readonly CheckResult[] {
  const rest = restOf(target, [], now);
  if (rest === undefined) return [];
  const until = new Date(rest.until).toISOString();
  return [
    { name: 'takes deliveries now', ok: true, detail: `no, it is closed until ${until}${rest.why === undefined ? '' : ` (${rest.why})`}` },
  ];
}

async function ledgerChecks(wiring: Wiring): Promise<readonly CheckResult[]> {
  const ledger = await wiring.ledger();
  const now = wiring.services.clock.now();
  const counts = await ledger.views.counts();
  const { deliveries, pauses } = counts;
  const paused = pauses.map((pause): CheckResult => ({
    name: `target ${pause.target} takes deliveries`,
    ok: false,
    detail: `${pause.code} until ${new Date(pause.until).toISOString()}`,
    hint: 'The pause ends by itself, with `amtsbote retry`, or when this check of the target is well.',
  }));
  return [
    { name: 'opens with its master key', ok: true, detail: `from ${wiring.config.ledger.masterKey}` },
    { name: 'counts can be read', ok: true, detail: `${deliveries.case} cases, ${deliveries.unknown} unknown` },
    ...paused,
    ...reportsCheck(counts, now),
    ...deadlinesCheck(deadlineCounts(await ledger.deadlines.warned(now), now)),
  ];
}
