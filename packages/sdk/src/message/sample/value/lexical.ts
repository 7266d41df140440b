/** The spellings that the built-in types of XML Schema allow, whitespace collapsed; a type that is missing here allows any text. */
const zone = '(Z|[+-]((0[0-9]|1[0-3]):[0-5][0-9]|14:00))?';
const day = '(0[1-9]|[12][0-9]|3[01])';
const month = '(0[1-9]|1[0-2])';
const year = '-?([1-9][0-9]{4,}|[0-9]{4})';
const clock = '([01][0-9]|2[0-3]):[0-5][0-9]:[0-5][0-9](\\.[0-9]+)?';
const decimal = '[+-]?([0-9]+(\\.[0-9]*)?|\\.[0-9]+)';
const integer = '[+-]?[0-9]+';
const nameStart = '_\\p{L}';
const nameMore = '[-.\\p{L}\\p{N}_·]*';

const spellings: Readonly<Record<string, RegExp>> = {
  boolean: whole('true|false|1|0'),
  decimal: whole(decimal),
  float: whole(`${decimal}([eE][+-]?[0-9]+)?|-?INF|NaN`),
  double: whole(`${decimal}([eE][+-]?[0-9]+)?|-?INF|NaN`),
  duration: whole('-?P(?=.)([0-9]+Y)?([0-9]+M)?([0-9]+D)?(T(?=.)([0-9]+H)?([0-9]+M)?([0-9]+(\\.[0-9]+)?S)?)?'),
  dateTime: whole(`${year}-${month}-${day}T${clock}${zone}`),
  time: whole(`${clock}${zone}`),
  date: whole(`${year}-${month}-${day}${zone}`),
  gYearMonth: whole(`${year}-${month}${zone}`),
  gYear: whole(`${year}${zone}`),
  gMonthDay: whole(`--${month}-${day}${zone}`),
  gDay: whole(`---${day}${zone}`),
  gMonth: whole(`--${month}${zone}`),
  hexBinary: whole('([0-9a-fA-F]{2})*'),
  base64Binary: whole('([A-Za-z0-9+/]{4})*([A-Za-z0-9+/]{2}==|[A-Za-z0-9+/]{3}=)?'),
  anyURI: whole('[^\\s<>"{}|\\\\^`]*'),
  QName: whole(`[${nameStart}]${nameMore}`),
  NOTATION: whole(`[${nameStart}]${nameMore}`),
  language: whole('[a-zA-Z]{1,8}(-[a-zA-Z0-9]{1,8})*'),
  NMTOKEN: whole('[-.:\\p{L}\\p{N}_·]+'),
  Name: whole(`[:${nameStart}][-.:\\p{L}\\p{N}_·]*`),
  NCName: whole(`[${nameStart}]${nameMore}`),
  ID: whole(`[${nameStart}]${nameMore}`),
  IDREF: whole(`[${nameStart}]${nameMore}`),
  ENTITY: whole(`[${nameStart}]${nameMore}`),
};

const integers = new Set([
  'integer',
  'nonPositiveInteger',
  'negativeInteger',
  'long',
  'int',
  'short',
  'byte',
  'nonNegativeInteger',
  'unsignedLong',
  'unsignedInt',
  'unsignedShort',
  'unsignedByte',
  'positiveInteger',
]);

const wholeNumber = whole(integer);

/** Whether a built-in type stands for whole numbers. */
export function isInteger(builtIn: string): boolean {
  return integers.has(builtIn);
}

/** Whether a text is spelled as a built-in type wants it. Stricter than XML Schema with names and addresses, never laxer. */
export function isSpelledAs(builtIn: string, text: string): boolean {
  if (isInteger(builtIn)) return wholeNumber.test(text);
  if (!(spellings[builtIn]?.test(text) ?? true)) return false;
  return !/^(date|dateTime)$/.test(builtIn) || isRealDay(text);
}

function isRealDay(text: string): boolean {
  const [, years, months, days] = /^(-?\d+)-(\d\d)-(\d\d)/.exec(text) ?? [];
  return Number(days) <= new Date(Date.UTC(Math.abs(Number(years)), Number(months), 0)).getUTCDate();
}

function whole(pattern: string): RegExp {
  return new RegExp(`^(?:${pattern})$`, 'u');
}
