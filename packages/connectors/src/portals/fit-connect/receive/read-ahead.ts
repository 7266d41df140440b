/** Begins so many ahead and yields their ends in order. What was begun when the caller stops is ended, too. */
export async function* readAhead<Source, End>(
  sources: AsyncIterable<Source>,
  together: number,
  read: (source: Source) => Promise<End>,
): AsyncIterable<End> {
  const reading: Promise<End>[] = [];
  try {
    for await (const source of sources) {
      const begun = read(source);
      begun.catch(() => undefined);
      reading.push(begun);
      const first = reading.length < together ? undefined : reading.shift();
      if (first !== undefined) yield await first;
    }
    for (let next = reading.shift(); next !== undefined; next = reading.shift()) yield await next;
  } finally {
    await Promise.allSettled(reading);
  }
}
