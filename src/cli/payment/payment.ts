import { Command } from 'commander';
import { z } from 'zod';
import type { Language } from '../../domain/status';
import { listPayments } from '../../registry/payment/listing';
import { statusInWords } from '../../staff-view/parts';
import type { PaymentFile } from '../../staff-view/payment-file';
import { SCREENS } from '../../staff-view/screens';
import { TERMS } from '../../staff-view/terms';
import { AgentNumber, Amount, Code, DayArgument, Rows, ServiceNumber, SupplierArgument, TransactionNumber } from '../terminal/arguments';
import type { Io } from '../terminal/io';
import type { Session } from '../terminal/session';
import { inZone, shownMoney, shownTime } from '../terminal/shown';
import { fields, table } from '../terminal/table';
import { verb } from '../terminal/verb';
import { paymentDecisions } from './decide';
import { explain, readFile } from './explain';
import { paymentReveal } from './reveal';
import { documentView, paymentView } from './view';

const One = z.object({ agent: AgentNumber, transaction: TransactionNumber });

const Filter = z.object({
  agent: AgentNumber.optional(),
  service: ServiceNumber.optional(),
  supplier: SupplierArgument.optional(),
  account: z.string().min(1).max(200).optional(),
  reference: z.string().min(1).max(60).optional(),
  paymentId: z.string().min(1).max(60).optional(),
  invoice: z.string().min(1).max(60).optional(),
  amount: Amount.optional(),
  day: DayArgument.optional(),
  status: Code.optional(),
  waiting: z.boolean().optional(),
  needsStaff: z.boolean().optional(),
  limit: Rows,
});

/** `tolem payment …`: find, look, decide. */
export function paymentCommand(io: Io): Command {
  const noun = new Command('payment');
  noun
    .command('list')
    .description('payments, newest first; everything given must hold')
    .option('--agent <agent>')
    .option('--service <service>')
    .option('--supplier <name>')
    .option('--account <account>', 'the whole account')
    .option('--reference <reference>', 'SysRef at Alseco, our TransactionID at the upstream, or our RequestID')
    .option('--payment-id <id>', "the supplier's number of a booking")
    .option('--invoice <invoice>')
    .option('--amount <amount>')
    .option('--day <day>', 'business day, YYYY-MM-DD')
    .option('--status <code>', 'such as 10 or -115')
    .option('--waiting', 'without a final status yet')
    .option('--needs-staff', 'only those that need a hand')
    .option('--limit <rows>', 'at most so many', '50')
    .action(verb(io, Filter, list));
  noun
    .command('show <agent> <transaction>')
    .description('one payment with its documents and attempts')
    .action(verb(io, One, show));
  noun
    .command('explain <agent> <transaction>')
    .description('what happened, in words and in order, and the one next action')
    .action(verb(io, One, (session, { agent, transaction }) => explain(session, agent, transaction)));
  paymentDecisions(io, noun);
  paymentReveal(io, noun);
  return noun;
}

async function list(session: Session, { limit, ...filter }: z.output<typeof Filter>): Promise<void> {
  const found = await listPayments(session.database, filter, limit + 1);
  const payments = found.slice(0, limit);
  const { language, zone } = session;
  const says = SCREENS[language];
  const { label } = TERMS[language];
  session.show(payments.map(paymentView), () => {
    if (payments.length === 0) return [says.noPayment({})];
    const lines = table(
      [
        { title: label.agent, right: true },
        { title: label.transaction, right: true, keep: true },
        { title: label.accepted, keep: true },
        { title: label.service },
        { title: label.account },
        { title: label.amount, right: true, keep: true },
        { title: label.currency },
        { title: label.status, right: true },
        { title: label.what },
      ],
      payments.map((payment) => [
        payment.agent,
        payment.transaction,
        shownTime(zone, payment.createdAt),
        `${payment.service} ${payment.serviceName}`,
        payment.account,
        shownMoney(payment.amount),
        payment.currency,
        `${payment.status}`,
        payment.needsStaff
          ? says.forStaff({ why: payment.needsStaff })
          : (payment.waitsFor ?? statusInWords(payment.status, language).replace(/^-?\d+ /, '')),
      ]),
    );
    return [...lines, '', says.paymentsEnd({ count: payments.length, more: found.length > limit, zone })];
  });
}

async function show(session: Session, { agent, transaction }: z.output<typeof One>): Promise<void> {
  const file = await readFile(session, agent, transaction);
  const { language, zone } = session;
  const view = paymentView(file.payment);
  const says = SCREENS[language];
  const { label } = TERMS[language];
  const { rate } = view;
  const amount = `${shownMoney(view.amount)} ${view.currency}`;
  const at = shownTime(zone, view.createdAt);
  session.show({ ...view, documents: file.documents.map(documentView) }, () => [
    ...fields([
      [label.payment, says.paymentName(view)],
      ['RequestID', view.request],
      [label.service, says.serviceAt({ ...view, name: view.serviceName })],
      [label.account, view.account],
      [label.amount, says.amounts({ amount, rate, toReceiver: `${view.amountOnClient} ${view.serviceCurrency}` })],
      [label.status, statusInWords(view.status, language) + (view.statusText ? `; ${view.statusText}` : '')],
      [label.accepted, says.acceptedAt({ at, zone, day: view.businessDay })],
      [label.final, shownTime(zone, view.finalAt)],
      [label.reversed, shownTime(zone, view.reversedAt)],
      [label.waitsFor, view.waitsFor ? inZone(zone, view.waitsFor) : null],
      [label.until, shownTime(zone, view.waitsUntil)],
      [label.needsStaff, view.needsStaff ? inZone(zone, view.needsStaff) : null],
      [label.invoice, view.invoiceId],
      [label.voucher, view.hasVoucherCode ? says.voucherSealed({}) : null],
    ]),
    ...(file.documents.length > 0 ? ['', ...documentTable(file, language)] : []),
  ]);
}

function documentTable(file: PaymentFile, language: Language): string[] {
  const { label, document: states, attempt: attempts, outcome: outcomes } = TERMS[language];
  return table(
    [
      { title: label.document, right: true },
      { title: label.reference, keep: true },
      { title: label.account },
      { title: label.invoice, keep: true },
      { title: label.amount, right: true },
      { title: label.state },
      { title: 'PaymentId', keep: true },
      { title: label.booked },
      { title: label.attempts },
    ],
    file.documents.map(({ number, reference, account, invoice, amount, state, code, supplierPaymentId, bookedDay, ...document }) => [
      `${number}`,
      reference,
      account,
      invoice ?? '',
      shownMoney(amount),
      code === null ? states[state] : `${states[state]} (${code})`,
      supplierPaymentId ?? '',
      bookedDay ?? '',
      document.attempts.map(({ number, outcome, state }) => `${number} ${outcome ? outcomes[outcome] : attempts[state]}`).join(', '),
    ]),
  );
}
