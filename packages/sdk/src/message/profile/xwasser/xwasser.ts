import { unqualifiedHeader } from '../basic-header.ts';
import { byNamespace } from '../by-namespace.ts';
import { headerReader } from '../header-reader.ts';
import type { Profile } from '../profile.ts';

/** XWasser: quality of drinking water. Its namespace is an address in a repository, with the version in its last part. */
export const xwasser: Profile = {
  name: 'xwasser',
  title: 'XWasser',
  detect: byNamespace(/^https:\/\/gitlab\.opencode\.de\/akdb\/xoev\/xwasser\/-\/raw\/[^/]+\/V(\d+)_(\d+)_(\d+)$/),
  header: headerReader(
    {
      ...unqualifiedHeader,
      matter: 'p:identifikationVorgang/p:vorgangsID | p:vorgang/p:identifikationVorgang/p:vorgangsID',
      refersTo: 'nachrichtenkopf.g2g/referenzUUID',
    },
    { p: 'profile' },
  ),
};
