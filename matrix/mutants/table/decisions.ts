import { by } from '../mutant';

const DECISIONS = 'test/registry/staff/decisions.test.ts';
const REVERSE = 'test/activities/reversal/reverse.test.ts';

export const DECIDED = [
  ...by('src/registry/staff/decisions.ts', [
    ['if (waiting && movesMoney(kind))', 'if (false)', DECISIONS],
    ['movesMoney(kind) && (await needsTwoPeople(tx))', 'false', DECISIONS],
    ['if (current.staff === staff) throw', 'if (false) throw', DECISIONS],
    ['|| !current.needsSecond || current.second) throw', '|| !current.needsSecond) throw', DECISIONS],
    ['judged(tx, again, rules, current.kind, current.detail)', `judged(tx, again, rules, 'poll now', current.detail)`, DECISIONS],
    ['if (decision.needsSecond && !decision.second) return', 'if (false) return', DECISIONS],
    [`if (isReversal(decision.kind)) return { decision, state: 'started' };`, '', DECISIONS],
    ['result = $3 WHERE id = $1 AND done_at IS NULL', 'result = $3 WHERE id = $1', DECISIONS],
    ['!own.includes(id)', 'own.includes(id)', DECISIONS],
    ['if (against) throw', 'if (false) throw', DECISIONS],
  ]),
  ...by('src/registry/staff/decision.ts', [
    ['(NOT d.needs_second OR d.second IS NOT NULL)', 'true', DECISIONS],
    [`d WHERE d.done_at IS NULL AND d.kind IN`, 'd WHERE d.kind IN', DECISIONS],
  ]),
  ...by('src/registry/staff/decision-effects.ts', [
    [`if (attempt.state === 'sending')`, `if (attempt.state === 'claimed')`, DECISIONS],
    [`if (document.state !== 'planned') continue;`, '', DECISIONS],
    [`document.state === 'taken' && document.writtenOffAt === null`, `document.writtenOffAt === null`, DECISIONS],
    ['bookings.includes(booking)', '!bookings.includes(booking)', DECISIONS],
    ['if (payment.status === SUCCESS) await giveBack', 'if (payment.status !== SUCCESS) await giveBack', REVERSE],
    ['await keepWatching(tx, payment);', '', 'test/activities/evidence/late-word.test.ts'],
  ]),
];
