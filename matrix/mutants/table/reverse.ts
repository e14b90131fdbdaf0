import { by } from '../mutant';

const REVERSE = 'test/activities/reversal/reverse.test.ts';

export const TAKEN_BACK = [
  ...by('src/activities/reversal/reverse.ts', [
    ['if (decision?.payment !== payment.id) return', 'if (!decision) return', REVERSE],
    ['if (!isReversal(decision.kind)) return', 'if (false) return', REVERSE],
    ['decision.doneAt || !decision.needsSecond || decision.second !== null', 'true', REVERSE],
    [`if (decision.doneAt) return decision.result ?? 'done before';`, '', REVERSE],
    ['if (left.length > refused.length)', 'if (false)', REVERSE],
    [`if (outcome !== 'done') await needStaff`, `if (outcome === 'done') await needStaff`, REVERSE],
    ['await keepAnswers(tx, order, answer);', '', REVERSE],
  ]),
  ...by('src/activities/reversal/steps.ts', [
    ['if (unseen && !consent) return', 'if (false) return', REVERSE],
    [`state === 'taken' && bookedDay !== today`, 'false', REVERSE],
    ['gone.includes(supplierPaymentId)', 'true', REVERSE],
    ['if (payment.status !== SUCCESS)', 'if (false)', REVERSE],
    ['await giveBack(tx, payment, `reversed by decision ${decision.id}`);', '', REVERSE],
  ]),
  ...by('src/activities/reversal/rolling-back.ts', [
    ['if (bookings.length === 0) return', 'if (false) return', REVERSE],
    ['outcome: outcomes[at] ?? NO_ANSWER', `outcome: outcomes[at] ?? { kind: 'rolled back' }`, REVERSE],
  ]),
];
