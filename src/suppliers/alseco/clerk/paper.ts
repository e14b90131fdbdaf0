/**
 * An invoice number typed or scanned from paper: thirteen digits, the last of which is the printer's check digit and is dropped.
 * Twelve digits are the number itself; anything else is null.
 */
export function invoiceFromPaper(typed: string): { readonly number: string; readonly droppedDigit: boolean } | null {
  const digits = typed.replace(/[\s-]/g, '');
  if (/^\d{12}$/.test(digits)) return { number: digits, droppedDigit: false };
  return /^\d{13}$/.test(digits) ? { number: digits.slice(0, 12), droppedDigit: true } : null;
}
