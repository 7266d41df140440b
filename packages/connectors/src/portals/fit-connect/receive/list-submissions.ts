import { SubmissionFault } from '../faults.ts';
import type { SubmissionApi, SubmissionRef } from '../service/submission-api.ts';

const mostPasses = 20;

/**
 * Lists what waits at a destination, each once. While pages are read, others may answer submissions: then they vanish, and what follows moves to
 * pages that were read already. So a list of several pages is read again from its beginning until it has nothing new.
 */
export async function* listSubmissions(
  api: Pick<SubmissionApi, 'list'>,
  destination: string,
  signal?: AbortSignal,
): AsyncIterable<SubmissionRef> {
  const seen = new Set<string>();
  for (let pass = 0; pass < mostPasses; pass += 1) {
    const before = seen.size;
    let read = 0;
    let pages = 0;
    for (let more = true; more;) {
      const { totalCount, entries } = await api.list(destination, read, signal);
      read += entries.length;
      pages += 1;
      more = entries.length > 0 && read < totalCount && !(signal?.aborted ?? false);
      for (const ref of entries) {
        if (ref.destination !== destination) throw new SubmissionFault('answer-malformed');
        if (seen.has(ref.submission)) continue;
        seen.add(ref.submission);
        yield ref;
      }
    }
    if (pages <= 1 || seen.size === before) return;
  }
}
