import { setTimeout as pause } from 'node:timers/promises';
import { isFinal } from '../../domain/status';
import { sentenceOf } from '../refusal';
import { DemoCaller, extraFields } from './agent';
import { DEMO_PAYMENTS, type DemoPayment } from './payments';

export interface DemoOutcome {
  readonly payment: DemoPayment;
  readonly transaction: string;
  readonly amount: string;
  /** The last status read; undefined where none was. */
  readonly status: number | undefined;
  readonly said: string;
  readonly asItShould: boolean;
}

export interface DemoOptions {
  readonly api: string;
  readonly say: (line: string) => void;
  /** Stops asking; the outcomes then say what was known. */
  readonly signal: AbortSignal;
  readonly payments?: readonly DemoPayment[];
  readonly agent?: { readonly AgentID: string; readonly AgentPassword: string };
  readonly zone?: string;
  /** How long one payment may take to its final status. */
  readonly finalTimeoutMs?: number;
}

const ASK_EVERY_MS = 300;

/** Takes the demo payments as agent 144 through the Partner API, all at once, each step on a line. */
export function takeDemoPayments(options: DemoOptions): Promise<DemoOutcome[]> {
  const { api, payments = DEMO_PAYMENTS, agent = { AgentID: '144', AgentPassword: 'sandbox' }, zone = 'Asia/Almaty' } = options;
  // Milliseconds and the payment's place: fresh at every start, well inside the document's 15 digits.
  const first = Date.now();
  return Promise.all(payments.map((payment, n) => take(payment, `${first}${n + 1}`, new DemoCaller(api, agent, zone), options)));
}

async function take(payment: DemoPayment, transaction: string, agent: DemoCaller, options: DemoOptions): Promise<DemoOutcome> {
  const { service, account, expected } = payment;
  const say = (step: string) => options.say(`  ${service.padEnd(5)} ${transaction}  ${step}`);
  let amount = '';
  let known: { status: number; said: string } | undefined;
  try {
    const form = { Service: service, Account: account, TransactionID: transaction };
    const checked = await agent.ask({ ...form, RequestType: 'AccountCheck', Amount: '100' });
    say(`AccountCheck ${account}: ${checked.ResponseStatus} ${checked.Message}`);
    const fields = payment.fields(extraFields(checked));
    amount = fields.Amount ?? '';
    const accepted = await agent.ask({ ...form, ...fields, RequestType: 'Payment' });
    say(`Payment ${amount} KZT: ${accepted.ResponseStatus} ${accepted.Message}`);
    known = { status: accepted.ResponseStatus, said: accepted.Message };
    if (isFinal(known.status) || known.status > 0) known = await follow(known, agent, transaction, say, options);
  } catch (error) {
    if (options.signal.aborted) return { payment, transaction, amount, status: known?.status, said: 'interrupted', asItShould: false };
    say(`stopped: ${sentenceOf(error)}`);
    return { payment, transaction, amount, status: known?.status, said: sentenceOf(error), asItShould: false };
  }
  return { payment, transaction, amount, ...known, asItShould: known.status === expected };
}

async function follow(
  first: { status: number; said: string },
  agent: DemoCaller,
  transaction: string,
  say: (step: string) => void,
  { signal, finalTimeoutMs = 60_000 }: DemoOptions,
): Promise<{ status: number; said: string }> {
  const deadline = Date.now() + finalTimeoutMs;
  let known = first;
  while (!isFinal(known.status) && Date.now() < deadline) {
    await pause(ASK_EVERY_MS, undefined, { signal });
    const answer = await agent.ask({ RequestType: 'Status', TransactionID: transaction });
    if (answer.ResponseStatus !== known.status) say(`Status: ${answer.ResponseStatus} ${answer.Message}`);
    known = { status: answer.ResponseStatus, said: answer.Message };
  }
  return known;
}

/** The outcomes as a table for people. */
export function outcomeTable(outcomes: readonly DemoOutcome[]): string[] {
  const rows = outcomes.map((each) => [
    each.payment.service,
    each.payment.what,
    each.transaction,
    each.amount,
    each.status === undefined ? '-' : `${each.status}`,
    each.said,
    each.asItShould ? 'as it should' : `NOT as it should (${each.payment.expected} expected)`,
  ]);
  const table = [['service', 'kind', 'TransactionID', 'amount', 'status', 'message', ''], ...rows];
  const widths = table[0]?.map((_, column) => Math.max(...table.map((row) => row[column]?.length ?? 0))) ?? [];
  return table.map((row) =>
    row
      .map((cell, column) => cell.padEnd(widths[column] ?? 0))
      .join('  ')
      .trimEnd(),
  );
}
