import { by } from '../mutant';

const ATTEMPTS = 'test/registry/payment/attempts.test.ts';
const COMPARE = 'test/activities/bank-day/compare-book.test.ts';
const LOST_LIFE = 'test/activities/evidence/lost-life.test.ts';

export const CLAIMS = by('src/registry/payment/attempts.ts', [
  [`number = ANY ($2::int[]) AND state = 'planned'`, 'number = ANY ($2::int[])', ATTEMPTS],
  [`(a.number >= $3 OR a.state <> 'closed' OR a.outcome`, '(a.number >= $3 OR a.outcome', ATTEMPTS],
  [`a.outcome NOT IN ('not sent', 'absent')))`, `a.outcome NOT IN ('not sent', 'absent', 'unknown')))`, ATTEMPTS],
  ['b.payment_id = $1 AND b.closed_at IS NULL', 'b.payment_id = $1 AND b.closed_at IS NOT NULL', COMPARE],
  ['AND now() < send_before FOR UPDATE', 'FOR UPDATE', ATTEMPTS],
  [`number = $3 AND state = 'claimed' AND now()`, 'number = $3 AND now()', ATTEMPTS],
  ['WHERE whole.all AND payment_id', 'WHERE payment_id', ATTEMPTS],
  [`(state <> 'closed' OR $4 NOT IN ('not sent', 'unknown'))`, `(state <> 'closed' OR $4 <> 'not sent')`, ATTEMPTS],
  ['closed_at = coalesce(closed_at, now())', 'closed_at = now()', ATTEMPTS],
  [`outcome = 'not sent', reason = 'closed before`, `outcome = 'unknown', reason = 'closed before`, ATTEMPTS],
  [`WHERE payment_id = $1 AND state = 'claimed'\``, 'WHERE payment_id = $1`', ATTEMPTS],
  [`outcome = 'unknown', closed_at = send_before,`, `outcome = 'unknown', closed_at = sent_at,`, ATTEMPTS],
  [`send_before + $2 * interval '1 millisecond' < now()`, 'send_before < now()', ATTEMPTS],
  [`0, 'closed', $2, $2, $2, 'unknown', 'started late`, `0, 'closed', $2, $2, $2, 'absent', 'started late`, LOST_LIFE],
  [`a.state = 'claimed' AND a.claimed_at < $2`, `a.state = 'sending' AND a.claimed_at < $2`, ATTEMPTS],
  [`a.outcome IN ('not sent', 'absent') AND a.closed_at < $2`, `a.outcome IN ('not sent', 'absent')`, ATTEMPTS],
  [`outcome IN ('absent', 'not sent')`, `outcome IN ('not sent')`, COMPARE],
]);
