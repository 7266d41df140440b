import { z, type ZodType } from '@amtsbote/sdk/zod';
import { Defect } from '@amtsbote/sdk';
import { type AuthenticationTags, tagsShape } from './events/authentication-tags.ts';
import type { FoundProblem } from './problem-types.ts';

/** What is kept of a submission, sealed, until its outcome was told: the portal forgets all of it with our answer. */
export interface Handle {
  readonly destination: string;
  readonly submission: string;
  readonly matter: string;
  /** Absent where the event log did not prove them: then the submission cannot be accepted. */
  readonly tags?: AuthenticationTags | undefined;
  /** `$schema` of the events of the service. */
  readonly setSchema?: string | undefined;
  readonly problem?: FoundProblem | undefined;
  readonly replyChannel?: { readonly name: string; readonly value: unknown } | undefined;
  /** The application in the status monitor of BundID. */
  readonly applicationId?: string | undefined;
  /** The service (Leistung) that was asked for. */
  readonly service?: string | undefined;
}

const shape: ZodType<Handle> = z.object({
  destination: z.guid(),
  submission: z.guid(),
  matter: z.guid(),
  tags: tagsShape.optional(),
  setSchema: z.string().optional(),
  problem: z.object({ type: z.string(), instance: z.string() }).optional(),
  replyChannel: z.object({ name: z.string(), value: z.unknown() }).optional(),
  applicationId: z.string().optional(),
  service: z.string().optional(),
});

/** A handle as it is kept. */
export function writeHandle(handle: Handle): string {
  return JSON.stringify(handle);
}

/** @throws Defect AB_DEFECT when it is none of ours */
export function readHandle(text: string | undefined): Handle {
  try {
    return shape.parse(JSON.parse(text ?? ''));
  } catch {
    throw new Defect('AB_DEFECT', 'what was kept of a FIT-Connect submission cannot be read');
  }
}
