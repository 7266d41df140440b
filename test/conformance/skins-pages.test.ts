import { testSkin } from './skins-suite.ts';

// The YAML of this skin is the shipped one: web-form.test.ts.
testSkin({ skin: 'pages', kind: 'TypeScript' });
