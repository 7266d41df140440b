/** The kinds of content that are told apart, by the name that the configuration has for each. */
export const contentTypes = ['pdf', 'jpeg', 'png', 'gif', 'tiff', 'office', 'opendocument', 'xml', 'json', 'text'] as const;

/** One of {@link contentTypes}. */
export type ContentType = (typeof contentTypes)[number];

/** What some content is: a kind that may be listed, one that nobody may send, or nothing that is known. */
export type FoundType = ContentType | 'html' | 'program' | 'archive' | 'unknown';

/** As many bytes of the beginning as are looked at. */
export const headBytes = 4096;

const marks: readonly (readonly [FoundType, string])[] = [
  ['pdf', '%PDF-'],
  ['jpeg', '\xff\xd8\xff'],
  ['png', '\x89PNG\r\n\x1a\n'],
  ['gif', 'GIF87a'],
  ['gif', 'GIF89a'],
  ['tiff', 'II*\0'],
  ['tiff', 'MM\0*'],
  ['program', 'MZ'],
  ['program', '\x7fELF'],
  ['program', '\xcf\xfa\xed\xfe'],
  ['program', '\xca\xfe\xba\xbe'],
  ['program', '#!'],
  ['program', 'L\0\0\0\x01\x14\x02\0'],
  ['archive', '7z\xbc\xaf\x27\x1c'],
  ['archive', 'Rar!\x1a\x07'],
  ['archive', '\x1f\x8b'],
  ['archive', 'BZh'],
  ['archive', '\xfd7zXZ\0'],
  ['archive', '\x28\xb5\x2f\xfd'],
];

const namesOf: Readonly<Record<string, ContentType>> = {
  pdf: 'pdf',
  jpg: 'jpeg',
  jpeg: 'jpeg',
  png: 'png',
  gif: 'gif',
  tif: 'tiff',
  tiff: 'tiff',
  docx: 'office',
  xlsx: 'office',
  pptx: 'office',
  odt: 'opendocument',
  ods: 'opendocument',
  odp: 'opendocument',
  xml: 'xml',
  json: 'json',
  txt: 'text',
  csv: 'text',
};

/** What the beginning of some content is. Office files with macros are programs: their list of parts says so where it stands in front. */
export function typeOfContent(head: Uint8Array): FoundType {
  const bytes = Buffer.from(head.buffer, head.byteOffset, head.byteLength);
  const latin = bytes.toString('latin1');
  const known = marks.find(([, mark]) => latin.startsWith(mark));
  if (known !== undefined) return known[0];
  if (latin.startsWith('PK\x03\x04')) return typeOfZip(latin);
  return typeOfText(bytes);
}

/** What the end of a name claims; undefined for one that claims nothing known. */
export function typeOfName(name: string): ContentType | undefined {
  const ending = /\.([a-z0-9]{1,5})$/i.exec(name.trim())?.[1]?.toLowerCase() ?? '';
  return Object.hasOwn(namesOf, ending) ? namesOf[ending] : undefined;
}

function typeOfZip(latin: string): FoundType {
  if (latin.includes('vbaProject.bin')) return 'program';
  if (latin.includes('mimetypeapplication/vnd.oasis.opendocument.')) return 'opendocument';
  return /\[Content_Types\]\.xml|_rels\/\.rels|(word|xl|ppt)\//.test(latin) ? 'office' : 'archive';
}

function typeOfText(bytes: Buffer): FoundType {
  const wide = bytes.length >= 2 && ((bytes[0] === 0xff && bytes[1] === 0xfe) || (bytes[0] === 0xfe && bytes[1] === 0xff));
  if (!wide && bytes.includes(0)) return 'unknown';
  const text = bytes
    .toString(wide && bytes[0] === 0xff ? 'utf16le' : 'latin1')
    .replace(/^(\xef\xbb\xbf|\ufeff)/, '')
    .trimStart();
  if (/^<(!doctype\s+html|html|script|svg|iframe|body)\b|^<\?xml[^>]*>\s*<(html|svg)\b/i.test(text)) return 'html';
  if (text.startsWith('<')) return 'xml';
  return /^[[{]/.test(text) ? 'json' : 'text';
}
