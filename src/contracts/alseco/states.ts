/** «Состояние операции» of invoices and payments, and «Результат» of rollbacks, as the document spells them. */
export const PAYMENT_STATES = ['Success', 'AccountNotFound', 'AccountIsDeleted', 'AccountIsMerged', 'InvoiceNotFound'] as const;
export const INVOICE_STATES = [...PAYMENT_STATES, 'InvoicesNotFormed'] as const;
export const ACCOUNT_STATES = ['Active', 'NotFound', 'Deleted', 'Merged'] as const;
export const ROLLBACK_RESULTS = ['Success', 'PaymentNotFound', 'PaymentProcessed'] as const;

export type InvoiceState = (typeof INVOICE_STATES)[number];
export type AccountState = (typeof ACCOUNT_STATES)[number];
export type RollbackResult = (typeof ROLLBACK_RESULTS)[number];

const isOneOf =
  <T extends string>(known: readonly T[]) =>
  (read: string): read is T =>
    (known as readonly string[]).includes(read);

export const isPaymentState = isOneOf(PAYMENT_STATES);
export const isInvoiceState = isOneOf(INVOICE_STATES);
export const isAccountState = isOneOf(ACCOUNT_STATES);
export const isRollbackResult = isOneOf(ROLLBACK_RESULTS);

/** «Виды ошибок»: failures that come as text in a list's answer, with the name the rest of the product uses. */
export const LIST_ERRORS = {
  'before november 2017': 'Дата раньше 1 ноября 2017 г.',
  'month later than current': 'Месяц позже текущего',
  'bank not found': 'Не найден банк',
  'day not marked': 'День не отмечен',
  'no data for the day': 'Нет данных за выбранный день',
  'no data for the period': 'Нет данных за выбранный период',
  'no data': 'Нет данных',
} as const;
export type ListError = keyof typeof LIST_ERRORS;

/** The documented failure that stands in the text, longer texts first («Нет данных» begins two others). */
export function listErrorIn(said: string): ListError | null {
  const found = Object.entries(LIST_ERRORS).find(([, words]) => said.toLowerCase().includes(words.toLowerCase().replace(/\.$/, '')));
  return found ? (found[0] as ListError) : null;
}
