/** A name or text of others, fit for a report: control and direction characters, which could turn it around, become a visible mark. */
export function visible(text: string): string {
  return text.replaceAll(/[\p{Cc}\p{Cs}\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069\ufeff\ufffe\uffff]/gu, '\ufffd');
}
