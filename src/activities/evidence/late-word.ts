import { isVoucher } from '../../contracts/supply';
import { SUCCESS } from '../../domain/status';
import { foundBreak } from '../../registry/bank-day/breaks';
import type { Queryable } from '../../registry/database';
import { type ClosedWatch, noteClosedWatch } from '../../registry/evidence/closed-watches';
import { exchangeKeeper } from '../../registry/evidence/exchanges';
import { type DocumentRow, documentsOf, refuseDocument, takeDocument } from '../../registry/payment/documents';
import { lockPayment, needStaff, type Payment, paymentById } from '../../registry/payment/payments';
import type { Accepted, StatusOutcome, Supplier } from '../../suppliers/supplier';
import { type Dependencies, supplierNamed } from '../dependencies';
import { keepExtras } from '../payment/extras';
import { paymentForSupplier } from '../payment/supplier-call';
import { dayOf, sentAt } from './bookings';

export interface Word {
  readonly said: string;
  /** Nothing more is to come. */
  readonly last: boolean;
  /** Where more may come: whether staff must know once it is no longer asked for. A failed payment that the supplier does not know is none. */
  readonly matters: boolean;
}

/**
 * Asks what became of a document after staff had closed its payment. Until the supplier has said its last word it may still book what
 * the agent got back, or refuse what the agent has paid. Answers with what came of it, in words, and whether that was the last word.
 */
export async function askAfterTheEnd(
  dependencies: Pick<Dependencies, 'database' | 'suppliers' | 'vault' | 'logger'>,
  watch: ClosedWatch,
  signal: AbortSignal,
): Promise<Word> {
  const { database, suppliers, logger } = dependencies;
  const payment = await paymentById(database, watch.payment);
  const document = (await documentsOf(database, watch.payment)).find(({ number }) => number === watch.document);
  if (!payment || !document || !isOpen(payment, document)) return overtaken(database, watch);
  const supplier = supplierNamed(suppliers, payment.supplier);
  const keep = exchangeKeeper(database, supplier.name, payment.id, logger);
  const outcome = await supplier.status(paymentForSupplier(payment), document, { signal, keep });
  return database.transaction((tx) => write(tx, dependencies, supplier, watch, outcome));
}

/** What becomes of it is not known, or the code that its agent asked for is not there. */
const isOpen = (payment: Payment, { state }: DocumentRow): boolean =>
  state === 'planned' || (state === 'taken' && isVoucher(payment.kind) && payment.voucherCode === null);

async function ended(tx: Queryable, watch: ClosedWatch, said: string): Promise<Word> {
  await noteClosedWatch(tx, watch, said, null);
  return { said, last: true, matters: false };
}

/** Its workflow's last question, or the reading of a book, was answered first. */
const overtaken = (tx: Queryable, watch: ClosedWatch): Promise<Word> => ended(tx, watch, 'known by other means');

async function write(
  tx: Queryable,
  dependencies: Pick<Dependencies, 'vault'>,
  supplier: Supplier,
  watch: ClosedWatch,
  outcome: StatusOutcome,
): Promise<Word> {
  const payment = await lockPayment(tx, watch.payment);
  const document = (await documentsOf(tx, watch.payment)).find(({ number }) => number === watch.document);
  if (!payment || !document || !isOpen(payment, document)) return overtaken(tx, watch);
  const end = (said: string) => ended(tx, watch, said);
  switch (outcome.kind) {
    case 'accepted':
      await keepExtras(tx, dependencies, payment, outcome);
      if (document.state === 'taken') return end(outcome.code === undefined ? `${supplier.name} gives no code` : 'its code came');
      return end(await accepted(tx, supplier, payment, document, outcome));
    case 'refused': {
      const said = `${supplier.name} has ended it with ${outcome.code}: ${outcome.text}`;
      if (document.state === 'planned') {
        if (payment.status === SUCCESS) await needStaff(tx, payment.id, `declared successful, but ${said}: its agent has paid for nothing`);
        await refuseDocument(tx, payment.id, document.number, outcome.code, outcome.text, false);
      }
      return end(said);
    }
    case 'pending':
      return { said: `${supplier.name} says ${outcome.status} ${outcome.text}`, last: false, matters: true };
    case 'not found':
      return { said: `${supplier.name} does not know it`, last: false, matters: payment.status === SUCCESS };
    case 'not sent':
    case 'unknown':
      return { said: outcome.reason, last: false, matters: true };
  }
}

/** The booking of a payment declared successful; of any other one that nobody has paid for. */
async function accepted(tx: Queryable, supplier: Supplier, payment: Payment, document: DocumentRow, booking: Accepted): Promise<string> {
  const { paymentId, bookedAt } = booking;
  const now = new Date().toISOString();
  const day = dayOf(supplier, booking, sentAt(payment, document, document.attempts.at(-1)?.number ?? 0));
  const said = `${supplier.name} has booked it as PaymentId ${paymentId}`;
  if (payment.status === SUCCESS) {
    await takeDocument(tx, payment.id, document.number, { paymentId, bookedAt, day });
    return said;
  }
  const { reference, amount, number } = document;
  const about = { supplier: supplier.name, zone: supplier.zone, payment: payment.id, document: number, currency: payment.currency };
  const evidence = `document ${number} belongs to a payment closed with ${payment.status}, and ${said} after that`;
  await foundBreak(tx, { kind: 'refused by us but booked', booking: paymentId, reference, amount, day, evidence, ...about }, now);
  return said;
}
