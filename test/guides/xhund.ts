import {
  type AnswerBuilder,
  byNamespace,
  defineProfile,
  headerReader,
  NeedsPerson,
  type ProfileDefinition,
  writeAnswer,
} from '@amtsbote/sdk';

/** 0900: what was received, and under which reference it is kept. */
const receipt: AnswerBuilder = async ({ original, header, id, at, reference }) => {
  const { messageId, author, reader, matter } = header;
  if (messageId === undefined || author?.key === undefined || reader?.key === undefined) {
    throw new NeedsPerson('AB_ANSWER_IMPOSSIBLE', 'A receipt of XHund cannot be made: id, sender or recipient is missing');
  }
  return writeAnswer('x:hund.quittung.0900', {
    '@xmlns:x': original.root.namespace,
    '@test': original.root.attributes.get('test'),
    'x:kopf': {
      'x:id': id,
      'x:zeitpunkt': new Date(at).toISOString(),
      'x:absender': reader.key,
      'x:empfaenger': author.key,
      'x:vorgang': matter,
    },
    'x:bezug': messageId,
    'x:aktenzeichen': reference,
  });
};

/** XHund: dogs, their keepers, and what becomes of it. */
export const profile: ProfileDefinition = defineProfile({
  name: 'xhund',
  title: 'XHund',
  detect: byNamespace(/^urn:example:xhund:(\d+\.\d+)$/),
  header: headerReader(
    {
      messageId: 'x:kopf/x:id',
      createdAt: 'x:kopf/x:zeitpunkt',
      author: { key: 'x:kopf/x:absender' },
      reader: { key: 'x:kopf/x:empfaenger' },
      matter: 'x:kopf/x:vorgang',
    },
    { x: 'profile' },
  ),
  answers: { '0900': receipt },
});
