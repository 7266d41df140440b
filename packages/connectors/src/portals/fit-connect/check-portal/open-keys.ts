import { listSubmissions } from '../receive/list-submissions.ts';
import type { SubmissionApi } from '../service/submission-api.ts';

/** Which keys what waits at a destination is encrypted with. */
export interface OpenKeys {
  /** Submissions by the id of the key of their metadata. */
  readonly counts: ReadonlyMap<string, number>;
  /** Submissions that could not be read. */
  readonly unread: number;
  /** Submissions behind those that are looked at. */
  readonly more: number;
}

/** So many are looked at: each comes with its encrypted message. */
const looked = 200;

/** Looks with which keys the submissions that wait are encrypted. Changes nothing: they go on waiting. */
export async function openKeys(destination: string, api: SubmissionApi): Promise<OpenKeys> {
  const counts = new Map<string, number>();
  let [unread, more, count] = [0, 0, 0];
  for await (const { submission } of listSubmissions(api, destination)) {
    if (++count > looked) {
      more += 1;
      continue;
    }
    const kid = await kidOf(submission, api).catch(() => undefined);
    if (kid === undefined) unread += 1;
    else counts.set(kid, (counts.get(kid) ?? 0) + 1);
  }
  return { counts, unread, more };
}

async function kidOf(submission: string, api: SubmissionApi): Promise<string | undefined> {
  const { encryptedMetadata } = await api.submission(submission);
  const [header = ''] = encryptedMetadata.split('.', 1);
  const { kid } = JSON.parse(Buffer.from(header, 'base64url').toString('utf8')) as { kid?: unknown };
  return typeof kid === 'string' ? kid : undefined;
}
