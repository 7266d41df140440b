const token =
  /<!--[^]*?-->|<!\[CDATA\[[^]*?\]\]>|<\?[^]*?\?>|<!DOCTYPE(?:"[^"]*"|'[^']*'|[^["'>])*(?:\[(?:<!--[^]*?-->|<\?[^]*?\?>|"[^"]*"|'[^']*'|[^\]"'])*\]\s*)?>|<\/[^>]*>|<(?<name>[^\s/>!?]+)(?:"[^"]*"|'[^']*'|[^"'>])*>/g;
const referring = new Set(['import', 'include', 'redefine', 'override']);
const location = /(\sschemaLocation\s*=\s*)("[^"]*"|'[^']*')/;

/**
 * Points the references of a schema elsewhere, and leaves every other byte and every line as it is.
 *
 * @param targets one per reference in the order of the file; undefined leaves it as it is
 */
export function rewriteLocations(utf8: Uint8Array, targets: readonly (string | undefined)[]): Uint8Array {
  let depth = 0;
  let index = 0;
  const text = Buffer.from(utf8).toString('latin1');
  const rewritten = text.replaceAll(token, (tag: string, ...rest: unknown[]) => {
    if (tag.startsWith('</')) depth--;
    const { name } = rest.at(-1) as { name: string | undefined };
    if (name === undefined) return tag;
    const isReference = depth === 1 && referring.has(name.slice(name.indexOf(':') + 1));
    if (!tag.endsWith('/>')) depth++;
    return isReference ? withLocation(tag, targets[index++]) : tag;
  });
  return Buffer.from(rewritten, 'latin1');
}

function withLocation(tag: string, target: string | undefined): string {
  if (target === undefined) return tag;
  if (location.test(tag)) return tag.replace(location, (_, before: string) => `${before}"${target}"`);
  return tag.replace(/\s*\/?>$/, (end) => ` schemaLocation="${target}"${end}`);
}
