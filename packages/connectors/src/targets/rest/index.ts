import { defineTarget, type TargetDefinition } from '@amtsbote/sdk';
import { type RestOptions, restOptions } from './options.ts';
import { openRestTarget } from './rest-target.ts';

export type { ProblemShape, Refusal, RestCreate, RestFind, RestOptions, RestRecord } from './options.ts';

/** A target with an HTTP interface that takes JSON, described by its options alone. */
export const connector: TargetDefinition<RestOptions> = defineTarget({
  name: 'rest',
  options: restOptions,
  open: async (services) => openRestTarget(services),
});
