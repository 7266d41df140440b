import { isAmtsboteError } from '../errors/amtsbote-error.ts';
import { NeedsPerson } from '../errors/families.ts';

/**
 * Does what belongs to a further one of several ordered acts: its steps, its commit, its answer. A fault in it that would say that nothing
 * was saved says instead that the record is not complete.
 *
 * @param name a fixed phrase, such as `address`
 * @throws NeedsPerson AB_RECORD_INCOMPLETE in place of rejections and of what needs a person; other errors as they are
 */
export async function furtherAct<T>(name: string, act: () => Promise<T>): Promise<T> {
  try {
    return await act();
  } catch (error) {
    if (!isAmtsboteError(error) || !(error.effect === 'case' || error.effect === 'rejected') || isAboutRecord(error.code)) throw error;
    const why = error.message.replace(/; nothing was (?:sent|entered|saved)$/, '');
    throw new NeedsPerson('AB_RECORD_INCOMPLETE', `the record was begun, and "${name}" could not be added: ${why}`, { where: error.where });
  }
}

function isAboutRecord(code: string): boolean {
  return code === 'AB_PROOF_MISSING' || code === 'AB_RECORD_INCOMPLETE';
}
