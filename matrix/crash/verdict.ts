import type { Database } from '../../src/registry/database';
import { trialBalance } from '../../src/registry/ledger/trial-balance';
import { paymentFile } from '../../src/staff-view/payment-file';
import type { Booked } from '../../test/support/gateway/gateway';
import { named } from './points';
import type { UnderTest } from './under-test';

interface Row {
  readonly id: string;
  readonly agent: string;
  readonly transaction: string;
  readonly request: string;
  readonly status: number;
  readonly final: boolean;
  readonly needsStaff: string | null;
  readonly openAttempts: number;
}

/** What is asked; also of a Tolem that somebody else has started. */
export interface Judged {
  readonly database: Database;
  control<T>(sandbox: 'alseco' | 'upstream', path: string): Promise<T>;
}

export interface Verdict {
  /** One sentence each, with what is needed to find the payment. */
  readonly violations: readonly string[];
  readonly succeeded: number;
  readonly bookedOnce: number;
  /** Of these, waiting for staff because a lost row has paid the same account the same sum: nothing proves whose booking that is. */
  readonly left: number;
}

const SUCCESS = 10;
const MOST_UPSTREAM = 100_000;

/**
 * Counts at the suppliers: exactly one booking for each document of a successful payment, none for a failed one, none that no
 * payment explains. The registry, the agent's Status and the ledger say the same.
 */
export async function judge(world: Judged, payments: readonly UnderTest[]): Promise<Verdict> {
  const violations: string[] = [];
  const rows = await rowsOf(world);
  const books = await booksOf(world);
  let succeeded = 0;
  let bookedOnce = 0;
  let left = 0;
  for (const payment of payments) {
    const row = rows.get(payment.subject.transaction);
    const wrong = row ? faultsOf(payment, row, books) : ['the registry has no such payment, though the agent insisted'];
    if (row && wrong.length === 0 && !row.final) left++;
    if (row?.final) {
      const told = await payment.agent.status(payment.subject.transaction).catch((error: Error) => error.message);
      if (told !== String(row.status)) wrong.push(`Status says ${told}, the registry ${row.status}`);
    }
    if (row?.status === SUCCESS) succeeded++;
    if (wrong.length === 0) bookedOnce++;
    else violations.push(await described(world, payment, wrong));
  }
  violations.push(...strays(books, rows), ...(await ledgerFaults(world)));
  return { violations, succeeded, bookedOnce, left };
}

function faultsOf({ kind, account, form, answers }: UnderTest, row: Row, { alseco, upstream, ofLostRows }: Books): string[] {
  const wrong: string[] = [];
  const isLeft = !row.final && row.needsStaff !== null && ofLostRows.has(paidFor(account, form['Amount'] ?? ''));
  if (!row.final && !isLeft) wrong.push(`not final: status ${row.status}${row.needsStaff ? `, needs staff: ${row.needsStaff}` : ''}`);
  if (row.final && row.needsStaff) wrong.push(`final, and yet needs staff: ${row.needsStaff}`);
  const succeeded = row.status === SUCCESS;
  if (row.final && succeeded !== (kind.expected === 'succeeds')) wrong.push(`ended with ${row.status}, though it ${kind.expected}`);
  const standing = kind.supplier === 'alseco' ? alseco.get(row.request) : upstream.get(row.request);
  const expected = succeeded ? kind.documents : 0;
  if ((standing ?? 0) !== expected) wrong.push(`${standing ?? 0} bookings stand at the supplier instead of ${expected}`);
  if (row.openAttempts > 0) wrong.push(`${row.openAttempts} attempts were left open`);
  if (answers.length === 0) wrong.push('the agent got no answer at all');
  return wrong;
}

async function rowsOf({ database }: Judged): Promise<Map<string, Row>> {
  const { rows } = await database.query<Row>(
    `SELECT p.id, p.agent_id AS agent, p.transaction_id AS transaction, p.request_id AS request, p.status, p.final_at IS NOT NULL AS final, p.needs_staff AS "needsStaff",
       (SELECT count(*)::int FROM attempts a WHERE a.payment_id = p.id AND a.state <> 'closed') AS "openAttempts" FROM payments p`,
  );
  return new Map(rows.map((row) => [row.transaction, row]));
}

/** Standing bookings by RequestID. */
interface Books {
  readonly alseco: ReadonlyMap<string, number>;
  readonly upstream: ReadonlyMap<string, number>;
  /** What lost rows have paid at Alseco, as `paidFor` says it. */
  readonly ofLostRows: ReadonlySet<string>;
}

const paidFor = (account: string, sum: string): string => `${account} ${plain(sum)}`;

async function booksOf(world: Judged): Promise<Books> {
  const alseco = await world.control<Booked[]>('alseco', 'book');
  const upstream = await world.control<{ payments: Array<{ transaction: string; status: number }> }>('upstream', `book?limit=${MOST_UPSTREAM}`);
  const standing = alseco.filter(({ rolledBack }) => !rolledBack).map((booked) => ({ ...booked, request: requestOf(booked.sysRef) }));
  return {
    alseco: counted(standing.map(({ request }) => request)),
    ofLostRows: new Set(standing.filter(({ request }) => excused.has(request)).map(({ account, sum }) => paidFor(account, sum))),
    upstream: counted(upstream.payments.filter(({ status }) => status === SUCCESS).map(({ transaction }) => transaction)),
  };
}

const requestOf = (sysRef: string): string => /^TLM(\d{15})\d+$/.exec(sysRef)?.[1] ?? sysRef;

function counted(values: readonly string[]): Map<string, number> {
  const counts = new Map<string, number>();
  for (const value of values) counts.set(value, (counts.get(value) ?? 0) + 1);
  return counts;
}

/** Bookings whose payment the registry does not have; those of a store that was replaced are named by their scenario and left out. */
function strays({ alseco, upstream }: Books, rows: ReadonlyMap<string, Row>): string[] {
  const requests = new Set([...[...rows.values()].map(({ request }) => request), ...excused]);
  return [...alseco.keys(), ...upstream.keys()]
    .filter((request) => !requests.has(request))
    .map((request) => `a booking of RequestID ${request} has no payment`);
}

const excused = new Set<string>();
/** Bookings of payments that an older copy of the registry lacks: `only theirs` to the day's comparison. */
export function excuse(requests: Iterable<string>): void {
  for (const request of requests) excused.add(request);
}

async function ledgerFaults({ database }: Judged): Promise<string[]> {
  const balance = await database.transaction(trialBalance);
  const wrong = balance.balanced ? [] : [`the trial balance is not zero: ${JSON.stringify([balance.totals, balance.differences])}`];
  const { rows } = await database.query<{ agent: string; available: string; held: string; expected: string; holds: string }>(
    `SELECT b.agent_id AS agent, b.available, b.held,
       (SELECT sum(s.amount) FROM ledger_entries e JOIN ledger_postings s ON s.entry_id = e.id WHERE e.kind = 'top-up' AND s.account = 'agent:' || b.agent_id || ':available')
         - coalesce((SELECT sum(p.amount) FROM payments p WHERE p.agent_id = b.agent_id AND (p.status = 10 OR p.final_at IS NULL)), 0) AS expected,
       coalesce((SELECT sum(p.amount) FROM payments p WHERE p.agent_id = b.agent_id AND p.final_at IS NULL AND p.held), 0) AS holds
     FROM agent_balances b`,
  );
  for (const { agent, available, held, expected, holds } of rows) {
    if (!sameNumber(available, expected)) wrong.push(`agent ${agent} has ${available} available instead of ${expected}`);
    if (!sameNumber(held, holds)) wrong.push(`agent ${agent} has ${held} held instead of ${holds}`);
  }
  return wrong;
}

const sameNumber = (a: string, b: string): boolean => plain(a) === plain(b);
const plain = (amount: string): string => (amount.includes('.') ? amount.replace(/0+$/, '').replace(/\.$/, '') : amount);

/** Everything that is needed to understand it: what was asked and answered, which messages passed, what the registry knows. */
async function described({ database }: Judged, { kind, agent, subject, account, answers }: UnderTest, wrong: readonly string[]): Promise<string> {
  const file = await paymentFile(database, agent.id, subject.transaction).catch((error: Error) => error.message);
  const trace = subject.trace.map((message) => `  ${named(message)}`);
  return [
    `agent ${agent.id}, TransactionID ${subject.transaction}, account ${account} (${kind.name}): ${wrong.join('; ')}`,
    `  parked at: ${subject.point ? named(subject.point) : 'nothing'}${subject.parkedAt === null ? ' (not reached)' : ''}; the agent was answered ${answers.join(', ') || 'nothing'}`,
    '  its messages:',
    ...trace.slice(-MAX_LINES),
    `  explain: ${JSON.stringify(file, (key, value: unknown) => (key === 'content' ? undefined : value))}`,
  ].join('\n');
}

const MAX_LINES = 150;
