import type { SimpleType } from '../../schema-model/schema-model.ts';

/** Whether values of a type stand for an ID, alone, in a list or as one of several kinds. */
export function isIdType(type: SimpleType): boolean {
  return holds(type, ['ID']);
}

/** Whether values of a type must be an ID that stands somewhere in the message. */
export function isReferenceType(type: SimpleType): boolean {
  return holds(type, ['IDREF', 'IDREFS']);
}

function holds(type: SimpleType, builtIns: readonly string[]): boolean {
  if (type.variety === 'union') return type.memberTypes?.some((member) => holds(member, builtIns)) ?? false;
  if (type.variety === 'list' && type.itemType !== undefined) return holds(type.itemType, builtIns);
  return builtIns.includes(type.builtIn);
}
