import type { Finding } from '../../model/finding.ts';

/**
 * One thing lint says of a mapping. `error`: it cannot work, or will end in a case. `warning`: it may end in a case. `note`: worth
 * knowing.
 */
export interface LintFinding {
  readonly severity: 'error' | 'warning' | 'note';
  readonly finding: Finding;
  /** The schema it was found against; left out where it holds for all. */
  readonly schema?: string | undefined;
  /** All fields it concerns, where it is said once for several. */
  readonly fields?: readonly string[] | undefined;
}

/** What lint found in one mapping. */
export interface MappingLint {
  readonly file: string;
  /** By severity and line. */
  readonly findings: readonly LintFinding[];
  /** Paths or parts that could not be judged, with the reason. */
  readonly notJudged: readonly NotJudged[];
  /** How many paths were looked at. */
  readonly paths: number;
  /** Names of the schemas they were looked at against; none when there is no schema for these messages. */
  readonly schemas: readonly string[];
  /** Targets whose records it was checked against. */
  readonly targets: readonly string[];
  /** Targets that could not be opened, so that their required fields are not checked. */
  readonly targetsNotOpened: readonly string[];
}

export interface NotJudged {
  readonly path: string;
  readonly line?: number | undefined;
  readonly why: string;
}
