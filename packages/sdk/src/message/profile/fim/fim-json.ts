import { headerReader } from '../header-reader.ts';
import { lazyPath } from '../lazy-path.ts';
import type { Message } from '../../message.ts';
import type { MessageKind, Profile } from '../profile.ts';

/** A letter and 8 (XDatenfelder 2), 11 or 12 digits (XDatenfelder 3). */
const isFimId =
  "contains('GFS', substring(name(),1,1)) and translate(substring(name(),2),'0123456789','')='' and (string-length(name())=9 or string-length(name())=12 or string-length(name())=13)";
const hasFimIds = lazyPath(`*[${isFimId}] or */*[${isFimId}]`);
const schemaMember = lazyPath("*[starts-with(name(),'S')][" + isFimId + ']');
const schemaAddress = lazyPath('_x0024_schema | _x0024_id | schema');

/**
 * JSON of a FIM schema: members are named by FIM ids, at the top or one level below. The type is the id of the schema and the version
 * its version, where `$schema` or a member tells them.
 */
export const fimJson: Profile = { name: 'fim-json', title: 'FIM (JSON)', detect, header: headerReader({}) };

function detect(message: Message): MessageKind | undefined {
  if (message.kind !== 'json' || !message.test(hasFimIds())) return undefined;
  const stated = /\b(s\d{8,12})[_v]+(\d+(?:\.\d+)*)/i.exec(message.string(schemaAddress()));
  if (stated) return { type: stated[1]?.toUpperCase(), version: stated[2]?.replace(/\.$/, '') };
  const [member] = message.select(schemaMember());
  return { type: member ? /S\d+/.exec(member.path)?.[0] : undefined };
}
