/** Runs at most so many of what it is given at the same time: waiting overlaps, and two cores are not overrun. */
export function inLanes(count: number): <T>(act: () => Promise<T>) => Promise<T> {
  const lanes: Promise<unknown>[] = Array.from({ length: count }, async () => undefined);
  let next = 0;
  return async (act) => {
    const lane = next++ % count;
    const turn = lanes[lane]!.then(act);
    lanes[lane] = turn.catch(() => undefined);
    return turn;
  };
}
