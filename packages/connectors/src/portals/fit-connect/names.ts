/** How the standard calls things. Overridable: some of it changed before. `*` stands for a version. */
export interface Names {
  /** What the addresses of events begin with. */
  readonly events: string;
  /** What the addresses of problem types begin with. */
  readonly problems: string;
  /** `$schema` of events. Ours take over the version that the service uses in its own. */
  readonly setSchema: string;
  /** `$schema` of metadata. */
  readonly metadataSchema: string;
  /** The header of a callback with its time, in lower case. */
  readonly callbackTimestamp: string;
  /** The header of a callback with its HMAC, in lower case. */
  readonly callbackAuthentication: string;
}

/** The names in use since 2021. */
export const standardNames: Names = {
  events: 'https://schema.fitko.de/fit-connect/events/',
  problems: 'https://schema.fitko.de/fit-connect/events/problems/',
  setSchema: 'https://schema.fitko.de/fit-connect/set-payload/*/set-payload.schema.json',
  metadataSchema: 'https://schema.fitko.de/fit-connect/metadata/*/metadata.schema.json',
  callbackTimestamp: 'callback-timestamp',
  callbackAuthentication: 'callback-authentication',
};

/** The version in an address that follows a pattern, such as `1.2.2`; undefined when it does not follow it. */
export function versionIn(pattern: string, address: string): string | undefined {
  const [before = '', after = ''] = pattern.split('*', 2);
  if (!address.startsWith(before) || !address.endsWith(after) || address.length <= before.length + after.length) return undefined;
  const version = address.slice(before.length, address.length - after.length);
  return /^\d{1,4}\.\d{1,4}\.\d{1,4}$/.test(version) ? version : undefined;
}
