import type { Entry } from '../../../src/domain/bank-day/compare';
import { isPair } from '../../../src/domain/bank-day/compare';
import { moveOf } from '../../../src/domain/bank-day/outcome-postings';
import { type Allowed, mayEnd, OUTCOMES, type SignedFacts } from '../../../src/domain/bank-day/outcomes';
import { isForeignReference } from '../../../src/domain/bank-day/reference';
import { canBeTakenBack, mayAgree, maySign, missingDetails, uselessDetails } from '../../../src/domain/bank-day/signing';
import { effectOf } from '../../../src/domain/bank-day/tally';
import { BREAK_KINDS, type Break, type BreakKind } from '../../../src/domain/bank-day/verdict';
import { money } from '../../../src/domain/money';
import { MAY } from './may';
import { TABLE } from './table';
import { compareScene, FAILED, PAID, type Scene } from './world';

const told = (allowed: readonly Allowed[]): string => allowed.map(({ outcome, people }) => `${outcome} ${people}`).join(', ');

function factsOf(entry: Entry, broken: Break, { item = 'invoice', payments = {} }: Scene): SignedFacts {
  const { line, document } = entry;
  const atAlseco = item === 'invoice';
  const [known] = Object.values(payments);
  return {
    kind: broken.kind,
    also: broken.also,
    flags: broken.flags,
    theirs: line?.amount ?? null,
    ours: document && (line === null || isPair({ line, document, verdict: broken })) ? document.amount : null,
    effect: effectOf({ line, document, verdict: broken }),
    isForeign: line !== null && isForeignReference(line.reference),
    payment: document?.payment ?? known ?? null,
    offers: { rollback: atAlseco, status: !atAlseco },
    canBeRolledBack: atAlseco && line !== null && !line.moved,
  };
}

const broken = ({ verdict }: Entry): Break | null => (verdict.is === 'break' ? verdict : 'otherwise' in verdict ? verdict.otherwise : null);

const cellOf = ({ kind, also }: Break): string => (also.includes('amount') ? `${kind} + amount` : kind);

const CASES = TABLE.map(([row, name, scene]) => [row, name, scene] as const);
test.each(CASES)('row %i: %s: what may end it, and by whom', (row, _name, scene) => {
  const said = compareScene(scene).flatMap((entry) => {
    const found = broken(entry);
    return found ? [[cellOf(found), told(mayEnd(factsOf(entry, found, scene)))] as const] : [];
  });
  expect(said).toEqual(said.map(([kind]) => [kind, MAY[row]?.[kind]]));
});

test('every cell of the column is met by a scene of its row', () => {
  const met = new Set(
    TABLE.flatMap(([row, , scene]) =>
      compareScene(scene).map((entry) => {
        const found = broken(entry);
        return found ? `${row} ${cellOf(found)}` : '';
      }),
    ),
  );
  const cells = Object.entries(MAY).flatMap(([row, kinds]) => Object.keys(kinds).map((kind) => `${row} ${kind}`));
  expect(cells.filter((cell) => !met.has(cell))).toEqual([]);
});

const facts = (changes: Partial<SignedFacts>): SignedFacts => ({
  kind: 'duplicate',
  also: [],
  flags: [],
  theirs: money('10'),
  ours: null,
  effect: money('10'),
  isForeign: false,
  payment: PAID,
  offers: { rollback: true, status: false },
  canBeRolledBack: true,
  ...changes,
});
const UPSTREAM = { offers: { rollback: false, status: true }, canBeRolledBack: false };
const PAIR = { ours: money('10'), effect: money('0') };

/** Rows whose lines no scene can draw, and what changes a row's right. */
const OTHERS: ReadonlyArray<readonly [name: string, Partial<SignedFacts>, string]> = [
  ['row 4, moved or another day', { canBeRolledBack: false }, 'claim 2, loss 2'],
  ['row 6, more at theirs', { kind: 'reference', also: ['amount'], ours: money('9'), effect: money('1') }, 'claim 2, loss 2'],
  ['row 6, another account', { kind: 'reference', also: ['account'], ...PAIR }, 'accept 2, claim 2, loss 2'],
  ['row 5, on another day', { kind: 'reference', also: ['other day'], ...PAIR }, 'accept A'],
  ['row 7, more at theirs', { kind: 'amount', ours: money('9'), effect: money('1') }, 'claim 2, loss 2'],
  ['row 8, with another sum', { kind: 'account', also: ['amount'], ours: money('11'), effect: money('-1') }, 'gain 2'],
  ['row 33', { kind: 'unreadable', theirs: null, effect: null, payment: null }, 'fetch again 1, sum 2'],
  ['row 49, unreadable', { kind: 'unreadable', theirs: null, effect: null, payment: null, ...UPSTREAM }, 'fetch again 1, accept A'],
  ['row 35', { kind: 'lists differ', effect: null }, 'ask A'],
  ['row 37, an accountant is not enough', { kind: 'other day', flags: ['after confirmation'], ...PAIR }, 'accept 2'],
  ['row 37, looking takes one', { kind: 'only ours', flags: ['after confirmation'] }, 'look 1, agent refunded 2, list is wrong 2'],
  ['row 38, its agent has the money back', { kind: 'only ours', payment: FAILED }, 'accept A'],
  ['row 41, upstream', { kind: 'only ours', flags: ['declared'], ...UPSTREAM }, 'agent refunded 2'],
  ['row 51', { kind: 'orders' }, 'accept 2'],
  ['row 53', { kind: 'deposit' }, 'accept A'],
];
test.each(OTHERS)('%s', (_name, changes, may) => {
  expect(told(mayEnd(facts(changes)))).toBe(may);
});

const PAIRED: readonly BreakKind[] = ['account', 'invoice', 'service', 'amount', 'other day', 'reference'];
test('nothing that moves money takes one person, whatever the kind and the facts', () => {
  for (const kind of BREAK_KINDS)
    for (const effect of (PAIRED.includes(kind) ? ['10', '-10', '0'] : ['10']).map(money))
      for (const flags of [[], ['after confirmation']] as const)
        for (const { outcome, people } of mayEnd(facts({ kind, effect, flags, ours: money('3') })))
          if (moveOf(outcome, { effect, ours: money('3') }, money('1'))) expect([kind, outcome, people]).toEqual([kind, outcome, '2']);
});

test('what an outcome moves', () => {
  const more = { effect: money('5'), ours: null };
  expect(OUTCOMES.flatMap((outcome) => (outcome === 'gain' ? [] : (moveOf(outcome, more, money('7')) ?? [])))).toEqual([
    { debit: 'claim', credit: 'payable', amount: '5' },
    { debit: 'loss', credit: 'payable', amount: '5' },
    { debit: 'suspense', credit: 'payable', amount: '5' },
    { debit: 'suspense', credit: 'payable', amount: '7' },
  ]);
  expect(moveOf('gain', { effect: money('-0.01'), ours: null }, null)).toEqual({ debit: 'payable', credit: 'suspense', amount: '0.01' });
  const equal = { effect: money('0'), ours: money('8') };
  expect([moveOf('claim', equal, null), moveOf('loss', equal, null)?.amount]).toEqual([null, '8']);
  expect(() => moveOf('loss', { effect: money('-1'), ours: null }, null)).toThrow(RangeError);
});

test('whose hand: one of two is an accountant, and one accountant stands for two where the rule is off', () => {
  expect(maySign('1', ['operator'], false)).toBe(true);
  expect([maySign('1', ['clerk', 'admin'], false), maySign('A', ['operator'], true), maySign('A', ['accountant'], false)]).toEqual([
    false,
    false,
    true,
  ]);
  expect([maySign('2', ['operator'], true), maySign('2', ['operator'], false), maySign('2', ['accountant'], false)]).toEqual([true, false, true]);
  expect([mayAgree(['operator'], ['accountant']), mayAgree(['accountant'], ['operator'])]).toEqual([true, true]);
  expect([mayAgree(['operator'], ['operator']), mayAgree(['accountant'], ['clerk'])]).toEqual([false, false]);
});

test('a claim needs its letter, who follows it up and until when; nothing else is taken with it', () => {
  expect(missingDetails('claim', { letter: '12' })).toEqual(['owner', 'due']);
  expect([missingDetails('loss', {}), uselessDetails('loss', { letter: '12' })]).toEqual([[], ['letter']]);
  expect([canBeTakenBack('claim'), canBeTakenBack('agent refunded')]).toEqual([true, false]);
});
