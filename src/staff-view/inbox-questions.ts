import type { DecisionKind } from '../domain/decisions';
import type { Money } from '../domain/money';
import { SEEN_BREAKS, type SeenBreak } from '../registry/bank-day/breaks';
import { subjectOfBreak, toldBreak, verbOfBreak } from './breaks';
import type { InboxItem, InboxKind, InboxRules } from './inbox';
import { VERBS } from './verb';

type Found = Omit<InboxItem, 'kind'>;

/** What the registry is asked, and what a row of its answer comes to. */
interface Question {
  readonly sql: string;
  readonly item: (row: object, rules: InboxRules) => Found;
}
const question = <Row extends object>(sql: string, item: (row: Row, rules: InboxRules) => Found): Question => ({
  sql,
  item: item as Question['item'],
});

interface OfPayment {
  readonly agent: string;
  readonly transaction: string;
  readonly amount: Money;
  readonly currency: string;
  readonly since: string;
}
const PAYMENT = 'p.agent_id AS agent, p.transaction_id AS transaction, p.amount, p.currency';
const ofPayment = ({ agent, transaction, amount, currency, since }: OfPayment) => ({ subject: `${agent} ${transaction}`, amount, currency, since });
const NO_SUM = { amount: null, currency: null };

const MARKED = question<OfPayment & { why: string }>(
  `SELECT ${PAYMENT}, p.needs_staff AS why,
     coalesce((SELECT max(e.at) FROM payment_events e WHERE e.payment_id = p.id AND e.kind = 'needs staff'), p.created_at) AS since
   FROM payments p
   WHERE p.needs_staff IS NOT NULL
     AND NOT EXISTS (SELECT 1 FROM decisions d WHERE d.payment_id = p.id AND d.done_at IS NULL AND d.kind NOT IN ('poll now', 'resend callback'))
   ORDER BY p.created_at`,
  (row) => ({ ...ofPayment(row), told: { key: 'needsStaff', args: { why: row.why } }, verb: VERBS.explain(row) }),
);

const BREAKS = question<SeenBreak>(
  `${SEEN_BREAKS}
   WHERE b.closed_at IS NULL
     AND NOT EXISTS (
       SELECT 1 FROM decisions d WHERE d.payment_id = b.payment_id AND d.done_at IS NULL AND d.kind IN ('roll back', 'write off', 'noted'))
   ORDER BY b.id`,
  (row) => ({
    subject: subjectOfBreak(row),
    since: row.foundAt,
    amount: row.amount,
    currency: row.currency,
    told: toldBreak(row),
    verb: verbOfBreak(row),
  }),
);

const SLOW = question<OfPayment & { why: string | null }>(
  `SELECT ${PAYMENT}, p.created_at AS since, p.waits_for AS why
   FROM payments p
   WHERE p.final_at IS NULL AND p.needs_staff IS NULL AND p.created_at < now() - $1::bigint * interval '1 millisecond'
   ORDER BY p.created_at`,
  (row) => ({ ...ofPayment(row), told: { key: 'slow', args: { why: row.why } }, verb: VERBS.explain(row) }),
);

interface Asked {
  readonly id: string;
  readonly staff: string;
  readonly reason: string;
}
const DECISIONS = question<OfPayment & Asked & { decision: DecisionKind }>(
  `SELECT ${PAYMENT}, d.at AS since, d.id, d.staff, d.kind AS decision, d.reason
   FROM decisions d JOIN payments p ON p.id = d.payment_id
   WHERE d.done_at IS NULL AND d.needs_second AND d.second IS NULL
   ORDER BY d.at`,
  (row) => ({
    ...ofPayment(row),
    told: { key: 'decisionWaits', args: { staff: row.staff, decision: row.decision, reason: row.reason } },
    verb: VERBS.approve(row.id),
  }),
);
const RULES = question<Asked & { rule: string; value: 'on' | 'off'; since: string }>(
  'SELECT c.id, c.rule, c.value, c.at AS since, c.staff, c.reason FROM rule_changes c WHERE c.ended_at IS NULL ORDER BY c.at',
  ({ id, rule, since, staff, value, reason }) => ({
    ...NO_SUM,
    subject: `rule ${rule}`,
    since,
    told: { key: 'ruleWaits', args: { staff, value, reason } },
    verb: VERBS.approveRule(id),
  }),
);

const DOCUMENTS = question<Asked & { party: string; number: string; day: string; amount: Money; currency: string; since: string }>(
  `SELECT id, party, number, day, amount, currency, at AS since, staff, reason FROM bank_documents WHERE state = 'waits' ORDER BY id`,
  ({ id, party, number, day, amount, currency, since, staff, reason }) => ({
    subject: party,
    amount,
    currency,
    since,
    told: { key: 'documentWaits', args: { staff, number, day, reason } },
    verb: VERBS.approveDocument(id),
  }),
);

const REVERSALS = question<OfPayment & { staff: string; decision: DecisionKind }>(
  `SELECT ${PAYMENT}, coalesce(d.second_at, d.at) AS since, d.kind AS decision, d.staff
   FROM decisions d JOIN payments p ON p.id = d.payment_id
   WHERE d.done_at IS NULL AND d.kind IN ('roll back', 'reverse')
     AND (NOT d.needs_second OR d.second IS NOT NULL)
     AND coalesce(d.second_at, d.at) < now() - $2::bigint * interval '1 millisecond'
   ORDER BY d.id`,
  (row) => ({
    ...ofPayment(row),
    told: { key: 'reversalStuck', args: { staff: row.staff, decision: row.decision } },
    verb: VERBS.explain(row),
  }),
);

const GIVEN_UP = question<OfPayment & { ended: string | null; callback: boolean }>(
  `SELECT ${PAYMENT}, c.given_up_at AS since, a.callback_url IS NOT NULL AS callback,
     (SELECT t.ended FROM callback_tries t WHERE t.payment_id = c.payment_id AND t.number = c.number ORDER BY t.id DESC LIMIT 1) AS ended
   FROM callbacks c JOIN payments p ON p.id = c.payment_id JOIN agents a ON a.id = p.agent_id
   WHERE c.given_up_at IS NOT NULL AND c.delivered_at IS NULL
     AND NOT EXISTS (SELECT 1 FROM callbacks n WHERE n.payment_id = c.payment_id AND n.number > c.number)
     AND NOT EXISTS (SELECT 1 FROM outbox o WHERE o.payment_id = c.payment_id AND o.kind = 'callback')
   ORDER BY c.given_up_at`,
  (row) => ({
    ...ofPayment(row),
    told: { key: 'callbackGivenUp', args: { ended: row.ended } },
    verb: row.callback ? VERBS.resendCallback(row) : VERBS.setCallbackAddress(row.agent),
  }),
);
const OVERDUE = question<OfPayment>(
  `SELECT ${PAYMENT}, c.due_at AS since
   FROM callbacks c JOIN payments p ON p.id = c.payment_id
   WHERE c.delivered_at IS NULL AND c.given_up_at IS NULL AND c.due_at < now() - $1::bigint * interval '1 millisecond'
   ORDER BY c.due_at`,
  (row) => ({ ...ofPayment(row), told: { key: 'callbackOverdue', args: {} }, verb: VERBS.doctor() }),
);

const SUPPLIERS = question<{ name: string; since: string; state: 'slowed' | 'stopped'; by: string | null; reason: string | null }>(
  `SELECT name, since, state, by, reason FROM suppliers WHERE state <> 'open' ORDER BY since`,
  ({ name, since, state, by, reason }) => ({
    ...NO_SUM,
    subject: name,
    since,
    told: { key: 'supplierClosed', args: { state, by, reason } },
    verb: by === null ? VERBS.doctor() : VERBS.resumeSupplier(name),
  }),
);

const SERVICES = question<{ id: string; name: string; supplier: string | null; trouble: string; since: string }>(
  `SELECT id, name, supplier, trouble, trouble_since AS since
   FROM services WHERE trouble IS NOT NULL AND paused_reason IS NULL ORDER BY trouble_since`,
  ({ id, name, supplier, trouble, since }) => ({
    ...NO_SUM,
    subject: `service ${id}`,
    since,
    told: { key: 'serviceTrouble', args: { name, supplier, trouble } },
    verb: VERBS.pauseService(id),
  }),
);

const BALANCES = question<{ name: string; balance: Money; since: string }>(
  'SELECT name, balance, balance_at AS since FROM suppliers WHERE balance < $3::numeric ORDER BY name',
  ({ name, balance, since }, { lowBalance }) => ({
    subject: name,
    amount: balance,
    currency: null,
    since,
    told: { key: 'lowBalance', args: { below: lowBalance } },
    verb: VERBS.listSuppliers(),
  }),
);

/** $1 needsStaffMs, $2 stuckMs, $3 lowBalance; who asks adds the limit. */
export const QUESTIONS: Readonly<Record<InboxKind, readonly Question[]>> = {
  payment: [MARKED],
  // Asked of the same rows as the metrics.
  'bank day': [],
  break: [BREAKS],
  'slow payment': [SLOW],
  'second person': [DECISIONS, RULES, DOCUMENTS],
  reversal: [REVERSALS],
  callback: [GIVEN_UP, OVERDUE],
  supplier: [SUPPLIERS],
  service: [SERVICES],
  'low balance': [BALANCES],
};
