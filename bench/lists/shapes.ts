import { OPERATIONS, type OperationName } from '../../src/contracts/alseco/operations';

/** The lists that are read row by row, each with a row as the document shows it: `id` is nine digits, `second` a second of the day. */
const ROWS = {
  GetNotMovedPays: (id, second) =>
    `<ResultNotMovedPays><InvoicePaymentId>${id}</InvoicePaymentId><InvoiceId>261110134655</InvoiceId><AccountId>2429284</AccountId><SysRef>TLM261121${id}1</SysRef><PaymentDate>2026-11-21T${clock(second).slice(0, 5)}:00</PaymentDate><PaySum>${sum(second)}</PaySum><PaymentReceiveDate>2026-11-21T${clock(second)}.1234567</PaymentReceiveDate></ResultNotMovedPays>`,
  getPaysInfo: (id, second) =>
    `<BankPayInfo><AccountId>2429284</AccountId><InvoiceId>261110134655</InvoiceId><PaymentId>${id}</PaymentId><SysRef>TLM261121${id}1</SysRef><PaySum>${sum(second)}</PaySum><PayDate>2026-11-21T${clock(second)}</PayDate></BankPayInfo>`,
  GetBankPayByMonth: (id, second) =>
    `<PayItem><InvoicePaymentId>${id}</InvoicePaymentId><AccountId>2429284</AccountId><InvoiceId>261110134655</InvoiceId><PaymentReceiveDate>2026-11-21T${clock(second)}</PaymentReceiveDate><SysRef>TLM261121${id}1</SysRef><PaySum>${sum(second)}</PaySum></PayItem>`,
  GetAccountsWithFormedBill: (id) => `<int>${id}</int>`,
  GetBillInfo: (id, second) =>
    `<BillInfo><accountId>${id}</accountId><accountName>Плательщик Пример</accountName><accountAddress>Алматы қ.|г.Алматы, ул. Абая, дом ${second % 300}, кв. ${second % 90}</accountAddress><invoiceId>261110134655</invoiceId><fixSum>${sum(second)}</fixSum></BillInfo>`,
} satisfies Partial<Record<OperationName, (id: number, second: number) => string>>;

export type ListName = keyof typeof ROWS;
export const LIST_NAMES = Object.keys(ROWS) as ListName[];
export const isListName = (name: string): name is ListName => Object.hasOwn(ROWS, name);

export interface Shape {
  readonly head: string;
  readonly row: (id: number, second: number) => string;
  readonly tail: string;
}

/** What stands around the rows and one row, as the service spells them. */
export function shape(name: ListName): Shape {
  const { namespace, response, result, list } = OPERATIONS[name];
  const own = list && list.in !== result.name ? list.in : null;
  return {
    head: `<?xml version="1.0" encoding="utf-8"?><soap:Envelope xmlns:soap="http://schemas.xmlsoap.org/soap/envelope/" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance" xmlns:xsd="http://www.w3.org/2001/XMLSchema"><soap:Body><${response} xmlns="${namespace}"><${result.name}>${own ? `<${own}>` : ''}`,
    row: ROWS[name],
    tail: `${own ? `</${own}>` : ''}</${result.name}></${response}></soap:Body></soap:Envelope>`,
  };
}

const clock = (second: number): string =>
  [Math.floor(second / 3600) % 24, Math.floor(second / 60) % 60, second % 60].map((part) => String(part).padStart(2, '0')).join(':');
const sum = (second: number): string => `${second % 9000}.${String(second % 100).padStart(2, '0')}`;
