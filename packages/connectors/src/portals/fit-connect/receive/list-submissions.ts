import { SubmissionFault } from '../faults.ts';
import type { SubmissionApi, SubmissionRef } from '../service/submission-api.ts';

const mostPasses = 20;

/**
 * Lists what waits at a destination, each once. While pages are read, others may answer submissions: then they vanish, and what follows moves to
 * pages that were read already. So a list of several pages is read again from its beginning until it has nothing new and has not become
 * shorter meanwhile: what moved during the last reading may be what was not seen yet.
 */
export async function* listSubmissions(
  api: Pick<SubmissionApi, 'list'>,
  destination: string,
  signal?: AbortSignal,
): AsyncIterable<SubmissionRef> {
  const seen = new Set<string>();
  for (let pass = 0; pass < mostPasses; pass += 1) {
    const before = seen.size;
    const totals: number[] = [];
    for await (const { totalCount, entries } of pagesOf(api, destination, signal)) {
      totals.push(totalCount);
      for (const ref of entries) {
        if (ref.destination !== destination) throw new SubmissionFault('answer-malformed');
        if (seen.has(ref.submission)) continue;
        seen.add(ref.submission);
        yield ref;
      }
    }
    if (totals.length <= 1 || (seen.size === before && new Set(totals).size === 1)) return;
  }
}

type List = SubmissionApi['list'];

async function* pagesOf(
  api: { readonly list: List },
  destination: string,
  signal: AbortSignal | undefined,
): AsyncIterable<Awaited<ReturnType<List>>> {
  let read = 0;
  for (let more = true; more;) {
    const page = await api.list(destination, read, signal);
    read += page.entries.length;
    more = page.entries.length > 0 && read < page.totalCount && signal?.aborted !== true;
    yield page;
  }
}
