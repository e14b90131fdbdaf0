import { by } from '../mutant';

const FIND = 'test/activities/payment/find.test.ts';
const DAYS = 'test/activities/evidence/evidence-days.test.ts';
const CLOCK = 'test/activities/evidence/registry-clock.test.ts';

export const FOUND = [
  ...by('src/activities/payment/find.ts', [
    ['await closeClaimed(tx, payment.id);', '', FIND],
    ['await closeLost(tx, payment.id, answeredWithinMs(ladders));', '', FIND],
    ['plusDays(firstDay(supplier.zone, payment, doubts), -1)', 'firstDay(supplier.zone, payment, doubts)', DAYS],
    ['if (supplier.idempotent) return', 'if (!supplier.idempotent) return', DAYS],
    ['if (payment.finalAt) return finished(tx, payment);', '', FIND],
  ]),
  ...by('src/registry/payment/standing.ts', [
    ['await doubt(tx, standing);', '', FIND],
    ['if (hasSlept) await doubtLostLife', 'if (false) await doubtLostLife', 'test/activities/evidence/lost-life.test.ts'],
  ]),
  ...by('src/activities/evidence/judge.ts', [
    ['Date.parse(askedAt) - leftBy', 'Date.parse(askedAt)', CLOCK],
    ['for (const row of look.duplicates) await', 'for (const row of look.duplicates.slice(1)) await', FIND],
  ]),
  ...by('src/activities/evidence/weigh.ts', [
    ['if (await crossesMidnight(tx, supplier, payment, document, await timeOf(tx)))', 'if (false)', FIND],
    [`case 'ask staff':`, `case 'ask staff': if (payment) return null;`, 'test/activities/payment/cancelled-upstream.test.ts'],
    ['settleDelayMs: ladders.settleDelayMs', 'settleDelayMs: 0', CLOCK],
  ]),
  ...by('src/activities/evidence/midnight-crossing.ts', [
    ['return decided === null || before.some', 'return before.every', 'test/activities/evidence/midnight-crossing.test.ts'],
  ]),
  ...by('src/activities/evidence/doubt.ts', [
    ['attempt.number === 0 ? payment.createdAt', 'attempt.number === -1 ? payment.createdAt', FIND],
    ['new Date(leftBy + callMs)', 'new Date(leftBy)', DAYS],
  ]),
];
