/** Answers in the document's form, for tests that change one thing about them. */
export const PAYMENTS = 'http://www.alseco.kz/AlsecoPaymentsService/';
export const ASTANA = 'http://www.alseco.kz/AstanaErcPaymentService/';

export const envelope = (response: string, inner: string, namespace = PAYMENTS): string =>
  `<?xml version="1.0" encoding="utf-8"?><soap:Envelope xmlns:soap="http://schemas.xmlsoap.org/soap/envelope/" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance" xmlns:xsd="http://www.w3.org/2001/XMLSchema"><soap:Body><${response} xmlns="${namespace}">${inner}</${response}></soap:Body></soap:Envelope>`;

export const fault = (code: string, text: string): string =>
  `<soap:Envelope xmlns:soap="http://schemas.xmlsoap.org/soap/envelope/"><soap:Body><soap:Fault><faultcode>soap:${code}</faultcode><faultstring>${text}</faultstring></soap:Fault></soap:Body></soap:Envelope>`;

export const paidRow = (state: string, invoice: string, paymentId: string | null, more = ''): string =>
  `<ResultPaymentInvoiceD><State>${state}</State><InvoiceId>${invoice}</InvoiceId>${paymentId === null ? '' : `<PaymentId>${paymentId}</PaymentId>`}${more}</ResultPaymentInvoiceD>`;

export const paid = (...rows: string[]): string => envelope('PayResponse', `<PayResult>${rows.join('')}</PayResult>`);
