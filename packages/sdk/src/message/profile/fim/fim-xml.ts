import { headerReader } from '../header-reader.ts';
import type { Message } from '../../message.ts';
import type { MessageKind, Profile } from '../profile.ts';

const generated = /^urn:xoev-de:xfall:standard:fim-(s\d{8,12})_(\d+(?:\.\d+)*)$/i;

/**
 * XML of a FIM schema, as the converter of the FIM portal generates it (XFall). Its type is the id of the schema, its version that
 * of the schema. A document without a header: what tells it from others comes with the transport.
 */
export const fimXml: Profile = { name: 'fim-xml', title: 'FIM (XFall-XML)', detect, header: headerReader({}) };

function detect(message: Message): MessageKind | undefined {
  const match = generated.exec(message.root.namespace);
  return match ? { version: match[2], type: match[1]?.toUpperCase() } : undefined;
}
