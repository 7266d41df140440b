import type { Finding } from '../../../model/finding.ts';
import type { XmlContent } from '../answer-writer.ts';
import { typeOfRoot } from '../by-namespace.ts';
import { officialCodeOf } from '../official-codes.ts';
import type { AnswerDocument, AnswerRequest } from '../profile.ts';
import { answerMessage, codeOf, editionOf, impossible, needed, originalIdentification } from './answer-envelope.ts';
import type { XbauEdition } from './editions.ts';

/** 1100: the message is rejected, with official codes and the message itself. Never sent in answer to a 1100. */
export async function rejection(request: AnswerRequest): Promise<AnswerDocument> {
  const { original, findings } = request;
  if (typeOfRoot(original) === '1100') throw impossible('a rejection must not be answered with a rejection');
  const edition = editionOf(original);
  if (findings.length === 0) throw impossible('a reason is missing');
  const bytes = needed(request.bytes, 'the message as it came');
  return answerMessage(request, 'prozessnachrichten.rueckweisung.G2G.1100', {
    rueckweisungDaten: {
      rueckweisungsgrund: findings.map((finding) => reasonOf(finding, edition)),
      idNachricht: originalIdentification(request),
      nachricht: Buffer.from(bytes).toString('base64'),
    },
  });
}

function reasonOf(finding: Finding, { errors }: XbauEdition): XmlContent {
  const code = officialCodeOf(finding, 'xbau-fehlerkennzahlen');
  return {
    grund: codeOf(code === 'A010' && errors.version === '2.1' ? 'S999' : code, errors),
    fehlertext: plain([finding.message, placeOf(finding), `(${finding.code})`].filter(Boolean).join(' ')),
  };
}

/** Where it was found; findings hold no values. */
function placeOf({ where }: Finding): string {
  return [where?.line === undefined ? '' : `Zeile ${where.line}`, where?.path ?? ''].filter(Boolean).join(', ');
}

/** Only characters that DIN 91379 datatype C takes for certain. */
function plain(text: string): string {
  return text
    .normalize('NFC')
    .replaceAll(/[\u2010-\u2015]/g, '-')
    .replaceAll(/[\u2018-\u201f]/g, "'")
    .replaceAll('\u2026', '...')
    .replaceAll(/\s+/g, ' ')
    .replaceAll(/[^\u0020-\u007e\u00a0-\u00ac\u00ae-\u017e]/g, '?');
}
