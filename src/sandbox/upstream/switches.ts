import { z } from 'zod';
import { transactionId } from '../../domain/ids';
import { rate } from '../../domain/money';
import { isFinal, SUCCESS } from '../../domain/status';
import { beginOf, instantOf, spacedTime } from '../../zone';
import type { Clock } from '../clock';
import { Bad, type Switches, settings } from '../control';
import { amountText, given, localText, rateText } from '../fields';
import { GeneratedDay, MAX_GENERATED_DAYS } from '../generated';
import { shownIn } from '../shown';
import { type Book, LISTS } from './book';
import type { Callbacks } from './callback';
import type { Change } from './entries';
import { type Payment, statusAt } from './payments';
import { CONTRACT_CURRENCY } from './services';

const SettingsChange = z.strictObject({
  stepMs: z.int().min(0).max(86_400_000).optional(),
  deduplicate: z.boolean().optional(),
  callbackUrl: z
    .url({ protocol: /^https?$/ })
    .nullable()
    .optional(),
});
const agent = z.string().optional();
const BalanceChange = z.strictObject({ agent, balance: amountText });
const PriceChange = z.strictObject({
  service: z.string(),
  denominations: z
    .array(z.strictObject({ invoiceId: z.string().regex(/^\d{1,9}$/), orderAmount: amountText, name: z.string().max(200) }))
    .max(1000)
    .optional(),
  orderAmount: amountText.optional(),
  checkRate: rateText.optional(),
  paymentRate: rateText.optional(),
});
const code = z.int().refine(isFinal, 'not a final payment code');
const Finish = z.strictObject({ agent, transaction: z.string(), code });
const BookQuery = z.object({ transaction: z.string().optional(), limit: z.coerce.number().int().min(1).max(100_000).default(1000) });
const number = z.string().regex(/^\d{1,20}$/);
const Line = z.strictObject({
  transaction: z.string().refine((text) => transactionId(text) !== null, 'no TransactionID'),
  requestId: number.optional(),
  service: number,
  account: z.string().min(1).max(200),
  amount: amountText,
  currency: z.string().max(10).optional(),
  createdOn: localText.optional(),
  processedOn: localText.optional(),
  code: code.optional(),
});
const Lines = z.strictObject({ agent, payments: z.array(Line).min(1).max(10_000) });
/** RequestID, or the TransactionID of exactly one payment. */
const of = z.string().min(1).max(50);
const Amended = z.strictObject({ of, change: Line.partial() });

/** What only this sandbox lets be switched. */
export function switches(on: Switches, book: Book, clock: Clock, callbacks: Callbacks): void {
  const now = Date.now;
  settings(on, SettingsChange, book);
  on.post('deposit', BalanceChange, ({ agent: id, balance }) => {
    const of = agentOf(book, id);
    book.setBalance(of, balance, now());
    return { agent: of, balance: book.balance(of, now()) };
  });
  on.post('prices', PriceChange, ({ service: id, ...change }) => {
    const service = book.prices.get(id);
    if (!service) throw new Bad(`no service ${id}`);
    const changed = { ...service, ...given(change) };
    book.setService(changed);
    return changed;
  });
  on.post('finish', Finish, ({ agent: id, transaction, code }) => {
    const payment = book.find(agentOf(book, id), transaction);
    if (!payment) throw new Bad(`no payment ${transaction}`);
    if (payment.end && isFinal(statusAt(payment, now()))) throw new Bad(`payment ${transaction} has ended with ${payment.end.code}`);
    book.change(payment, { end: { code, atMs: now() + payment.shiftMs } });
    callbacks.expect(payment);
    return { transaction, status: statusAt(payment, now()) };
  });
  on.get('book', BookQuery, ({ transaction, limit }) => {
    const chosen = transaction === undefined ? book.all() : book.all().filter((payment) => payment.transaction === transaction);
    const at = now();
    return {
      balances: book.agents.map(({ id }) => ({ agent: id, balance: book.balance(id, at) })),
      count: chosen.length,
      payments: chosen.slice(-limit).map((payment) => ({ ...payment, status: statusAt(payment, at) })),
      registers: book.registers.slice(-limit),
    };
  });
  bankDaySwitches(on, book, clock);
}

/** What another may have booked, written over, or shown otherwise than it is. */
function bankDaySwitches(on: Switches, book: Book, clock: Clock): void {
  on.post('payments', Lines, ({ agent: id, payments }) => payments.map((line) => bookPastUs(line, agentOf(book, id), book, clock)));
  on.post('amend', Amended, ({ of, change }) => {
    const payment = oneOf(book, of);
    const { requestId = payment.requestId } = change;
    if (requestId !== payment.requestId && book.findByRequest(requestId)) throw new Bad(`RequestID ${requestId} is another payment’s`);
    book.change(payment, asChange(change, payment, clock.zone));
    return book.findByRequest(requestId);
  });
  on.post('rows', shownIn(LISTS), (shown) => {
    book.show({ ...shown, of: oneOf(book, shown.of).requestId });
    return shown;
  });
  on.get('generated', z.object({}), () => [...book.generated.values()]);
  on.post('generated', GeneratedDay.extend({ agent }), ({ agent: id, ...generated }) => {
    if (book.generated.size >= MAX_GENERATED_DAYS) throw new Bad(`at most ${MAX_GENERATED_DAYS} days: POST /control/reset first`);
    book.generate({ ...generated, agent: agentOf(book, id), beginMs: Date.parse(beginOf(clock.zone, generated.day)) });
    return [...book.generated.values()];
  });
}

function agentOf(book: Book, id: string | undefined): string {
  const found = book.agents.find((one) => id === undefined || one.id === id);
  if (!found) throw new Bad(`no agent ${id}`);
  return found.id;
}

function oneOf(book: Book, of: string): Payment {
  const found = book.findByRequest(of);
  if (found) return found;
  const [payment, ...more] = book.all().filter(({ transaction }) => transaction === of);
  if (payment && more.length === 0) return payment;
  throw new Bad(`${payment ? more.length + 1 : 0} payments are ${of}`);
}

function asChange({ createdOn, processedOn, code, ...change }: Partial<z.output<typeof Line>>, { end, createdMs }: Payment, zone: string): Change {
  const created = createdOn === undefined ? {} : { createdMs: instantMs(createdOn, zone) };
  if (processedOn === undefined && code === undefined) return { ...given(change), ...created };
  const atMs = processedOn === undefined ? (end?.atMs ?? createdMs) : instantMs(processedOn, zone);
  return { ...given(change), ...created, end: { code: code ?? end?.code ?? SUCCESS, atMs }, shiftMs: shiftOf(atMs) };
}

/** Somebody's payment under our number, final, with the times that it was given. */
function bookPastUs(line: z.output<typeof Line>, agent: string, book: Book, clock: Clock): Payment {
  const { createdOn = clock.local(), processedOn = createdOn, code = SUCCESS, requestId = book.nextRequestId(), ...facts } = line;
  if (book.findByRequest(requestId)) throw new Bad(`RequestID ${requestId} is another payment’s`);
  const [createdMs, atMs] = [instantMs(createdOn, clock.zone), instantMs(processedOn, clock.zone)];
  book.add({
    ...facts,
    agent,
    requestId,
    currency: line.currency ?? CONTRACT_CURRENCY,
    rate: rate('1'),
    serviceCurrency: CONTRACT_CURRENCY,
    invoiceId: null,
    requestDate: spacedTime(clock.zone, new Date(createdMs).toISOString()),
    createdMs,
    shiftMs: shiftOf(atMs),
    stepMs: 0,
    refusedAtOnce: false,
    end: { code, atMs },
    code: null,
    mailedMs: null,
    calledBackMs: null,
    received: 0,
  });
  return book.findByRequest(requestId) as Payment;
}

/** What ends on a day to come has ended all the same. */
const shiftOf = (atMs: number): number => Math.max(0, atMs - Date.now());
const instantMs = (local: string, zone: string): number => Date.parse(instantOf(zone, local) ?? '');
