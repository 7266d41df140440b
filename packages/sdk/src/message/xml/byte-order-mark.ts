const mark = Buffer.of(0xef, 0xbb, 0xbf);
const reference = /&#(?:0*65279|x0*feff);/i;

/** Whether a text of this document may begin with a byte order mark, as it stands or as a reference (`&#xFEFF;`). The document itself has none. */
export function mayHoldMarks(utf8: Uint8Array): boolean {
  const bytes = Buffer.from(utf8.buffer, utf8.byteOffset, utf8.byteLength);
  if (bytes.includes(mark)) return true;
  const first = bytes.indexOf('&#', 0, 'latin1');
  return first >= 0 && reference.test(bytes.toString('latin1', first));
}
