import { onePerPayment } from '../../../src/domain/bank-day/repeats';
import { effectOf } from '../../../src/domain/bank-day/tally';
import { LESS, MANGLED, TABLE } from './table';
import { compareScene, line, ours, refOf, type Scene, told } from './world';

const CASES = TABLE.map(([row, name, scene, ...entries]) => [row, name, scene, entries] as const);

test.each(CASES)('row %i: %s', (_row, _name, scene, entries) => {
  const said = (of: Scene) =>
    compareScene(of)
      .map((entry) => ({ by: entry.line ? `0 ${entry.line.paymentId}` : '1', text: `${told(entry.verdict)} · ${effectOf(entry)}` }))
      .sort((a, b) => (a.by < b.by ? -1 : 1))
      .map(({ text }) => text);
  expect(said(scene)).toEqual(entries);
  const turned = { ...scene, lines: [...scene.lines].reverse(), documents: [...(scene.documents ?? [])].reverse() };
  expect(said(turned)).toEqual(entries);
});

test('row 28: each names the other', () => {
  const entries = compareScene({ lines: [line({ reference: MANGLED, ...LESS })], documents: [ours()] });
  const alike = entries.flatMap(({ verdict }) => (verdict.is === 'break' ? verdict.differences.filter(({ fact }) => fact === 'alike') : []));
  expect(alike).toEqual([
    { fact: 'alike', ours: refOf(1), theirs: null },
    { fact: 'alike', ours: null, theirs: '77' },
  ]);
});

test('rows 34 and 35: one PaymentId is one line, or lists that contradict one another', () => {
  const [one, differ, ...more] = onePerPayment(
    [line({ paymentId: '8' }), line({ paymentId: '9' }), line({ paymentId: '8' }), line({ paymentId: '9', ...LESS })],
    'invoice',
  );
  expect(more).toEqual([]);
  expect(one).toMatchObject({ is: 'line', line: { paymentId: '8', repeated: true } });
  expect(differ).toMatchObject({ is: 'lists differ', verdict: { kind: 'lists differ', differences: [{ fact: 'amount' }] } });
  const verdict = differ?.is === 'lists differ' ? differ.verdict : null;
  expect(verdict && effectOf({ line: line(), document: null, verdict })).toBeNull();
});
