/**
 * A text from a portal or a target, fit for a terminal: control and direction characters, which could rewrite what is on the
 * screen, and a byte order mark, which nobody sees, become a visible mark.
 */
export function plain(text: string): string {
  return text.replace(/[\p{Cc}\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069\ufeff]/gu, '\ufffd');
}
