/** True for an amount as German software reads it: dots between thousands, a comma before the cents. */
export function isAmount(text: string): boolean {
  return /^\d[\d.]*(,\d{1,2})?$/.test(text);
}

/**
 * The amount as it is stored, such as `1.234,50`. Dots are thousands wherever they stand, so `120.50` becomes `12.050,00`
 * without a word.
 */
export function storedAmount(text: string): string {
  const amount = Number(text.replaceAll('.', '').replace(',', '.'));
  return amount.toLocaleString('de-DE', { minimumFractionDigits: 2, maximumFractionDigits: 2 });
}
