import type { Day } from '../../domain/day';
import { sysRef } from '../../domain/ids';
import type { BankDay } from '../bank-day';
import type { CallContext, Supplier } from '../supplier';
import { invoiceField } from './account-check';
import { alsecoBankDay } from './bank-day/day-book';
import { type BookRead, Looks, type OnLines } from './bank-day/looks';
import { AlsecoConnection, type AlsecoOptions } from './connection';
import { pay } from './pay';
import { payable } from './payable';
import { currentPeriod } from './period';
import { planPayment } from './plan';
import { type KnownReference, rollback, rollbackBySysRef } from './rollback';

export type { AlsecoOptions } from './connection';

/** Alseco as a supplier, and what only Alseco has. */
export interface AlsecoSupplier extends Supplier {
  readonly name: 'alseco';
  readonly connection: AlsecoConnection;
  readonly bankDay: BankDay;
  /** Every line of the book of days (both included), provisional until it ends `usable`; shares the fetches of looks. */
  readBook(days: { readonly from: Day; readonly to: Day }, onLines: OnLines, context: CallContext): Promise<BookRead>;
  /** By our own references; only where exactly one booking of each is known. */
  rollbackBySysRef(known: readonly KnownReference[], context: Parameters<Supplier['rollback']>[1]): ReturnType<Supplier['rollback']>;
}

/** The supplier of 815. Throws for options that cannot be used (ALSECO_OVERRIDES). */
export function createAlseco(options: AlsecoOptions): AlsecoSupplier {
  const connection = new AlsecoConnection(options);
  const looks = new Looks(connection);
  return {
    name: 'alseco',
    zone: options.zone,
    currency: 'KZT',
    idempotent: false,
    connection,
    bankDay: alsecoBankDay(connection),
    reference: ({ request }, document) => sysRef(options.sysRefPrefix, request, document),

    async accountCheck(question, context) {
      const found = await payable(connection, question.account, { ...context, agentWaits: true });
      return found.kind === 'payable' ? { kind: 'found', extras: [{ FieldName: 'Invoice', FieldValue: invoiceField(found.account) }] } : found;
    },

    async check(payment, firstDocument, context) {
      const found = await payable(connection, payment.account, context);
      return found.kind === 'payable' ? planPayment(payment, found.account, firstDocument, options) : found;
    },

    pay: (_payment, documents, context) => pay(connection, documents, context),
    status: async () => ({ kind: 'not found' }),
    look: (question, context) => looks.look(question, context),
    rollback: (paymentIds, context) => rollback(connection, 'RollbackPayments', paymentIds, context),
    readBook: (days, onLines, context) => looks.read(days, onLines, context),
    rollbackBySysRef: (known, context) => rollbackBySysRef(connection, known, context),

    async probe(context) {
      const period = await currentPeriod(connection, context);
      if (period.kind === 'period') return { ok: true, text: `период ${period.month}` };
      return { ok: false, reason: period.reason, trouble: period.trouble ?? 'down' };
    },

    close: () => connection.close(),
  };
}
