import { fillUrlTemplate, NeedsPerson, NotDelivered, type RecordState } from '@amtsbote/sdk';
import type { HttpClient, HttpStatus } from '@amtsbote/sdk/http';
import type { RestOptions } from './options.ts';
import { textAt } from './pointer.ts';

/**
 * What the target says of a record; undefined for a type of which it says nothing.
 *
 * @throws NeedsPerson AB_STATUS_UNKNOWN for a state that is not listed: its text stays here, it may be anything
 */
export async function readState(
  { records }: RestOptions,
  http: HttpClient,
  { recordType, reference, key, signal }: HttpStatus,
): Promise<RecordState | undefined> {
  const described = Object.hasOwn(records, recordType) ? records[recordType]?.status : undefined;
  if (described === undefined) return undefined;
  const path = fillUrlTemplate(described.path, { reference, deliveryKey: key });
  const answer = await http.request({ method: 'GET', path, template: described.path, signal, expect: [200] });
  const said = textAt(answer.json(), described.state);
  if (said === undefined) throw new NotDelivered('AB_TARGET_BROKEN', `the answer to a question for a state has none at ${described.state}`);
  const meaning = Object.hasOwn(described.values, said) ? described.values[said] : undefined;
  if (meaning === undefined) throw new NeedsPerson('AB_STATUS_UNKNOWN', `a state of a ${recordType} is not listed in \`status.values\``);
  const { status, final = status === 'completed' } = typeof meaning === 'string' ? { status: meaning } : meaning;
  return { status, final };
}
