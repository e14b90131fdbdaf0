import { isPaymentState } from '../../contracts/alseco/states';
import type { DocumentPlan, PayContext, PayOutcome, Unknown } from '../supplier';
import type { AlsecoConnection } from './connection';
import { unreadable } from './faults';
import { refusal } from './invoices';
import { groupIn, positiveId, rowsIn, type SoapElement, textIn } from './reading';
import { readTime } from './time';

/** All documents in one PayD (Pay where PayD is not offered), each byte for byte as it was planned; one outcome per document, in order. */
export async function pay(connection: AlsecoConnection, documents: readonly DocumentPlan[], context: PayContext): Promise<readonly PayOutcome[]> {
  const name = connection.offer.offers('PayD') ? 'PayD' : 'Pay';
  const args = { paymentDocuments: { $xml: documents.map((document) => document.content).join('') }, bankCode: connection.options.bankCode };
  const answer = await connection.call(name, args, context);
  if (answer.kind !== 'answered') return documents.map(() => answer);
  try {
    const result = groupIn(answer.content, connection.offer.operations[name].result.name);
    const rows = [...rowsIn(result, 'ResultPaymentInvoiceD'), ...rowsIn(result, 'ResultPaymentInvoice')];
    return documents.map((document) => outcomeOf(document, rows, connection.options.zone));
  } catch (error) {
    return documents.map(() => unreadable(error));
  }
}

/**
 * Succeeded ⇔ Success and PaymentId > 0; refused ⇔ another of the document's States and no PaymentId > 0; every other mix, and a
 * document that is missing or answered twice, is unknown.
 */
function outcomeOf(document: DocumentPlan, rows: readonly SoapElement[], zone: string): PayOutcome {
  const [row, ...more] = rows.filter((one) => textIn(one, 'InvoiceId') === document.invoice);
  if (row === undefined) return unknown(`no answer for invoice ${document.invoice}`);
  if (more.length > 0) return unknown(`${more.length + 1} answers for invoice ${document.invoice}`);
  const state = textIn(row, 'State') ?? '';
  const said = textIn(row, 'PaymentId');
  const paymentId = positiveId(said);
  if (state === 'Success' && paymentId !== null) {
    const booked = readTime(textIn(row, 'PayResDate') ?? '', zone);
    return { kind: 'accepted', paymentId, bookedAt: booked?.instant ?? null, ...(booked ? { bookedDay: booked.day } : {}) };
  }
  const noPayment = said === null || /^(-\d+|0+)$/.test(said);
  if (isPaymentState(state) && state !== 'Success' && paymentId === null && noPayment) return refusal(state);
  return unknown(`State ${state.slice(0, 60)} with PaymentId ${(said ?? 'none').slice(0, 30)}`);
}

const unknown = (reason: string): Unknown => ({ kind: 'unknown', reason });
