const longest = 150;

/** The name of an attachment as it is shown and kept: without folders, control characters and what else makes names dangerous. */
export function attachmentName(sent: string | undefined, number: number, mediaType: string): string {
  const last = (sent ?? '').split(/[/\\]/).at(-1) ?? '';
  const clean = last
    .normalize('NFC')
    .replaceAll(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/gu, '')
    .trim();
  if (/^\.*$/.test(clean)) return `anlage-${number}${extensions[mediaType] ?? ''}`;
  const letters = [...clean];
  if (letters.length <= longest) return clean;
  const extension = /\.[A-Za-z0-9]{1,10}$/.exec(clean)?.[0] ?? '';
  return letters.slice(0, longest - extension.length).join('') + extension;
}

const extensions: Readonly<Record<string, string>> = {
  'application/json': '.json',
  'application/pdf': '.pdf',
  'application/xml': '.xml',
  'image/jpeg': '.jpg',
  'image/png': '.png',
  'text/plain': '.txt',
};
