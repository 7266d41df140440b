/** What differs between the versions of the interface. */
export interface VersionRules {
  /** The status of a submission that was completed. */
  readonly finaliseStatus: 200 | 202;
  /** Whether a JWE may be deflated (`zip: DEF`). */
  readonly zip: 'allowed' | 'refused';
  /** Whether metadata and data must say their `cty`. */
  readonly contentType: 'optional' | 'required';
  /** Where a submission names its service. */
  readonly serviceField: 'serviceType' | 'publicService';
  /** Where a destination lists its services. */
  readonly servicesField: 'services' | 'publicServices';
  /** Whether a destination is shown without a token. Its keys always are. */
  readonly publicDestinations: boolean;
  readonly data: 'optional' | 'required';
  /** Whether events can be read per submission or reply, too, and not only per case. */
  readonly eventsPerItem: boolean;
  /** Whether the service looks that the destination offers the named service in the named region. */
  readonly serviceCheck: boolean;
  /** Whether the service looks that the JWEs of a submission name the destination's present key. */
  readonly keyCheck: boolean;
}

const v2: VersionRules = {
  finaliseStatus: 200,
  zip: 'refused',
  contentType: 'required',
  serviceField: 'publicService',
  servicesField: 'publicServices',
  publicDestinations: true,
  data: 'required',
  eventsPerItem: true,
  serviceCheck: false,
  keyCheck: false,
};

const v1: VersionRules = {
  ...v2,
  finaliseStatus: 202,
  zip: 'allowed',
  contentType: 'optional',
  serviceField: 'serviceType',
  servicesField: 'services',
  publicDestinations: false,
  data: 'optional',
  eventsPerItem: false,
};

/** The versions by the first segment of their paths. */
export const versionRules: Readonly<Record<string, VersionRules>> = { v1, v2 };

/** The rules with some of them replaced; a version that is new starts from those of `v2`. */
export function withVersions(changes: Readonly<Record<string, Partial<VersionRules>>>): Readonly<Record<string, VersionRules>> {
  const changed = Object.entries(changes).map(([name, rules]) => [name, { ...(versionRules[name] ?? v2), ...rules }] as const);
  return { ...versionRules, ...Object.fromEntries(changed) };
}
