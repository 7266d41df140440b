/** The bound of a figure. `max` and `min` are met by equality. */
export interface Goal {
  /** The name of the figure that is bounded. */
  readonly figure: string;
  readonly max?: number;
  readonly min?: number;
}

/** Every figure of a benchmark, by a name that ends with its unit, such as `perSecond` or `medianMs`. */
export type Figures = Readonly<Record<string, number>>;

/** True when every goal is met. A goal without its figure, or with a figure that is no number, is not met. */
export function goalsAreMet(figures: Figures, goals: Readonly<Record<string, Goal>>): boolean {
  return Object.values(goals).every(({ figure, max = Infinity, min = -Infinity }) => {
    const value = figures[figure];
    return value !== undefined && value <= max && value >= min;
  });
}

/**
 * Prints the last line of a benchmark, JSON with figures, goals and whether they are met, and sets the exit code to 1
 * when they are not.
 */
export function report(bench: string, figures: Figures, goals: Readonly<Record<string, Goal>>): void {
  const met = goalsAreMet(figures, goals);
  console.log(JSON.stringify({ bench, figures: rounded(figures), goals, met }));
  if (!met) process.exitCode = 1;
}

function rounded(figures: Figures): Figures {
  return Object.fromEntries(Object.entries(figures).map(([name, value]) => [name, Number(value.toPrecision(4))]));
}
