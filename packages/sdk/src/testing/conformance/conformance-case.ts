/** One case of a conformance suite, to be handed to whatever runs tests. */
export interface ConformanceCase {
  /** A sentence about behaviour. */
  readonly name: string;
  /** Why it cannot be run with these options. `run` then fails with this reason: a case that was not run has not passed. */
  readonly skipped?: string | undefined;
  /**
   * Runs the case, alone: no other case of the suite at the same time.
   *
   * @throws ConformanceFailure
   */
  run(): Promise<void>;
}

/** What a case found: what was expected and what was seen, without any value of a record or message. */
export class ConformanceFailure extends Error {
  readonly expected: string;
  readonly seen: string;

  constructor(expected: string, seen: string) {
    super(`expected ${expected}; saw ${seen}`);
    this.name = 'ConformanceFailure';
    this.expected = expected;
    this.seen = seen;
  }
}

/** Fails the case unless something holds. */
export function expectThat(holds: boolean, expected: string, seen: string): asserts holds {
  if (!holds) throw new ConformanceFailure(expected, seen);
}

/** How a suite writes a case down; `Bench` is what its body works with, made anew for each. */
export interface CaseDefinition<Options, Bench> {
  readonly name: string;
  /** Why the case cannot be run with these options; undefined when it can. */
  readonly missing?: ((options: Options) => string | undefined) | undefined;
  readonly body: (bench: Bench) => Promise<void>;
}

/** Makes the list of cases: each gets a bench of its own, which is closed whatever happens. */
export function casesOf<Options, Bench extends AsyncDisposable>(
  definitions: readonly CaseDefinition<Options, Bench>[],
  options: Options,
  open: (options: Options) => Promise<Bench>,
): readonly ConformanceCase[] {
  return definitions.map(({ name, missing, body }) => {
    const skipped = missing?.(options);
    const run = async (): Promise<void> => {
      expectThat(skipped === undefined, 'the case to be run', `that it cannot be: ${skipped}`);
      await using bench = await open(options);
      await body(bench);
    };
    return skipped === undefined ? { name, run } : { name, skipped, run };
  });
}

/** `1 record`, `2 records`. */
export function counted(count: number, noun: string): string {
  return `${count} ${noun}${count === 1 ? '' : 's'}`;
}
