import { demoUser } from '@amtsbote/simulators/musterverfahren';
import { importConnector } from './connectors.ts';
import { skinOptions, type SkinAccess, type SkinPlace } from './open-skin.ts';
import { makeProject, type Project } from './project.ts';

/** Makes a project whose only target is a skin of Musterverfahren, for the messages of `dogMessage`. */
export async function makeSkinProject(access: SkinAccess, place: SkinPlace, waitForUnknown = '30s'): Promise<Project> {
  const project = await makeProject({ url: place.url });
  const env = { ...project.env, AMTSBOTE_SECRET_MV_USER: demoUser.name, AMTSBOTE_SECRET_MV_PASSWORD: demoUser.password };
  await project.write('mappings/skin.yaml', mapping);
  await project.write('amtsbote.yaml', configuration(access, place, waitForUnknown));
  return { ...project, env, open: (more = {}) => project.open({ env, importModule: importConnector, ...more }) };
}

function configuration(access: SkinAccess, place: SkinPlace, waitForUnknown: string): string {
  const connector = access.kind === 'YAML' ? 'web-form' : `@amtsbote/test/skins/${access.skin}`;
  return `ledger: { masterKey: 'file:.amtsbote/master.key' }
secrets: { sources: [env] }
portals:
  eingang: { connector: folder, options: { settleMs: 0 } }
targets:
  skin:
    productive: false
    channels: [{ connector: '${connector}', options: ${JSON.stringify(skinOptions(access, place))} }]
routes:
  hundesteuer: { portal: eingang, mapping: mappings/skin.yaml, schema: schemas/fim-s99000711_1.0.xsd, target: skin, rejections: never }
retry: { first: 1s, max: 1s, waitForUnknown: ${waitForUnknown}, attempt: 60s }
`;
}

const mapping = `message: { root: fim.S99000711.00000001001000, namespace: 'urn:xoev-de:xfall:standard:fim-s99000711_1.0' }
prefixes: { f: profile }
record: dog-registration
fields:
  salutation: { path: /*/f:G99000712/f:F99000720, codes: { values: { '002': Frau } } }
  familyName: { path: /*/f:G99000712/f:F60000227, required: true }
  givenName: { path: /*/f:G99000712/f:F60000228, required: true }
  birthDate: { value: '1965-10-12' }
  street: { path: /*/f:G99000712/f:G99000713/f:F60000243, required: true }
  houseNumber: { path: /*/f:G99000712/f:G99000713/f:F60000244, required: true }
  postcode: { path: /*/f:G99000712/f:G99000713/f:F60000246, required: true }
  town: { path: /*/f:G99000712/f:G99000713/f:F60000247, required: true }
  phone: { path: /*/f:G99000712/f:F60000240 }
  dogName: { path: /*/f:G99000714/f:F99000715, required: true }
  breed: { path: /*/f:G99000714/f:F99000716, required: true, codes: { values: { '106': Dackel } } }
  sex: { path: /*/f:G99000714/f:F99000718, required: true, codes: { values: { w: Hündin } } }
  since: { path: /*/f:G99000714/f:F99000722, required: true }
  assistance: { path: /*/f:G99000714/f:F99000723, boolean: { true: 'true', false: 'false' } }
  remark: { path: /*/f:G99000714/f:F99000724 }
`;
