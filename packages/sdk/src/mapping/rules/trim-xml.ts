/** A text without the blanks of XML at its ends, as XSD reads codes, dates, numbers and truth values. */
export function trimXml(text: string): string {
  return text.replace(/^[ \t\r\n]+|[ \t\r\n]+$/g, '');
}
