import fc from 'fast-check';
import { day } from '../../src/domain/day';
import { type BookRow, type EvidenceRules, type LookTaken, readBook, type Sought, verdict } from '../../src/domain/evidence';
import { money } from '../../src/domain/money';

const DAY = day('2026-11-21');
const BEFORE = day('2026-11-20');
const AFTER = day('2026-11-22');
const sought: Sought = {
  reference: 'TLM2611210000000011',
  account: '7898380',
  invoice: '240710296539',
  amount: money('5610.18'),
  days: [DAY],
};
const row = (change: Partial<BookRow> = {}): BookRow => ({
  paymentId: '500',
  reference: sought.reference,
  ours: true,
  account: sought.account,
  invoice: sought.invoice ?? '',
  amount: sought.amount,
  day: DAY,
  bookedAt: null,
  moved: false,
  ...change,
});
const witness = { paymentId: '400', day: DAY };
const witnessRow = row({ paymentId: '400', reference: 'TLM2611210000000021', account: '1', invoice: '1', amount: money('1') });

describe('a look into the book', () => {
  test('finds the booking by its reference', () => {
    expect(readBook([witnessRow, row()], sought, [witness])).toEqual({ said: 'found', row: row(), duplicates: [] });
  });

  test('finds the first booking and names the others as duplicates, the lowest PaymentId first', () => {
    const order = (...ids: string[]) => {
      const rows = ids.map((paymentId) => row({ paymentId }));
      const look = readBook(rows, sought, []);
      return look.said === 'found' && [look.row.paymentId, ...look.duplicates.map(({ paymentId }) => paymentId)];
    };
    expect(order('1000', '99', '501')).toEqual(['99', '501', '1000']);
    expect(order('502', '501', '503')).toEqual(['501', '502', '503']);
    expect(order('501', '502')).toEqual(['501', '502']);
  });

  test.each([
    ['account', { account: '7898381' }],
    ['invoice', { invoice: '240710296540' }],
    ['amount', { amount: money('5610.19') }],
  ])('a reference with another %s is a contradiction, even beside the right one', (_name, change) => {
    expect(readBook([row(), row({ paymentId: '501', ...change })], sought, [witness])).toEqual({
      said: 'contradiction',
      why: `reference ${sought.reference} is booked as PaymentId 501 with other facts`,
    });
  });

  test('an amount written otherwise is the same amount', () => {
    expect(readBook([row({ amount: money('5610.180') })], sought, []).said).toBe('found');
  });

  test('without an invoice to look for, the account and the amount decide', () => {
    expect(readBook([row({ invoice: 'any' })], { ...sought, invoice: null }, []).said).toBe('found');
  });

  test('of a payment of which nothing but its numbers is known, no booking of it under another document number is passed over', () => {
    const part = row({ reference: 'TLM2611210000000012', amount: money('7') });
    expect(readBook([part, witnessRow], { ...sought, invoice: null }, [witness])).toEqual({
      said: 'contradiction',
      why: 'reference TLM2611210000000012, of the same payment, is booked as PaymentId 500',
    });
    expect(readBook([witnessRow], { ...sought, invoice: null }, [witness]).said).toBe('absent');
    // References that name no payment at all are not of one payment.
    const nameless = { ...sought, reference: 'none', invoice: null };
    expect(readBook([{ ...witnessRow, reference: 'other' }], nameless, [witness]).said).toBe('absent');
    expect(readBook([part, witnessRow], sought, [witness]).said).toBe('absent');
  });

  test('proves absence where the book shows what is known to be booked', () => {
    expect(readBook([witnessRow], sought, [witness])).toEqual({ said: 'absent', witnesses: 1 });
  });

  test('an empty book with nothing to hold against is absent without a witness', () => {
    expect(readBook([], sought, [])).toEqual({ said: 'absent', witnesses: 0 });
  });

  test('a book that lacks a known payment proves nothing', () => {
    expect(readBook([], sought, [witness]).said).toBe('inconclusive');
    expect(readBook([witnessRow], sought, [witness, { paymentId: '401', day: DAY }])).toEqual({
      said: 'inconclusive',
      why: `the book lacks PaymentId 401, which is known to be booked on ${DAY}`,
    });
  });

  test.each([
    ['not of our shape', { reference: 'SOMEONE', ours: false }],
    ['empty', { reference: '', ours: false }],
    ['of our shape and of no payment here', { reference: 'TLM2611219999999991' }],
    ['another document’s of the same payment', { reference: 'TLM2611210000000012' }],
  ])('a line with the same account, invoice and sum proves nothing where its reference is %s', (_name, change) => {
    const alike = row({ paymentId: '600', ...change });
    expect(readBook([witnessRow, alike], sought, [witness])).toEqual({
      said: 'inconclusive',
      why: `PaymentId 600 has the same account, invoice and sum under reference ${change.reference || '(none)'}, which is no other payment's of ours`,
    });
    const other = { reference: 'another', paymentId: null };
    expect(readBook([witnessRow, alike], sought, [witness], [other]).said).toBe('inconclusive');
    expect(readBook([witnessRow, alike], sought, [witness], [{ ...other, reference: alike.reference }]).said).toBe('absent');
    expect(readBook([witnessRow, alike], sought, [witness], [{ ...other, paymentId: '600' }]).said).toBe('absent');
  });

  test('witnesses of another day prove nothing, shown or not', () => {
    const earlier = { paymentId: '399', day: BEFORE };
    const earlierRow = row({ ...witnessRow, paymentId: '399', day: BEFORE });
    expect(readBook([earlierRow], sought, [earlier])).toEqual({ said: 'absent', witnesses: 0 });
    expect(readBook([earlierRow, witnessRow], sought, [earlier, witness])).toEqual({ said: 'absent', witnesses: 1 });
    expect(readBook([witnessRow], sought, [earlier, witness])).toEqual({ said: 'absent', witnesses: 1 });
  });

  test('a witness counts for the day on which the book shows it', () => {
    expect(readBook([{ ...witnessRow, day: BEFORE }], sought, [witness])).toEqual({ said: 'absent', witnesses: 0 });
  });

  test('what was sent near midnight could stand on two days, and each must have its witness', () => {
    const late: Sought = { ...sought, days: [DAY, AFTER] };
    const next = { paymentId: '401', day: AFTER };
    const nextRow = row({ ...witnessRow, paymentId: '401', day: AFTER });
    expect(readBook([witnessRow], late, [witness])).toEqual({ said: 'absent', witnesses: 0 });
    expect(readBook([nextRow], late, [next])).toEqual({ said: 'absent', witnesses: 0 });
    expect(readBook([witnessRow, nextRow], late, [witness, next])).toEqual({ said: 'absent', witnesses: 2 });
    expect(readBook([witnessRow], late, [witness, next]).said).toBe('inconclusive');
  });
});

const SETTLE = 1000;
const rules = (change: Partial<EvidenceRules> = {}): EvidenceRules => ({
  settleDelayMs: SETTLE,
  idempotent: false,
  goOnWithoutWitness: false,
  ...change,
});
const absent = (afterMs: number, witnesses = 1): LookTaken => ({ said: 'absent', witnesses, afterMs });
const said = (what: LookTaken['said'], afterMs: number): LookTaken => ({ said: what, witnesses: 0, afterMs });

describe('the verdict', () => {
  const TABLE: ReadonlyArray<readonly [name: string, looks: LookTaken[], bank: string, idempotent: string, loopback: string]> = [
    ['no look yet', [], 'look again', 'look again', 'look again'],
    ['one absence before the settle delay', [absent(10)], 'look again', 'look again', 'look again'],
    ['one absence after it', [absent(1000)], 'look again', 'look again', 'look again'],
    ['two absences before it', [absent(10), absent(999)], 'look again', 'look again', 'look again'],
    ['two, the last after it', [absent(10), absent(1000)], 'absent', 'absent', 'absent'],
    ['two after it', [absent(1000), absent(2000)], 'absent', 'absent', 'absent'],
    ['two without a witness', [absent(10, 0), absent(1000, 0)], 'look again', 'absent', 'look again'],
    ['three without a witness', [absent(10, 0), absent(500, 0), absent(1000, 0)], 'ask staff', 'absent', 'absent'],
    ['three without a witness, all early', [absent(1, 0), absent(2, 0), absent(3, 0)], 'look again', 'look again', 'look again'],
    ['one with and two without a witness', [absent(10), absent(500, 0), absent(1000, 0)], 'look again', 'absent', 'absent'],
    ['two witnessed early, one unwitnessed late', [absent(10), absent(20), absent(1000, 0)], 'look again', 'absent', 'absent'],
    ['an inconclusive look between', [absent(10), said('inconclusive', 500), absent(1000)], 'absent', 'absent', 'absent'],
    [
      'only inconclusive looks',
      [said('inconclusive', 10), said('inconclusive', 1000), said('inconclusive', 2000)],
      'look again',
      'look again',
      'look again',
    ],
    [
      'a contradiction before all else',
      [said('contradiction', 0), absent(10), absent(1000), absent(2000), absent(3000)],
      'ask staff',
      'ask staff',
      'ask staff',
    ],
    ['it was found once, and is gone', [said('found', 0), absent(10), absent(1000)], 'ask staff', 'ask staff', 'ask staff'],
    [
      'it was answered for once, and is gone, without a witness',
      [said('answered', 0), absent(10, 0), absent(500, 0), absent(1000, 0)],
      'ask staff',
      'ask staff',
      'ask staff',
    ],
    ['a contradiction, whatever else', [absent(10), absent(1000), said('contradiction', 1500)], 'ask staff', 'ask staff', 'ask staff'],
  ];

  test.each(TABLE)('after %s', (_name, looks, bank, idempotent, loopback) => {
    expect([verdict(looks, rules()), verdict(looks, rules({ idempotent: true })), verdict(looks, rules({ goOnWithoutWitness: true }))]).toEqual([
      bank,
      idempotent,
      loopback,
    ]);
  });

  const looks = fc
    .array(
      fc.record({
        said: fc.constantFrom('absent' as const, 'inconclusive' as const, 'contradiction' as const),
        witnesses: fc.nat(2),
        afterMs: fc.nat(3000),
      }),
      { maxLength: 8 },
    )
    .map((list) => list.sort((a, b) => a.afterMs - b.afterMs));
  const anyRules = fc.record({ settleDelayMs: fc.constant(SETTLE), idempotent: fc.boolean(), goOnWithoutWitness: fc.boolean() });

  test('another attempt is never allowed on less than two absences, the last after the settle delay, without a contradiction', () => {
    fc.assert(
      fc.property(looks, anyRules, (taken, by) => {
        if (verdict(taken, by) !== 'absent') return;
        const absences = taken.filter((look) => look.said === 'absent');
        expect(absences.length).toBeGreaterThanOrEqual(2);
        expect(absences.at(-1)?.afterMs).toBeGreaterThanOrEqual(SETTLE);
        expect(taken.some((look) => look.said === 'contradiction')).toBe(false);
        const witnessed = absences.filter((look) => look.witnesses > 0).length;
        if (!by.idempotent && !by.goOnWithoutWitness) expect(witnessed).toBeGreaterThanOrEqual(2);
        if (!by.idempotent && witnessed < 2) expect(absences.length).toBeGreaterThanOrEqual(3);
      }),
    );
  });

  test('staff are asked for a contradiction, or for a lack of witnesses, and for nothing else', () => {
    fc.assert(
      fc.property(looks, anyRules, (taken, by) => {
        if (verdict(taken, by) !== 'ask staff' || taken.some((look) => look.said === 'contradiction')) return;
        expect(by.idempotent || by.goOnWithoutWitness).toBe(false);
        expect(taken.filter((look) => look.said === 'absent' && look.witnesses > 0)).toEqual([]);
        expect(taken.filter((look) => look.said === 'absent').length).toBeGreaterThanOrEqual(3);
      }),
    );
  });
});

test('a supplier that knew the payment and has forgotten it is a matter for staff, never a reason to send again', () => {
  const look = (said: LookTaken['said'], afterMs: number): LookTaken => ({ said, witnesses: 3, afterMs });
  const rules: EvidenceRules = { settleDelayMs: 1_000, idempotent: true, goOnWithoutWitness: true };
  for (const knew of ['found', 'answered'] as const)
    expect(verdict([look(knew, 10), look('absent', 20), look('absent', 2_000)], rules)).toBe('ask staff');
});
