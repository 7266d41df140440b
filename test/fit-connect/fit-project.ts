import { demoSubscriber, type FitConnect } from '@amtsbote/simulators/fit-connect';
import { makeProject, type Project } from '../support/project.ts';

/** A project whose portal is the service instead of a folder; `further` is added to its configuration. */
export async function fitProject(service: FitConnect, target: string, further = '', acceptWhen = 'delivered'): Promise<Project> {
  const project = await makeProject({ url: target, rejections: 'allowed' });
  const [destination] = service.destinations;
  const portal = `  eingang:
    connector: fit-connect
    acceptWhen: ${acceptWhen}
    options:
      tokenUrl: ${service.tokenUrl}
      apiUrl: ${service.url}
      client: { id: ${demoSubscriber.clientId}, secret: secret:fit-client }
      minimumKeyBits: 2048 # of a test; in the field 4096
      destinations:
        - { id: ${destination?.destinationId}, decryptionKeys: [secret:fit-decryption], signingKey: secret:fit-signing }
`;
  const text = await project.read('amtsbote.yaml');
  const config = text.replace(/ {2}eingang: \{ connector: folder.*\n/, portal);
  if (config === text) throw new Error('the configuration of tests has another portal');
  await project.write('amtsbote.yaml', `${config}${further}`);
  const env = {
    ...project.env,
    AMTSBOTE_SECRET_FIT_CLIENT: demoSubscriber.clientSecret,
    AMTSBOTE_SECRET_FIT_DECRYPTION: JSON.stringify(destination?.privateKeys?.decryption[0]),
    AMTSBOTE_SECRET_FIT_SIGNING: JSON.stringify(destination?.privateKeys?.signing),
  };
  return { ...project, env, open: (more = {}) => project.open({ env, ...more }) };
}
