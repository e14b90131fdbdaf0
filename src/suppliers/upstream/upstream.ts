import type { BankDay } from '../bank-day';
import type { CallContext, DocumentFacts, RollbackOutcome, Supplier } from '../supplier';
import { accountCheck, check } from './account-check';
import { type BalanceOutcome, balance, probe } from './balance';
import { upstreamBankDay } from './bank-day/day-book';
import { UpstreamClient, type UpstreamOptions } from './client';
import { pay } from './payment';
import { look, status } from './status';

/** The upstream payment organization: the Partner API as its client. */
export interface Upstream extends Supplier {
  readonly name: 'upstream';
  /** For the calls of the bank day and of operators: listDay, postPayments, postTotalAmount, settingServices, calculatedSum. */
  readonly client: UpstreamClient;
  readonly bankDay: BankDay;
  balance(context: CallContext): Promise<BalanceOutcome>;
}

const NO_ROLLBACK: RollbackOutcome = {
  kind: 'processed',
  text: 'the upstream has no rollback: a correction carries its written consent',
};

export function createUpstream(options: UpstreamOptions): Upstream {
  const client = new UpstreamClient(options);
  return {
    name: 'upstream',
    zone: options.zones.contract,
    currency: options.currency,
    idempotent: true,
    client,
    bankDay: upstreamBankDay(client),
    reference: ({ request }) => request,
    accountCheck: (question, context) => accountCheck(client, question, context),
    check: (payment, firstDocument, context) => check(client, payment, firstDocument, context),
    pay: async (payment, documents, context) => [await pay(client, payment, theOne(documents), context)],
    status: (payment, document, context) => status(client, payment, document, context),
    look: async (question, context) => [await look(client, question, theOne(question.documents), context)],
    rollback: async (paymentIds) => paymentIds.map(() => NO_ROLLBACK),
    probe: (context) => probe(client, context),
    balance: (context) => balance(client, context),
    close: () => client.close(),
  };
}

/** A payment is one document here: its reference is the payment's own, so two of them would be the same payment. */
function theOne<Document extends DocumentFacts>(documents: readonly Document[]): Document {
  const [document, ...more] = documents;
  if (!document || more.length > 0) throw new RangeError(`an upstream payment has one document, not ${documents.length}`);
  return document;
}
