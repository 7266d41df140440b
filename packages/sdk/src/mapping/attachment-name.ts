import type { AttachmentInfo } from '../model/attachment.ts';

/** The extension of files that come without one, by media type. */
const extensions: Readonly<Record<string, string>> = {
  'application/pdf': 'pdf',
  'application/xml': 'xml',
  'application/json': 'json',
  'application/zip': 'zip',
  'image/jpeg': 'jpg',
  'image/png': 'png',
  'image/tiff': 'tif',
  'text/plain': 'txt',
  'text/xml': 'xml',
};

const parts = ['n', 'name', 'ext', 'ref'] as const;
const placeholder = /\{([^{}]*)\}/g;

/** The names in braces that a naming pattern cannot fill. */
export function unknownPlaceholders(pattern: string): readonly string[] {
  return [...pattern.matchAll(placeholder)].map(([, name = '']) => name).filter((name) => !(parts as readonly string[]).includes(name));
}

/** Whether a naming pattern gives several attachments different names. */
export function tellsApart(pattern: string): boolean {
  return /\{(?:n|name|ref)\}/.test(pattern);
}

/** What the target calls an attachment, the `n`th of its field. Slashes and control characters of its name become `_`. */
export function attachmentName(pattern: string, attachment: AttachmentInfo, n: number): string {
  const [, name = attachment.name, extension] = /^(.+)\.([^.]+)$/s.exec(attachment.name) ?? [];
  const ext = extension?.toLowerCase() ?? extensions[attachment.mediaType] ?? 'bin';
  const values: Readonly<Record<string, string>> = { n: String(n), name, ext, ref: attachment.ref };
  return pattern.replaceAll(placeholder, (written, part: string) => values[part] ?? written).replaceAll(/[/\\\u0000-\u001f\u007f]/g, '_');
}
