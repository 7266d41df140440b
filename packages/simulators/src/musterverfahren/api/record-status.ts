/** How far the work on a record is. */
export const recordStatuses = ['eingegangen', 'in_bearbeitung', 'rueckfrage', 'abgeschlossen'] as const;

/** One of {@link recordStatuses}. */
export type RecordStatus = (typeof recordStatuses)[number];

/** The status that a request names; undefined when it names none. */
export function readRecordStatus(body: Buffer): RecordStatus | undefined {
  try {
    const { status } = JSON.parse(body.toString('utf8')) as { status?: unknown };
    return recordStatuses.find((known) => known === status);
  } catch {
    return undefined;
  }
}
