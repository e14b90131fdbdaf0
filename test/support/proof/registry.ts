import { type Money, money, sum } from '../../../src/domain/money';
import type { Database } from '../../../src/registry/database';

/** What the registry says about one payment, as far as a proof holds it against the rest. */
export interface Fact {
  readonly id: string;
  readonly agent: string;
  readonly transaction: string;
  readonly request: string;
  readonly supplier: 'alseco' | 'upstream';
  readonly amount: string;
  readonly remuneration: string;
  readonly status: number;
  readonly final: boolean;
  readonly held: boolean;
  readonly reversed: boolean;
  readonly needsStaff: string | null;
  readonly waitsFor: string | null;
  readonly seconds: number;
  readonly documents: ReadonlyArray<{
    readonly reference: string;
    readonly amount: string;
    readonly state: string;
    readonly paymentId: string | null;
    /** What the supplier keeps of it became our loss. */
    readonly writtenOff: boolean;
  }>;
  /** Bookings in the supplier's book that the registry did not explain, and how each ended; null: it has not. */
  readonly breaks: ReadonlyArray<{ readonly booking: string; readonly kind: string; readonly amount: string; readonly ended: string | null }>;
  readonly events: ReadonlyArray<{ readonly status: number; readonly why: string }>;
  /** Carried out, with all who had to agree. */
  readonly decisions: ReadonlyArray<{ readonly kind: string; readonly result: string; readonly consent: boolean; readonly agreed: boolean }>;
}

const FACTS = `
SELECT p.id, p.agent_id::text AS agent, p.transaction_id::text AS transaction, p.request_id::text AS request, p.supplier, p.amount::text, p.remuneration::text,
  p.status, p.final_at IS NOT NULL AS final, p.held, p.reversed_at IS NOT NULL AS reversed, p.needs_staff AS "needsStaff", p.waits_for AS "waitsFor",
  coalesce(extract(epoch FROM p.final_at - p.created_at), -1)::float8 AS seconds,
  (SELECT coalesce(json_agg(json_build_object('reference', d.reference, 'amount', d.amount::text, 'state', d.state, 'paymentId', d.supplier_payment_id,
     'writtenOff', d.written_off_at IS NOT NULL) ORDER BY d.number), '[]')
   FROM documents d WHERE d.payment_id = p.id) AS documents,
  (SELECT coalesce(json_agg(json_build_object('booking', b.booking, 'kind', b.kind, 'amount', b.amount::text, 'ended', b.closed_as) ORDER BY b.id), '[]')
   FROM breaks b WHERE b.payment_id = p.id) AS breaks,
  (SELECT coalesce(json_agg(json_build_object('status', e.status, 'why', e.why) ORDER BY e.id), '[]') FROM payment_events e WHERE e.payment_id = p.id) AS events,
  (SELECT coalesce(json_agg(json_build_object('kind', c.kind, 'result', c.result, 'consent', c.detail ? 'consent', 'agreed', NOT c.needs_second OR c.second IS NOT NULL) ORDER BY c.id), '[]')
   FROM decisions c WHERE c.payment_id = p.id AND c.outcome IN ('done', 'partly')) AS decisions
FROM payments p WHERE cardinality($1::bigint[]) = 0 OR p.agent_id = ANY ($1) ORDER BY p.id`;

/** Of these agents, or of all where none is named. */
export async function facts(database: Database, agents: readonly string[] = []): Promise<Fact[]> {
  return (await database.query<Fact>(FACTS, [agents])).rows;
}

/** What its supplier keeps of it beside what its agent has paid: by decision it became our loss. */
export const lostBy = ({ documents, breaks }: Fact): Money =>
  sum([
    ...documents.filter(({ writtenOff }) => writtenOff).map(({ amount }) => money(amount)),
    ...breaks.filter(({ ended }) => ended === 'written off').map(({ amount }) => money(amount)),
  ]);

export const nameOf = ({ agent, transaction, request, status }: Fact): string =>
  `payment ${agent}/${transaction} (RequestID ${request}, status ${status})`;
