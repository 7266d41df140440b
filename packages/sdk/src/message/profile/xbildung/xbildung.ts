import { anyBasicHeader } from '../basic-header.ts';
import { byNamespace } from '../by-namespace.ts';
import { headerReader } from '../header-reader.ts';
import type { Profile } from '../profile.ts';

/** XSchule: certificates of schools and change of schools. Documents without a header. */
export const xschule: Profile = {
  name: 'xschule',
  title: 'XSchule',
  detect: byNamespace(/^https?:\/\/xschule\.digital\/def\/xschule\/(\d+(?:\.\d+)*)\/xsd$/),
  header: headerReader({}),
};

/** XHochschule: certificates of universities. Documents without a header. */
export const xhochschule: Profile = {
  name: 'xhochschule',
  title: 'XHochschule',
  detect: byNamespace(/^https?:\/\/xhochschule\.de\/def\/xhochschule\/(\d+(?:\.\d+)*)\/xsd$/),
  header: headerReader({}),
};

/** XBerufsbildung: vocational training. Certificates have no header, messages that of the basic message. */
export const xberufsbildung: Profile = {
  name: 'xberufsbildung',
  title: 'XBerufsbildung',
  detect: byNamespace(/^https?:\/\/xberufsbildung\.de\/def\/xberufsbildung\/(\d+(?:\.\d+)*)\/xsd$/),
  header: headerReader(anyBasicHeader),
};
