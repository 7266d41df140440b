import type { PortalEvidence } from '@amtsbote/sdk';
import { isOfAnother } from '../events/event-log.ts';
import { parseSet } from '../events/set-token.ts';
import type { VerifiedSet } from '../events/verify-set.ts';
import { deliveredTags, type Progress } from '../receive/read-submission.ts';
import { type EvidenceContext, evidenceFiles, evidenceFormat, jsonFile, keysFile, type TagsFile } from './format.ts';

/**
 * What proves how a submission came: the events about it as they were received, the keys that verified them, and the authentication tags as
 * announced and as delivered. Of a log that could not be proved the entries alone, under a name of their own.
 */
export function receivedEvidence(progress: Progress): PortalEvidence {
  const { ref, proved, log } = progress;
  const events = proved?.events ?? [];
  const [first] = events;
  const context: EvidenceContext = { ...ref, events: first?.event.slice(0, -first.kind.length) };
  const tags: TagsFile = { announced: proved?.tags, computed: deliveredTags(progress) };
  const destinationKeys = keysOf(events, 'destination');
  return {
    format: evidenceFormat,
    files: {
      [evidenceFiles.context]: jsonFile({
        submission: context.submission,
        matter: context.matter,
        destination: context.destination,
        events: context.events,
      }),
      [evidenceFiles.tags]: jsonFile(tags),
      ...(proved !== undefined && { [evidenceFiles.events]: linesOf(events.map(({ text }) => text)) }),
      ...(proved === undefined && log !== undefined && { [evidenceFiles.unproved]: linesOf(withoutOthers(log, ref.submission)) }),
    },
    shared: {
      ...(proved !== undefined && { [evidenceFiles.serviceKeys]: keysFile(keysOf(events, 'service')) }),
      ...(destinationKeys.length > 0 && { [evidenceFiles.destinationKeys]: keysFile(destinationKeys) }),
    },
  };
}

/** More than the log of a submission has in earnest. */
const mostUnproved = 200;

function keysOf(events: readonly VerifiedSet[], author: VerifiedSet['author']): readonly VerifiedSet['key'][] {
  return events.filter((event) => event.author === author).map(({ key }) => key);
}

/** What cannot be read may be about this submission; a line that would be taken for several is none. */
function withoutOthers(log: readonly string[], submission: string): readonly string[] {
  return log.filter((text) => /^[!-~]{1,100000}$/.test(text) && !isAboutAnother(text, submission)).slice(0, mostUnproved);
}

function isAboutAnother(text: string, submission: string): boolean {
  try {
    return isOfAnother(parseSet(text).claims.sub, submission);
  } catch {
    return false;
  }
}

function linesOf(texts: readonly string[]): string {
  return texts.map((text) => `${text}\n`).join('');
}
