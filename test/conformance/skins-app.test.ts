import { connectorKinds } from '../support/open-skin.ts';
import { testSkin } from './skins-suite.ts';

for (const kind of connectorKinds) testSkin({ skin: 'app', kind });
