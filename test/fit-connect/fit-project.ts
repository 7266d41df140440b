import { demoSubscriber, type FitConnect } from '@amtsbote/simulators/fit-connect';
import { makeProject, type Project } from '../support/project.ts';

/**
 * A project whose portal is the service instead of a folder, with its first destination; `further` is added to its configuration. The
 * others of the service are added with {@link otherDestinations}.
 */
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

/** The project with all other destinations of the service, too. */
export async function otherDestinations(project: Project, service: FitConnect): Promise<Project> {
  const others = service.destinations.slice(1);
  const lines = others.map(
    ({ destinationId }, at) =>
      `        - { id: ${destinationId}, decryptionKeys: [secret:fit-decryption-${at}], signingKey: secret:fit-signing-${at} }\n`,
  );
  const config = await project.read('amtsbote.yaml');
  await project.write(
    'amtsbote.yaml',
    config.replace(/signingKey: secret:fit-signing \}\n/, (first) => first + lines.join('')),
  );
  const secrets = others.flatMap(({ privateKeys }, at) => [
    [`AMTSBOTE_SECRET_FIT_DECRYPTION_${at}`, JSON.stringify(privateKeys?.decryption[0])],
    [`AMTSBOTE_SECRET_FIT_SIGNING_${at}`, JSON.stringify(privateKeys?.signing)],
  ]);
  const env = { ...project.env, ...(Object.fromEntries(secrets) as Record<string, string>) };
  return { ...project, env, open: (more = {}) => project.open({ env, ...more }) };
}
