import type { Profile } from './profile.ts';

/** A profile of an integrator. */
export interface ProfileDefinition {
  readonly type: 'profile';
  readonly profile: Profile;
}

/**
 * Defines what is known of a standard, so that its messages are recognised and their headers are read. A profile of the name of one
 * of ours takes its place; one that `refines` another has the messages that both claim.
 *
 * @example
 * export const xhund = defineProfile({
 *   name: 'xhund',
 *   title: 'XHund',
 *   detect: byNamespace(/^urn:example:xhund:(\d+\.\d+)$/),
 *   header: headerReader({ messageId: 'h:kopf/h:id', createdAt: 'h:kopf/h:zeitpunkt' }, { h: 'profile' }),
 * });
 */
export function defineProfile(profile: Profile): ProfileDefinition {
  return { type: 'profile', profile };
}
