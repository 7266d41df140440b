import type { XmlContent } from '../answer-writer.ts';
import { typeOfRoot } from '../by-namespace.ts';
import type { AnswerBuilder, AnswerDocument, AnswerRequest } from '../profile.ts';
import { answerMessage, codeOf, editionOf, impossible, needed, originalIdentification } from './answer-envelope.ts';
import { rejection } from './rejection.ts';

/**
 * The answers that XBau-Kernmodul has for any process, in the edition of the message that is answered.
 *
 * Options: `information` (a text for 1120 and 1180); `status` (a code of `statusbauportal`) for 1170, with `list` and `listVersion`
 * where another code list is agreed on.
 */
export const xbauAnswers: Readonly<Record<string, AnswerBuilder>> = {
  '1100': rejection,
  '1120': receipt,
  '1121': fileReference,
  '1170': portalStatus,
  '1180': acknowledgement,
};

/** 1120: it has arrived and is being worked on. */
async function receipt(request: AnswerRequest): Promise<AnswerDocument> {
  return answerMessage(request, 'prozessnachrichten.eingangsbestaetigung.1120', {
    bezug: {
      referenz: matterOf(request),
      vorgang: request.reference,
      bezugNachricht: originalIdentification(request),
    },
    information: informationOf(request),
  });
}

/** 1121: the file reference. The standard wants no reference to a message here. */
async function fileReference(request: AnswerRequest): Promise<AnswerDocument> {
  return answerMessage(request, 'prozessnachrichten.aktenzeichen.1121', {
    bezug: { referenz: matterOf(request), vorgang: needed(request.reference, 'the reference of the target (Aktenzeichen)') },
  });
}

/** 1170: the status that the portal shows. */
async function portalStatus(request: AnswerRequest): Promise<AnswerDocument> {
  const { header, options, original, reference } = request;
  if (header.matter === undefined && reference === undefined) needed(header.matter, 'the id of the matter (referenzAntragsservice)');
  const { status } = editionOf(original);
  const list = { uri: options['list'] ?? status.uri, version: options['listVersion'] ?? status.version };
  return answerMessage(request, 'prozessnachrichten.statusFuerAntragsportal.1170', {
    bezug: { referenz: header.matter, vorgang: reference, bezugNachricht: originalIdentification(request) },
    statusAntragsportal: codeOf(needed(options['status'], 'the option `status`'), list),
  });
}

/** 1180: the receipt for messages that have none of their own. */
async function acknowledgement(request: AnswerRequest): Promise<AnswerDocument> {
  const { acknowledged } = editionOf(request.original);
  const type = needed(typeOfRoot(request.original), 'the type of the message');
  if (!acknowledged) throw impossible('this version has no message 1180');
  if (!acknowledged.types.has(type)) throw impossible('messages of this type are not acknowledged by 1180');
  return answerMessage(request, 'prozessnachrichten.generischeQuittierungEingang.1180', {
    bezug: {
      referenz: matterOf(request),
      vorgang: request.reference ?? request.header.reference,
      bezugNachricht: originalIdentification(request),
    },
    nachrichtentyp: codeOf(type, acknowledged),
    information: informationOf(request),
  });
}

function matterOf({ header }: AnswerRequest): string {
  return needed(header.matter, 'the id of the matter (referenzAntragsservice)');
}

function informationOf({ options }: AnswerRequest): XmlContent | undefined {
  const text = options['information']?.trim();
  return text === undefined || text === '' ? undefined : { textabsatz: text };
}
