import { plusDays } from '../../../src/domain/day';
import { money } from '../../../src/domain/money';
import type { Database } from '../../../src/registry/database';
import { availableAccount, LOSS } from '../../../src/registry/ledger/accounts';
import { correct, reverseCapture, topUp, withdraw } from '../../../src/registry/ledger/entries';
import { ENTRY_WORDS, statement } from '../../../src/registry/ledger/statement';
import { trialBalance } from '../../../src/registry/ledger/trial-balance';
import { paymentById } from '../../../src/registry/payment/payments';
import { settle } from '../../../src/registry/payment/settle';
import { dayIn } from '../../../src/zone';
import { AGENT, accepted, balances, book, ZONE } from '../book';

const TODAY = dayIn(ZONE, new Date().toISOString());
let database: Database;
beforeAll(async () => {
  database = await book(5);
});
afterAll(() => database?.close());

test('a statement reads through hold, release, late booking, correction and reversal to the balance, and the book sums to zero throughout', async () => {
  const cash = { agent: AGENT, currency: 'KZT', note: 'order 7' };
  await database.transaction((tx) => topUp(tx, { ...cash, amount: money('1000'), day: plusDays(TODAY, -1) }));
  const failed = await accepted(database, AGENT, 1, '30');
  await database.transaction((tx) => settle(tx, failed, { status: -115, why: 'staff: not booked' }));
  const paid = await accepted(database, AGENT, 2, '200.50');
  await database.transaction((tx) => settle(tx, paid, { status: 10, why: 'taken' }));
  // The booking of the failed one was found later and the agent agrees to pay for it after all.
  await database.transaction((tx) =>
    correct(tx, {
      payment: failed.id,
      currency: 'KZT',
      day: TODAY,
      note: 'found later, agreed with the agent',
      postings: [
        { account: availableAccount(AGENT), amount: money('-30') },
        { account: LOSS, amount: money('30') },
      ],
    }),
  );
  const captured = await paymentById(database, paid.id);
  if (!captured) throw new Error('the payment vanished');
  await database.transaction((tx) => reverseCapture(tx, captured, TODAY, 'decision 1'));
  await database.transaction((tx) => withdraw(tx, { ...cash, amount: money('70'), day: TODAY }));
  await accepted(database, AGENT, 3, '5');

  const { opening, lines } = await statement(database, AGENT, TODAY, TODAY, 100);
  expect(opening).toEqual({ available: '1000', held: '0' });
  expect(lines.map(({ kind, transaction, availableAfter, heldAfter }) => [kind, transaction, money(availableAfter), money(heldAfter)])).toEqual([
    ['hold', '1', '970', '30'],
    ['release', '1', '1000', '0'],
    ['hold', '2', '799.5', '200.5'],
    ['capture', '2', '799.5', '0'],
    ['correction', '1', '769.5', '0'],
    ['reversal', '2', '970', '0'],
    ['withdrawal', null, '900', '0'],
    ['hold', '3', '895', '5'],
  ]);
  expect(lines.every(({ kind }) => ENTRY_WORDS[kind].length > 0)).toBe(true);
  expect(await balances(database, AGENT)).toEqual({ available: '895', held: '5' });
  expect((await database.transaction(trialBalance)).balanced).toBe(true);
  expect((await statement(database, AGENT, plusDays(TODAY, 1), plusDays(TODAY, 1), 100)).opening).toEqual({ available: '895.0', held: '5.0' });
});
