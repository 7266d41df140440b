const headBytes = 8_192;
const rootTag = /<(?:[^\s<>:!?/]+:)?CodeList[\s>/]/;

/** Whether a file looks like a code list in Genericode, by its first bytes. Only reading it tells for sure. */
export function isGenericode(bytes: Uint8Array): boolean {
  const head = Buffer.from(bytes.subarray(0, headBytes)).toString('latin1');
  return head.includes('/codelist/ns/genericode/') && rootTag.test(head);
}
