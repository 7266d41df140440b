import { type ZodType, z } from '@amtsbote/sdk/zod';

/** `options:` of the portal `folder`. Relative folders are relative to the configuration. */
export interface FolderOptions {
  /** The hot folder. Default `eingang`. */
  readonly path: string;
  /** Where receipts of accepted submissions go. Default `angenommen`. */
  readonly accepted: string;
  /** Where receipts of rejected submissions go. Default `abgelehnt`. */
  readonly rejected: string;
  /** Where receipts of what the target says later go. Default `stand`. */
  readonly status: string;
  /** A file is complete when it has not changed for so long, in milliseconds. Default 2,000; 0 takes everything at once. */
  readonly settleMs: number;
  /** Takes only what has a `.done` marker. Default false: a marker then means complete without waiting. */
  readonly requireDone: boolean;
  readonly limits: FolderLimits;
}

/** What is beyond these becomes a case and is not read. Sizes in bytes. */
export interface FolderLimits {
  /** A message. Default 50 MB. */
  readonly messageBytes: number;
  /** One attachment. Default 200 MB. */
  readonly attachmentBytes: number;
  /** A submission, unpacked. Default 500 MB. What is larger stays in the folder, also as a case. */
  readonly totalBytes: number;
  /** Files of a submission. Default 200. */
  readonly entries: number;
  /** How many times larger than packed a zip may unpack. Default 100. */
  readonly ratio: number;
}

const positive = z.int().positive();

/** Shape of {@link FolderOptions} in the configuration. */
export const folderOptions: ZodType<FolderOptions> = z.strictObject({
  path: z.string().min(1).default('eingang'),
  accepted: z.string().min(1).default('angenommen'),
  rejected: z.string().min(1).default('abgelehnt'),
  status: z.string().min(1).default('stand'),
  settleMs: z.int().nonnegative().default(2000),
  requireDone: z.boolean().default(false),
  limits: z
    .strictObject({
      messageBytes: positive.default(50_000_000),
      attachmentBytes: positive.default(200_000_000),
      totalBytes: positive.default(500_000_000),
      entries: positive.default(200),
      ratio: positive.default(100),
    })
    .prefault({}),
});
