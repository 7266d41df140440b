/** How far is read ahead. */
export interface Ahead {
  /** Sources that are read at the same time. */
  readonly together: number;
  /** Ends that are yielded in a row, so that whoever keeps them can do so in one write. At most `together`. */
  readonly inARow: number;
}

/** Begins so many ahead and yields their ends in order. What was begun when the caller stops is ended, too. */
export async function* readAhead<Source, End>(
  sources: AsyncIterable<Source>,
  { together, inARow }: Ahead,
  read: (source: Source) => Promise<End>,
): AsyncIterable<End> {
  const reading: Promise<End>[] = [];
  try {
    for await (const source of sources) {
      const begun = read(source);
      begun.catch(() => undefined);
      reading.push(begun);
      if (reading.length >= together) yield* endsOf(reading.splice(0, inARow));
    }
    while (reading.length > 0) yield* endsOf(reading.splice(0, inARow));
  } finally {
    await Promise.allSettled(reading);
  }
}

/** All that ended well before the first that did not, then its error. */
async function* endsOf<End>(reading: readonly Promise<End>[]): AsyncIterable<End> {
  await Promise.allSettled(reading);
  for (const end of reading) yield await end;
}
