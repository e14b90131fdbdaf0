import { Command } from 'commander';
import { z } from 'zod';
import { listPayments } from '../../registry/payment/listing';
import { Refused } from '../../registry/staff/refused';
import { nextStep, stepView } from '../../staff-view/next-step';
import { type PaymentFile, paymentFile } from '../../staff-view/payment-file';
import { statusInWords, story } from '../../staff-view/timeline';
import { AgentNumber, Amount, Code, DayArgument, Rows, ServiceNumber, SupplierArgument, TransactionNumber } from '../terminal/arguments';
import type { Io } from '../terminal/io';
import type { Session } from '../terminal/session';
import { inZone, shownMoney, shownTime } from '../terminal/shown';
import { clean, fields, LINE_WIDTH, table, wrapText } from '../terminal/table';
import { verb } from '../terminal/verb';
import { paymentDecisions } from './decide';
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
    .action(verb(io, One, explain));
  paymentDecisions(io, noun);
  paymentReveal(io, noun);
  return noun;
}

async function list(session: Session, { limit, ...filter }: z.output<typeof Filter>): Promise<void> {
  const found = await listPayments(session.database, filter, limit + 1);
  const payments = found.slice(0, limit);
  session.show(payments.map(paymentView), () => {
    if (payments.length === 0) return ['No payment is found.'];
    const lines = table(
      [
        { title: 'agent', right: true },
        { title: 'transaction', right: true, keep: true },
        { title: 'accepted', keep: true },
        { title: 'service' },
        { title: 'account' },
        { title: 'amount', right: true, keep: true },
        { title: 'cur' },
        { title: 'status', right: true },
        { title: 'what' },
      ],
      payments.map((payment) => [
        payment.agent,
        payment.transaction,
        shownTime(session.zone, payment.createdAt),
        `${payment.service} ${payment.serviceName}`,
        payment.account,
        shownMoney(payment.amount),
        payment.currency,
        `${payment.status}`,
        payment.needsStaff
          ? `STAFF: ${payment.needsStaff}`
          : (payment.waitsFor ?? statusInWords(payment.status, session.language).replace(/^-?\d+ /, '')),
      ]),
    );
    return [
      ...lines,
      '',
      `${payments.length} shown${found.length > limit ? `, there are more (--limit, at most 1000)` : ''}; times in ${session.zone}.`,
    ];
  });
}

export async function payment(session: Session, agent: string, transaction: string): Promise<PaymentFile> {
  const file = await paymentFile(session.database, agent, transaction);
  if (!file) throw new Refused(`There is no payment ${transaction} of agent ${agent}.`);
  return file;
}

async function show(session: Session, { agent, transaction }: z.output<typeof One>): Promise<void> {
  const file = await payment(session, agent, transaction);
  const view = paymentView(file.payment);
  session.show({ ...view, documents: file.documents.map(documentView) }, () => [
    ...fields([
      ['payment', `agent ${view.agent}, TransactionID ${view.transaction}`],
      ['RequestID', view.request],
      ['service', `${view.service} ${view.serviceName} at ${view.supplier}`],
      ['account', view.account],
      ['amount', `${shownMoney(view.amount)} ${view.currency}; rate ${view.rate}, ${view.amountOnClient} ${view.serviceCurrency} to the receiver`],
      ['status', statusInWords(view.status, session.language) + (view.statusText ? `; ${view.statusText}` : '')],
      ['accepted', `${shownTime(session.zone, view.createdAt)} ${session.zone}, business day ${view.businessDay}`],
      ['final', shownTime(session.zone, view.finalAt)],
      ['reversed', shownTime(session.zone, view.reversedAt)],
      ['waits for', view.waitsFor ? inZone(session.zone, view.waitsFor) : null],
      ['until', shownTime(session.zone, view.waitsUntil)],
      ['needs staff', view.needsStaff ? inZone(session.zone, view.needsStaff) : null],
      ['invoice', view.invoiceId],
      ['voucher', view.hasVoucherCode ? 'its code is kept sealed' : null],
    ]),
    ...(file.documents.length > 0 ? ['', ...documentTable(file)] : []),
  ]);
}

function documentTable(file: PaymentFile): string[] {
  return table(
    [
      { title: 'doc', right: true },
      { title: 'reference', keep: true },
      { title: 'account' },
      { title: 'invoice', keep: true },
      { title: 'amount', right: true },
      { title: 'state' },
      { title: 'PaymentId', keep: true },
      { title: 'booked' },
      { title: 'attempts' },
    ],
    file.documents.map((document) => [
      `${document.number}`,
      document.reference,
      document.account,
      document.invoice ?? '',
      shownMoney(document.amount),
      document.code === null ? document.state : `${document.state} (${document.code})`,
      document.supplierPaymentId ?? '',
      document.bookedDay ?? '',
      document.attempts.map((attempt) => `${attempt.number} ${attempt.outcome ?? attempt.state}`).join(', '),
    ]),
  );
}

async function explain(session: Session, { agent, transaction }: z.output<typeof One>): Promise<void> {
  const file = await payment(session, agent, transaction);
  const view = paymentView(file.payment);
  const told = story(file, session.language);
  const next = stepView(nextStep(file), session.language);
  session.show({ ...view, documents: file.documents.map(documentView), story: told, next }, () => [
    ...wrapText(
      clean(
        `Payment ${view.transaction} of agent ${view.agent}: ${shownMoney(view.amount)} ${view.currency} for service ${view.service} ${view.serviceName} at ${view.supplier}, account ${view.account}, RequestID ${view.request}.`,
      ),
      LINE_WIDTH,
    ),
    `Now: ${statusInWords(view.status, session.language)}${view.statusText ? `; ${view.statusText}` : ''}. Times in ${session.zone}.`,
    '',
    ...told.flatMap((line) => entry(shownTime(session.zone, line.at), inZone(session.zone, line.what))),
    '',
    ...(view.waitsFor
      ? entry('Waits for', `${inZone(session.zone, view.waitsFor)}${view.waitsUntil ? ` until ${shownTime(session.zone, view.waitsUntil)}` : ''}`)
      : []),
    ...(view.needsStaff ? entry('Needs staff', inZone(session.zone, view.needsStaff)) : []),
    ...entry('Next', next.words),
    ...(next.command ? entry('', next.command) : []),
  ]);
}

const TIME_WIDTH = 21;
const entry = (head: string, text: string): string[] =>
  wrapText(clean(text), LINE_WIDTH - TIME_WIDTH).map((line, at) => (at === 0 ? head : '').padEnd(TIME_WIDTH) + line);
