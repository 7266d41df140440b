import { randomBytes } from 'node:crypto';
import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { sampleFields, sampleNamespace, sampleOf, sampleSchema, sampleXml } from './sample-message.ts';
import { makeWorkFolder } from './work-folder.ts';

/** A project whose hot folder is full: folder portal, XML with a schema, target `rest`. */
export interface Project extends AsyncDisposable {
  readonly directory: string;
  readonly configFile: string;
  /** Puts messages with these numbers into the hot folder. */
  fill(from: number, count: number): Promise<void>;
}

/** How a project differs from one with a hot folder and no attachments. */
export interface ProjectChanges {
  /** The portal, as the configuration has it. */
  readonly portal?: object;
  /** Whether each message comes with one PDF, which goes to the target with the record. Default false. */
  readonly attachment?: boolean;
}

/** Lays out a project in a folder of its own. */
export async function makeProject(targetUrl: string, { portal, attachment = false }: ProjectChanges = {}): Promise<Project> {
  const folder = await makeWorkFolder('project');
  const directory = folder.path;
  await mkdir(join(directory, 'eingang'));
  await writeFile(join(directory, 'master.key'), randomBytes(32).toString('base64'), { mode: 0o600 });
  await writeFile(join(directory, 'registration.xsd'), sampleSchema());
  await writeFile(
    join(directory, 'mapping.yaml'),
    JSON.stringify({ ...mapping, ...(attachment && { attachments: { plan: { name: '*.pdf' } } }) }),
  );
  await writeFile(join(directory, 'target.yaml'), JSON.stringify(targetAt(targetUrl, attachment)));
  const configFile = join(directory, 'amtsbote.yaml');
  await writeFile(configFile, JSON.stringify({ ...config, ...(portal !== undefined && { portals: { eingang: portal } }) }));
  return {
    directory,
    configFile,
    fill: async (from, count) => {
      for (let number = from; number < from + count; number++) {
        await writeFile(join(directory, 'eingang', `m${number}.xml`), sampleXml(sampleOf(number)));
      }
    },
    [Symbol.asyncDispose]: () => folder[Symbol.asyncDispose](),
  };
}

/** The body that the target of a project is sent. */
export function bodyOf(number: number, deliveryKey: string): string {
  return JSON.stringify({ key: deliveryKey, ...sampleOf(number) });
}

const config = {
  ledger: { path: 'ledger.sqlite', masterKey: 'file:master.key' },
  secrets: { sources: ['env'] },
  portals: { eingang: { connector: 'folder', options: { settleMs: 0 } } },
  targets: { application: { productive: false, channels: [{ connector: 'rest', options: 'target.yaml' }] } },
  routes: {
    registration: {
      portal: 'eingang',
      mapping: 'mapping.yaml',
      schema: 'registration.xsd',
      target: 'application',
    },
  },
};

const mapping = {
  message: { root: 'registration', namespace: sampleNamespace },
  prefixes: { m: 'profile' },
  record: 'registration',
  fields: Object.fromEntries(sampleFields.map((name) => [name, { path: `m:${name}`, required: true }])),
};

function targetAt(baseUrl: string, attachment: boolean): object {
  return {
    baseUrl,
    capabilities: { find: 'none', idempotencyKey: true },
    records: {
      registration: {
        fields: {
          ...Object.fromEntries(sampleFields.map((name) => [name, { required: true }])),
          ...(attachment && { plan: { type: 'attachment' } }),
        },
        create: {
          path: '/records',
          headers: { 'Idempotency-Key': '{deliveryKey}' },
          body: {
            key: '{deliveryKey}',
            ...Object.fromEntries(sampleFields.map((name) => [name, `{${name}}`])),
          },
          ...(attachment && { multipart: { record: 'record', files: { plan: 'plan' } } }),
          reference: '/reference',
        },
      },
    },
  };
}
