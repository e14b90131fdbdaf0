import { type EvidenceRules, verdict } from '../../domain/evidence';
import { timeOf } from '../../registry/clock';
import type { Queryable } from '../../registry/database';
import { looksAt } from '../../registry/evidence/looks';
import { closeAttempt } from '../../registry/payment/attempts';
import type { Dependencies } from '../dependencies';
import type { About } from '../payment/outcomes';
import type { Doubt } from './doubt';
import { crossesMidnight } from './midnight-crossing';

/** Closes the attempt where its absence is proved and another may follow; else why staff must decide, or null to look again. */
export async function weigh(tx: Queryable, { ladders }: Dependencies, about: About, doubt: Doubt, said: string): Promise<string | null> {
  const { payment, supplier } = about;
  const { document, attempt } = doubt;
  const rules: EvidenceRules = { settleDelayMs: ladders.settleDelayMs, idempotent: supplier.idempotent, goOnWithoutWitness: ladders.name === 'fast' };
  const looks = await looksAt(tx, payment.id, document.number, attempt.number);
  switch (verdict(looks, rules)) {
    case 'absent':
      if (await crossesMidnight(tx, supplier, payment, document, await timeOf(tx)))
        return `proved absent, but sent on another day of ${supplier.zone}: staff decide whether it is sent again`;
      await closeAttempt(tx, payment.id, document.number, attempt.number, 'absent', said);
      return null;
    case 'ask staff':
      return `staff must decide: ${against(looks, said)}`;
    case 'look again':
      return null;
  }
}

/** What the supplier once contradicted is why staff are asked, whatever the last look says. */
function against(looks: Awaited<ReturnType<typeof looksAt>>, last: string): string {
  const why = looks.find((look) => look.said === 'contradiction')?.detail;
  return why === undefined || why === last ? last : `${why}; the last look says: ${last}`;
}
