import type { RecordedEvent } from './recorded-event.ts';

/** All that was seen in one session of recording. Holds what a person typed: kept in memory, never written as it is. */
export interface Recording {
  readonly baseUrl: string;
  readonly events: readonly RecordedEvent[];
  /** The key that was typed in place of a delivery key. */
  readonly deliveryKey: string;
  /** Selectors of the way out of a session, seen after the login and not before. */
  readonly loggedIn: readonly string[];
  /** What the application calls the new record, as the person said. */
  readonly reference: string | undefined;
  /** Selectors of where the reference appeared, each of which matched nothing before saving. */
  readonly confirmation: readonly string[];
  /** What the first of them shows. */
  readonly confirmationText?: string | undefined;
  readonly record: ShownRecord | undefined;
  readonly search: ShownSearch | undefined;
}

/** The page of the saved record, as the person opened it. */
export interface ShownRecord {
  readonly url: string;
  /** Labels of fields that it shows with the values that were typed. */
  readonly shows: readonly string[];
  /** Labels of fields that it shows otherwise, or not. */
  readonly lacks: readonly string[];
}

/** The search that the person made. */
export interface ShownSearch {
  readonly url: string;
  /** Selectors of the hits: all that they match show the reference. */
  readonly rows: readonly string[];
  readonly rowShowsKey: boolean;
  /** The text of the first hit. */
  readonly rowText?: string | undefined;
  /** Texts that the same search shows for a key that nothing has, and that the hits do not show. */
  readonly emptyTexts: readonly string[];
}
