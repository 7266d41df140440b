import type { PortalRoute, PortalUse } from '../portal/contract.ts';
import { section } from './doctor-section.ts';
import type { Wiring } from './open-runtime.ts';
import type { DoctorChoice, DoctorSection } from './runtime.ts';

/** Looks at the portals of the configuration. */
export async function examinePortals(wiring: Wiring, only?: DoctorChoice): Promise<readonly DoctorSection[]> {
  const sections: DoctorSection[] = [];
  for (const [name, { connector }] of Object.entries(wiring.config.portals)) {
    if (only !== undefined && (connector !== only.connector || (only.portal ?? name) !== name)) continue;
    const look = async (): Promise<DoctorSection['checks']> =>
      (await (await wiring.portals()).get(name)?.check(await useOf(wiring, name))) ?? [];
    sections.push(await section(`portal ${name}`, look));
  }
  return sections;
}

/** What routes take from a portal; one whose mapping cannot be read takes nothing, and says so in its own section. */
async function useOf({ routes }: Wiring, portal: string): Promise<PortalUse> {
  const used: PortalRoute[] = [];
  for (const route of routes.values()) {
    if (route.portal !== portal) continue;
    const mapping = await route.mapping().catch(() => undefined);
    if (mapping === undefined) continue;
    const { root, namespaces, profile } = mapping.selector;
    used.push({ name: route.name, root, namespaces, profile });
  }
  return { routes: used };
}
