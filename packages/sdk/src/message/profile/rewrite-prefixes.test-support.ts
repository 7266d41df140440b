/** The same document under other prefixes: each prefix of elements and attributes becomes another one. */
export function rewritePrefixes(xml: string): string {
  const names = new Map<string, string>();
  for (const [, prefix] of xml.matchAll(/\sxmlns:([\w.-]+)=/g)) {
    if (prefix !== undefined && prefix !== 'xsi' && !names.has(prefix)) names.set(prefix, `n${names.size}-${prefix.length}`);
  }
  const renamed = (prefix: string): string => names.get(prefix) ?? prefix;
  return xml.replaceAll(/<!--[^]*?-->|<!\[CDATA\[[^]*?\]\]>|<\/?[A-Za-z_](?:"[^"]*"|'[^']*'|[^"'>])*>/g, (tag) => {
    if (tag.startsWith('<!')) return tag;
    return tag
      .replace(/^(<\/?)([\w.-]+):/, (_, open: string, prefix: string) => `${open}${renamed(prefix)}:`)
      .replaceAll(/(\s)xmlns:([\w.-]+)=/g, (_, blank: string, prefix: string) => `${blank}xmlns:${renamed(prefix)}=`)
      .replaceAll(/(\s)([\w.-]+):([\w.-]+)=/g, (whole: string, blank: string, prefix: string, name: string) =>
        prefix === 'xmlns' ? whole : `${blank}${renamed(prefix)}:${name}=`,
      );
  });
}
