import { z, type ZodType } from '@amtsbote/sdk/zod';

/** The parts of metadata (1.x and 2.x) that are read; the others are checked and dropped. */
export interface MetadataFile {
  readonly $schema?: string | undefined;
  readonly contentStructure: {
    readonly data?:
      | {
          readonly hash: HashFile;
          readonly submissionSchema?: { readonly schemaUri: string; readonly mimeType: 'application/json' | 'application/xml' } | undefined;
        }
      | undefined;
    readonly attachments?: readonly AttachmentFile[] | undefined;
  };
  readonly publicServiceType?: { readonly identifier: string } | undefined;
  readonly replyChannel?: Readonly<Record<string, unknown>> | undefined;
  readonly additionalReferenceInfo?: { readonly idBundDeApplicationId?: string | undefined } | undefined;
}

/** A hash as written: SHA-512, lower-case hex. */
export interface HashFile {
  readonly type: 'sha512';
  readonly content: string;
}

/** An attachment as written. */
export interface AttachmentFile {
  readonly attachmentId: string;
  readonly hash: HashFile;
  readonly purpose: string;
  readonly mimeType: string;
  readonly filename?: string | undefined;
  /** Ids of the parts, in order, where it was too large to be sent whole. */
  readonly fragments?: readonly string[] | undefined;
}

const text = z.string();
const hash: ZodType<HashFile> = z.object({ type: z.literal('sha512'), content: z.string().regex(/^[a-f0-9]{128}$/) });
const ades = 'http://uri.etsi.org/ades/191x2/level/baseline/B-';
const signature = z.object({
  signatureFormat: z.enum(['cms', 'xml', 'pdf', 'asic', 'json']),
  eidasAdesProfile: z.enum([`${ades}B#`, `${ades}T#`, `${ades}LT#`, `${ades}LTA#`]).optional(),
  detachedSignature: z.boolean(),
  content: z
    .string()
    .regex(/^(?:[a-zA-Z0-9+/=]+|[a-zA-Z0-9_-]+)$/)
    .optional(),
});
const submissionSchema = z.object({ schemaUri: z.string().min(1), mimeType: z.enum(['application/json', 'application/xml']) });

const attachment = {
  hash,
  signature: signature.optional(),
  purpose: z.enum(['form', 'attachment', 'report']),
  mimeType: z.string().regex(/^[-\w.]+\/[-\w.+]+$/),
  attachmentId: z.guid(),
  filename: text.optional(),
  description: text.optional(),
};

const payment = {
  transactionUrl: text.optional(),
  transactionId: z.string().regex(/^[\w-]{1,36}$/),
  transactionReference: text,
  transactionTimestamp: text.optional(),
  paymentMethod: z.enum(['GIROPAY', 'PAYDIRECT', 'CREDITCARD', 'PAYPAL', 'INVOICE', 'OTHER']),
  paymentMethodDetail: z
    .string()
    .regex(/^[\w-]{1,36}$/)
    .optional(),
  status: z.enum(['INITIAL', 'BOOKED', 'FAILED', 'CANCELED']),
  grossAmount: z.number().min(0.01).optional(),
};

/** The ways to answer, each with the least that its schema asks for. */
const replyChannels: Readonly<Record<string, ZodType>> = {
  eMail: z.object({ address: text }),
  deMail: z.object({ address: text }),
  fink: z.object({ finkPostfachRef: z.string().regex(/^[-._a-z0-9~/]{1,150}$/) }),
  elster: z.object({ accountId: text, geschaeftszeichen: z.string().max(60).optional() }),
  fitConnect: z.object({ processStandards: z.array(text).min(1), encryptionPublicKey: z.looseObject({ kty: z.literal('RSA') }) }),
  idBundDeMailbox: z.object({ mailboxUuid: z.guid() }),
};
const replyChannel = z.record(z.string(), z.unknown()).superRefine((channels, context) => {
  const names = Object.keys(channels);
  if (names.length !== 1) context.addIssue({ code: 'custom', message: 'exactly one' });
  for (const name of names) {
    const shape = replyChannels[name];
    if (shape !== undefined && !shape.safeParse(channels[name]).success)
      context.addIssue({ code: 'custom', path: [name], message: 'members' });
  }
});

const common = { paymentInformation: z.object(payment).optional(), replyChannel: replyChannel.optional() };

/** Metadata 1.x: everything but the structure of the content may be missing. */
export const metadata1: ZodType<MetadataFile> = z.looseObject({
  ...common,
  $schema: text.optional(),
  contentStructure: z.looseObject({
    data: z.object({ hash, signature: signature.optional(), submissionSchema: submissionSchema.optional() }).optional(),
    attachments: z.array(z.object(attachment)).optional(),
  }),
  publicServiceType: z.object({ identifier: text }).optional(),
  additionalReferenceInfo: z
    .looseObject({ senderReference: text.optional(), applicationDate: text.optional(), idBundDeApplicationId: text.optional() })
    .optional(),
});

/** Metadata 2.x. */
export const metadata2: ZodType<MetadataFile> = z.looseObject({
  ...common,
  $schema: text,
  contentStructure: z.looseObject({
    data: z.object({ hash, signature: signature.optional(), submissionSchema }),
    attachments: z.array(
      z.object({
        ...attachment,
        purpose: z.enum(['form', 'attachment', 'report', 'data']),
        fragments: z
          .array(z.guid())
          .min(1)
          .refine((ids) => new Set(ids).size === ids.length, 'each once')
          .optional(),
      }),
    ),
  }),
  additionalReferenceInfo: z
    .strictObject({
      senderReference: text.optional(),
      applicationDate: text.optional(),
      idBundDeApplicationId: z.guid().optional(),
      zustimmungZumDigitalenBescheid: z.boolean().optional(),
    })
    .optional(),
  author: z
    .object({
      name: text,
      description: text.optional(),
      url: text.optional(),
      product: z.object({ name: text, description: text.optional(), version: text, manufacturer: text }),
    })
    .optional(),
  dataSets: z
    .array(
      z.object({
        dataSetId: z.guid(),
        schema: z.object({ schemaUri: text, mimeType: z.enum(['application/json', 'application/xml', 'application/jose']) }),
        hash,
        description: text.optional(),
        content: z.unknown().refine((content) => content !== undefined, 'required'),
      }),
    )
    .optional(),
});
