/** The names behind every `secret:NAME` in a part of the configuration, such as the options of portals and targets. */
export function namedSecrets(node: unknown): readonly string[] {
  if (typeof node === 'string') return node.startsWith('secret:') ? [node.slice('secret:'.length)] : [];
  return typeof node === 'object' && node !== null ? Object.values(node).flatMap(namedSecrets) : [];
}
