/** The part of a held request that is looked at. */
export interface HeldRequestLike {
  headers(): Readonly<Record<string, string>>;
  postDataBuffer(): Buffer | null;
}

/**
 * True when a held request shows all that the browser would send. The content of files that the browser reads from disk
 * is left out of it: then a file has a name and is empty.
 */
export function hasWholeBody(request: HeldRequestLike): boolean {
  const type = request.headers()['content-type'] ?? '';
  if (!type.startsWith('multipart/form-data')) return true;
  const boundary = /boundary="?([^";]+)/.exec(type)?.[1];
  const body = request.postDataBuffer();
  if (body === null || boundary === undefined) return false;
  const emptyPart = `\r\n\r\n\r\n--${boundary}`;
  for (let at = body.indexOf(emptyPart); at >= 0; at = body.indexOf(emptyPart, at + 1)) {
    const head = body.subarray(Math.max(0, body.lastIndexOf(`--${boundary}`, at)), at).toString('latin1');
    if (/; filename="[^"]/.test(head)) return false;
  }
  return true;
}
