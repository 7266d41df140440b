import { createHash } from 'node:crypto';
import type { ConnectorServices, Report } from '@amtsbote/sdk';
import { z, type ZodType } from '@amtsbote/sdk/zod';
import type { CertificateTrust } from '../certificates/certificate-trust.ts';
import type { DestinationFile } from '../check/offer.ts';
import type { EventKeys } from '../events/verify-set.ts';
import type { Handle } from '../handle.ts';
import type { FitConnectOptions } from '../options.ts';
import { ServiceRequests } from '../service/requests.ts';
import { SubmissionApi } from '../service/submission-api.ts';
import { applicantMessages, type SignedMessage } from './applicant-messages.ts';
import { authorEnvelope } from './author-envelope.ts';
import { type Encrypt, encryptForDestination, encryptForSender } from './encrypt-for.ts';
import type { ReplyMessage } from './reply-messages.ts';
import { type EncryptedParts, type Sending, sendOnce } from './send-once.ts';

/** What applicants are told with. */
export interface ApplicantServices {
  readonly services: ConnectorServices<FitConnectOptions>;
  /** Of the receiver: replies are sent by whoever received. */
  readonly api: SubmissionApi;
  readonly keys: EventKeys;
  readonly trust: CertificateTrust;
}

/** The version of metadata that is sent. */
const metadataVersion = '2.1.0';

const progressShape: ZodType<Readonly<Record<string, Sending>>> = z.record(
  z.string(),
  z.object({ id: z.guid(), matter: z.guid(), isDone: z.boolean().optional() }),
);

/** Tells whoever asked how it stands, by the way they chose. */
export class Applicants {
  readonly #with: ApplicantServices;
  /** By the id of their client. */
  readonly #senders = new Map<string, ServiceRequests>();

  constructor(services: ApplicantServices) {
    this.#with = services;
    const { options } = services.services;
    for (const to of [options.status, options.mailbox]) {
      const client = to && (to.client ?? options.client);
      if (client === undefined || this.#senders.has(client.id)) continue;
      this.#senders.set(client.id, new ServiceRequests({ ...services.services, options: { ...options, client } }));
    }
  }

  /** Those that send as a sender does, for a check. */
  get senders(): readonly ServiceRequests[] {
    return [...this.#senders.values()];
  }

  /**
   * Sends what a report means for whoever asked, each message once.
   *
   * @throws NeedsPerson | NotDelivered | ConfigurationFault; what was sent before stays sent
   */
  async tell(report: Report, handle: Handle): Promise<void> {
    const messages = applicantMessages(report, handle, this.#with.services.options);
    let progress = readProgress(report.progress);
    for (const message of messages) {
      const keep = async (sending: Sending): Promise<void> => {
        progress = { ...progress, [message.part]: sending };
        await report.keep?.(JSON.stringify(progress));
      };
      const how = { before: progress[message.part], keep };
      await ('to' in message ? this.#post(message, how) : this.#reply(message, handle, how));
    }
  }

  close(): void {
    for (const sender of this.#senders.values()) sender.close();
  }

  async #post({ to, content }: SignedMessage, how: How): Promise<void> {
    const { services } = this.#with;
    const { options, secrets, clock } = services;
    const sender = this.#senders.get((to.client ?? options.client).id);
    if (sender === undefined) return;
    const api = new SubmissionApi(sender, options);
    const service = { identifier: to.service, name: to.service };
    await sendOnce(
      { kind: 'submission', destination: to.destination, service },
      async () => {
        const file = await api.destination(to.destination);
        const key = file.encryptionKid === undefined ? undefined : await api.destinationKey(to.destination, file.encryptionKid);
        const encrypt = await encryptForDestination(key, this.#keyRules());
        const envelope = await authorEnvelope(content, to, { secrets, now: clock.now() });
        const data = Buffer.from(JSON.stringify(envelope), 'utf8');
        return this.#sealed({ data, mimeType: 'application/json', schemaUri: to.schemaUri ?? schemaFor(file, to.service) }, encrypt);
      },
      { ...this.#sending(), ...how, api },
    );
  }

  async #reply({ bytes, mimeType, schemaUri, key }: ReplyMessage, { matter }: Handle, how: How): Promise<void> {
    await sendOnce(
      { kind: 'reply', matter },
      async () => this.#sealed({ data: bytes, mimeType, schemaUri }, await encryptForSender(key, this.#keyRules())),
      { ...this.#sending(), ...how, api: this.#with.api },
    );
  }

  async #sealed({ data, mimeType, schemaUri }: Content, encrypt: Encrypt): Promise<EncryptedParts> {
    const { names } = this.#with.services.options;
    const metadata = {
      $schema: names.metadataSchema.replace('*', metadataVersion),
      contentStructure: {
        data: {
          hash: { type: 'sha512', content: createHash('sha512').update(data).digest('hex') },
          submissionSchema: { schemaUri, mimeType },
        },
        attachments: [],
      },
    };
    const encryptedMetadata = await encrypt(Buffer.from(JSON.stringify(metadata), 'utf8'), 'application/json');
    return { encryptedMetadata, encryptedData: await encrypt(data, mimeType) };
  }

  #keyRules(): Parameters<typeof encryptForSender>[1] {
    return { minimumKeyBits: this.#with.services.options.minimumKeyBits, trust: this.#with.trust };
  }

  #sending(): Omit<Parameters<typeof sendOnce>[2], 'api' | 'before' | 'keep'> {
    const { keys, services } = this.#with;
    const { names, minimumKeyBits } = services.options;
    return { keys, names, minimumKeyBits, boundary: services.boundary };
  }
}

interface How {
  readonly before: Sending | undefined;
  keep(sending: Sending): Promise<void>;
}

interface Content {
  readonly data: Uint8Array;
  readonly mimeType: string;
  readonly schemaUri: string;
}

/** What the one public client of BundID sends, messages and states alike. */
const knownSchema = 'https://schema.fitko.de/fit-connect/id.bund.de/message_v6/1.0.0/zbp-message.schema.json';

/** The only schema that a destination publishes for a service, else the one that is known to be in use. */
export function schemaFor({ publicServices, services }: DestinationFile, identifier: string): string {
  const offered = (publicServices ?? services ?? []).filter((service) => service.identifier === identifier);
  const uris = new Set(offered.flatMap(({ submissionSchemas = [] }) => submissionSchemas.map(({ schemaUri }) => schemaUri)));
  const [only] = uris;
  return uris.size === 1 && only !== undefined ? only : knownSchema;
}

/** What cannot be read is as good as nothing: then the message is announced anew. */
function readProgress(text: string | undefined): Readonly<Record<string, Sending>> {
  try {
    return progressShape.parse(JSON.parse(text ?? '{}'));
  } catch {
    return {};
  }
}
