const connectors: Readonly<Record<string, () => Promise<unknown>>> = {
  '@amtsbote/connectors/portals/fit-connect': () => import('@amtsbote/connectors/portals/fit-connect'),
  '@amtsbote/connectors/portals/folder': () => import('@amtsbote/connectors/portals/folder'),
  '@amtsbote/connectors/targets/rest': () => import('@amtsbote/connectors/targets/rest'),
  '@amtsbote/connectors/targets/web-form': () => import('@amtsbote/connectors/targets/web-form'),
  '@amtsbote/test/skins/app': () => import('./skin-connectors/app.ts'),
  '@amtsbote/test/skins/frames': () => import('./skin-connectors/frames.ts'),
  '@amtsbote/test/skins/pages': () => import('./skin-connectors/pages.ts'),
};

/**
 * The connectors that child processes need, by names that a bundler can follow.
 *
 * @throws when a configuration names one that is not among them
 */
export async function importConnector(specifier: string): Promise<unknown> {
  const load = connectors[specifier];
  if (load === undefined) throw new Error(`child processes know no ${specifier}: add it to test/support/connectors.ts`);
  return load();
}
