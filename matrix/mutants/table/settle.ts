import { by } from '../mutant';

const LEDGER = 'test/registry/ledger/entries.test.ts';
const DECISIONS = 'test/registry/staff/decisions.test.ts';
const SETTLED = 'test/registry/payment/settle.test.ts';

export const SETTLE = by('src/registry/payment/settle.ts', [
  ['if (!isFinal(status)) throw', 'if (false) throw', SETTLED],
  ['if (payment.finalAt) return afterTheEnd', 'if (payment.finalAt === undefined) return afterTheEnd', DECISIONS],
  ['needs_staff = NULL WHERE id = $1 AND final_at IS NULL', 'needs_staff = NULL WHERE id = $1', SETTLED],
  ['captured ? ZERO : payment.amount,', 'captured ? payment.amount : ZERO,', LEDGER],
  ['held = b.held - $4::numeric', 'held = b.held - $5::numeric', LEDGER],
  ['moving(captured ? capture(payment) : release(payment))', 'moving(captured ? release(payment) : capture(payment))', LEDGER],
  [`captured ? 'capture' : 'release',`, `'capture',`, 'test/registry/ledger/statement.test.ts'],
  ['percentOf(amount, remuneration)', 'percentOf(amount, amount)', LEDGER],
  ['a.callback_url IS NOT NULL', 'a.callback_url IS NULL', 'test/registry/telling/callbacks.test.ts'],
  ['if (payment.status === status) return', 'if (payment.status !== status) return', DECISIONS],
  ['coalesce(needs_staff, $2)', 'coalesce($2, needs_staff)', SETTLED],
  ['{ account: availableAccount(agent), amount },', '{ account: payableAccount(agent as never), amount },', LEDGER],
]);
