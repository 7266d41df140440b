/** What could rewrite a screen or turn a text around, and a byte order mark, which nobody sees. */
const unprintable = /[\p{Cc}\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069\ufeff]/gu;

/** A text from a portal or a target, fit for a terminal: control and direction characters become a visible mark. */
export function plain(text: string): string {
  return text.replace(unprintable, '\ufffd');
}

/**
 * A whole output, fit for a terminal whatever a command left in it: only ends of lines and our own colours pass. The last door, behind
 * {@link plain} for each text.
 */
export function onScreen(text: string): string {
  return text
    .split(/(\n|\u001b\[(?:1|2|22|31|32|33|39)m)/)
    .map((part, at) => (at % 2 === 1 ? part : plain(part)))
    .join('');
}

/** JSON in which nothing can move a terminal: the same data, with such characters written as `\uXXXX`. */
export function plainJson(value: unknown, replacer?: (key: string, value: unknown) => unknown, indent?: number): string {
  const text = JSON.stringify(value, replacer, indent);
  return text.replace(unprintable, (character) =>
    character === '\n' ? character : `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`,
  );
}
