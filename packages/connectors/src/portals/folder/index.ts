import { definePortal, type PortalDefinition } from '@amtsbote/sdk';
import { FolderPortal } from './folder-portal.ts';
import { type FolderOptions, folderOptions } from './options.ts';

export type { FolderLimits, FolderOptions } from './options.ts';

/**
 * A hot folder. A submission is a zip, a message with the files beside it that share its name, or a subfolder; see
 * `groupFiles` and `chooseMessage` for the rules. Originals are removed once they are durable with us.
 */
export const connector: PortalDefinition<FolderOptions> = definePortal({
  name: 'folder',
  options: folderOptions,
  open: (services) => new FolderPortal(services),
});
