import fc from 'fast-check';
import { type AttemptOutcome, type AttemptState, type DocumentState, mayStillSay, nextOf } from '../../src/domain/lifecycle';

const closed = (number: number, outcome: AttemptOutcome): AttemptState => ({ number, state: 'closed', outcome });
const document = (number: number, changes: Partial<DocumentState> = {}): DocumentState => ({
  number,
  state: 'planned',
  code: null,
  stale: false,
  soughtOnly: false,
  attempts: [],
  ...changes,
});

describe('what a payment needs next', () => {
  const table: Array<[string, DocumentState[], ReturnType<typeof nextOf>]> = [
    ['nothing planned: check', [], { do: 'check' }],
    ['planned: pay, attempt 1', [document(1)], { do: 'pay', attempt: 1, documents: [1] }],
    ['several documents go in one call', [document(1), document(2)], { do: 'pay', attempt: 1, documents: [1, 2] }],
    ['claimed but never closed: find', [document(1, { attempts: [{ number: 1, state: 'claimed', outcome: null }] })], { do: 'find', documents: [1] }],
    ['sending and never closed: find', [document(1, { attempts: [{ number: 1, state: 'sending', outcome: null }] })], { do: 'find', documents: [1] }],
    ['unknown: find', [document(1, { attempts: [closed(1, 'unknown')] })], { do: 'find', documents: [1] }],
    ['not sent: the next attempt', [document(1, { attempts: [closed(1, 'not sent')] })], { do: 'pay', attempt: 2, documents: [1] }],
    [
      'proved absent: the next attempt',
      [document(1, { attempts: [closed(1, 'unknown'), closed(2, 'absent')] })],
      { do: 'pay', attempt: 3, documents: [1] },
    ],
    ['an earlier life in doubt: find before attempt 1', [document(1, { attempts: [closed(0, 'unknown')] })], { do: 'find', documents: [1] }],
    ['the doubt is gone: attempt 1', [document(1, { attempts: [closed(0, 'absent')] })], { do: 'pay', attempt: 1, documents: [1] }],
    ['pending: poll', [document(1, { attempts: [closed(1, 'pending')] })], { do: 'poll', documents: [1] }],
    ['taken: success', [document(1, { state: 'taken', attempts: [closed(1, 'accepted')] })], { do: 'settle', status: 10 }],
    ['refused: its code', [document(1, { state: 'refused', code: -105, attempts: [closed(1, 'refused')] })], { do: 'settle', status: -105 }],
    ['a stale invoice is fetched once more', [document(1, { state: 'refused', code: -203, stale: true })], { do: 'check' }],
    [
      '… but only once',
      [document(1, { state: 'replaced', code: -203, stale: true }), document(2, { state: 'refused', code: -203, stale: true })],
      { do: 'settle', status: -203 },
    ],
    [
      'one taken, one refused: undo the taken',
      [document(1, { state: 'taken' }), document(2, { state: 'refused', code: -120 })],
      { do: 'undo', documents: [1], code: -120 },
    ],
    [
      'nothing is undone while a sibling is unknown',
      [document(1, { state: 'taken' }), document(2, { state: 'refused', code: -120 }), document(3, { attempts: [closed(1, 'unknown')] })],
      { do: 'find', documents: [3] },
    ],
    [
      'all undone: the refusal ends it',
      [document(1, { state: 'rolled back', code: -120 }), document(2, { state: 'refused', code: -120 })],
      { do: 'settle', status: -120 },
    ],
    [
      'one taken, one stale: the taken is undone, the stale one is not fetched anew',
      [document(1, { state: 'taken' }), document(2, { state: 'refused', code: -203, stale: true })],
      { do: 'undo', documents: [1], code: -203 },
    ],
    [
      '… and once it is undone the refusal ends it',
      [document(1, { state: 'rolled back', code: -203 }), document(2, { state: 'refused', code: -203, stale: true })],
      { do: 'settle', status: -203 },
    ],
    [
      'all stale: all are fetched anew',
      [document(1, { state: 'refused', code: -203, stale: true }), document(2, { state: 'refused', code: -203, stale: true })],
      { do: 'check' },
    ],
    [
      'one stale, one refused for good: nothing is fetched anew for a payment that has failed',
      [document(1, { state: 'refused', code: -203, stale: true }), document(2, { state: 'refused', code: -120 })],
      { do: 'settle', status: -120 },
    ],
    [
      'one stale, one proved absent: both are fetched anew',
      [document(1, { state: 'refused', code: -203, stale: true }), document(2, { attempts: [closed(1, 'absent')] })],
      { do: 'check' },
    ],
    ['only looked for, and proved absent: planned at last', [document(1, { soughtOnly: true, attempts: [closed(0, 'absent')] })], { do: 'check' }],
    [
      'a plan that came after it may still be refreshed once',
      [
        document(1, { state: 'replaced', soughtOnly: true, attempts: [closed(0, 'absent')] }),
        document(2, { state: 'refused', code: -203, stale: true }),
      ],
      { do: 'check' },
    ],
    [
      'one taken, one proved absent: that one again',
      [document(1, { state: 'taken' }), document(2, { attempts: [closed(1, 'absent')] })],
      { do: 'pay', attempt: 2, documents: [2] },
    ],
    [
      'nothing more is sent once a sibling is refused',
      [document(1, { state: 'refused', code: -105 }), document(2, { attempts: [closed(1, 'not sent')] })],
      { do: 'settle', status: -105 },
    ],
    ['all replaced, nothing planned in their place: check', [document(1, { state: 'replaced', code: -203, stale: true })], { do: 'check' }],
    ['refused without a code: −300', [document(1, { state: 'refused' })], { do: 'settle', status: -300 }],
    [
      'one taken, one refused without a code: −300 once it is undone',
      [document(1, { state: 'taken' }), document(2, { state: 'refused' })],
      { do: 'undo', documents: [1], code: -300 },
    ],
    [
      'one rolled back, one taken: that one too, with the same code',
      [document(1, { state: 'rolled back', code: -120 }), document(2, { state: 'taken' })],
      { do: 'undo', documents: [2], code: -120 },
    ],
    ['all rolled back: the code they were undone with', [document(1, { state: 'rolled back', code: -115 })], { do: 'settle', status: -115 }],
    [
      'one rolled back without a code, one taken',
      [document(1, { state: 'rolled back' }), document(2, { state: 'taken' })],
      { do: 'undo', documents: [2], code: -300 },
    ],
    ['all rolled back without a code', [document(1, { state: 'rolled back' })], { do: 'settle', status: -300 }],
    [
      'the last attempt is the one with the highest number, in whatever order they come',
      [document(1, { attempts: [closed(2, 'unknown'), closed(1, 'absent')] })],
      { do: 'find', documents: [1] },
    ],
    [
      'refused by an attempt, and the document does not say so: only evidence can tell',
      [document(1, { attempts: [closed(1, 'refused')] })],
      { do: 'find', documents: [1] },
    ],
    [
      'not closed, whatever outcome stands beside it: find',
      [document(1, { attempts: [{ number: 1, state: 'sending', outcome: 'absent' }] })],
      { do: 'find', documents: [1] },
    ],
    ['closed without an outcome: find', [document(1, { attempts: [{ number: 1, state: 'closed', outcome: null }] })], { do: 'find', documents: [1] }],
  ];
  test.each<[string, DocumentState[], ReturnType<typeof nextOf>]>([
    ['never attempted: checked anew', [document(1)], { do: 'check' }],
    ['no byte left: checked anew', [document(1, { attempts: [closed(1, 'not sent')] })], { do: 'check' }],
    ['an earlier life proved absent: checked anew', [document(1, { attempts: [closed(0, 'absent')] })], { do: 'check' }],
    ['sent, and proved absent: the same again', [document(1, { attempts: [closed(1, 'absent')] })], { do: 'pay', attempt: 2, documents: [1] }],
    ['unknown: found first', [document(1, { attempts: [closed(1, 'unknown')] })], { do: 'find', documents: [1] }],
    ['pending: polled', [document(1, { attempts: [closed(1, 'pending')] })], { do: 'poll', documents: [1] }],
    ['taken: success', [document(1, { state: 'taken', attempts: [closed(1, 'accepted')] })], { do: 'settle', status: 10 }],
    ['found booked without an attempt of ours: success', [document(1, { state: 'taken' })], { do: 'settle', status: 10 }],
    [
      'another document was sent: the same again',
      [document(1), document(2, { state: 'taken', attempts: [closed(1, 'accepted')] })],
      { do: 'pay', attempt: 1, documents: [1] },
    ],
    [
      'an earlier life is in doubt still: the same again',
      [document(1, { attempts: [closed(0, 'unknown'), closed(1, 'not sent')] })],
      { do: 'pay', attempt: 2, documents: [1] },
    ],
  ])('an old check: %s', (_name, documents, expected) => {
    expect(nextOf(documents, true)).toEqual(expected);
  });

  test.each(table)('%s', (_name, documents, expected) => {
    expect(nextOf(documents)).toEqual(expected);
  });
});

const outcome = fc.constantFrom<AttemptOutcome>('accepted', 'pending', 'refused', 'not sent', 'unknown', 'absent');
const attempt = fc.oneof(
  fc.record({ state: fc.constant('closed' as const), outcome }),
  fc.record({ state: fc.constantFrom('claimed' as const, 'sending' as const), outcome: fc.constant(null) }),
);
const anyDocument = fc.record({
  state: fc.constantFrom<DocumentState['state']>('planned', 'taken', 'refused', 'replaced', 'rolled back'),
  code: fc.constantFrom(-105, -120, -203, -300),
  stale: fc.boolean(),
  soughtOnly: fc.boolean(),
  attempts: fc.array(attempt, { maxLength: 4 }).map((attempts) => attempts.map((each, at) => ({ ...each, number: at + 1 }))),
});
const anyDocuments = fc.array(anyDocument, { maxLength: 4 }).map((documents) => documents.map((each, at) => ({ ...each, number: at + 1 })));

describe('for any documents and attempts', () => {
  const mayBeOut = (each: DocumentState) =>
    each.state === 'planned' && each.attempts.length > 0 && !['not sent', 'absent'].includes(each.attempts.at(-1)?.outcome ?? 'open');

  test('nothing is sent whose last attempt may have been booked', () => {
    fc.assert(
      fc.property(anyDocuments, (documents) => {
        const next = nextOf(documents);
        if (next.do !== 'pay') return;
        for (const number of next.documents) {
          expect(mayBeOut(documents[number - 1] as DocumentState)).toBe(false);
          expect(documents[number - 1]?.soughtOnly).toBe(false);
        }
      }),
    );
  });

  test('an attempt number is never used twice', () => {
    fc.assert(
      fc.property(anyDocuments, (documents) => {
        const next = nextOf(documents);
        if (next.do !== 'pay') return;
        for (const number of next.documents) for (const each of documents[number - 1]?.attempts ?? []) expect(each.number).toBeLessThan(next.attempt);
      }),
    );
  });

  test('a payment ends only when no document is open, and as success only when all live ones are taken', () => {
    fc.assert(
      fc.property(anyDocuments, (documents) => {
        const next = nextOf(documents);
        if (next.do !== 'settle') return;
        const live = documents.filter((each) => each.state !== 'replaced');
        expect(live.some((each) => mayBeOut(each))).toBe(false);
        expect(next.status === 10).toBe(live.every((each) => each.state === 'taken'));
        if (next.status !== 10) expect(live.some((each) => each.state === 'taken')).toBe(false);
      }),
    );
  });
});

test.each([
  ['planned', 'sending', null, 'refused', true],
  ['taken', 'sending', null, 'refused', true],
  ['planned', 'claimed', null, 'accepted', false],
  ['planned', 'closed', 'unknown', 'refused', true],
  ['refused', 'closed', 'unknown', 'not sent', true],
  ['planned', 'closed', 'absent', 'accepted', true],
  ['planned', 'closed', 'not sent', 'accepted', true],
  ['planned', 'closed', 'absent', 'refused', false],
  ['planned', 'closed', 'absent', 'unknown', false],
  ['replaced', 'closed', 'absent', 'accepted', false],
  ['taken', 'closed', 'accepted', 'accepted', false],
  ['refused', 'closed', 'refused', 'accepted', false],
] as const)('of a %s document whose attempt is %s (%s) a late word “%s” is written down: %s', (state, attempt, outcome, said, expected) => {
  expect(mayStillSay(document(1, { state }), { number: 1, state: attempt, outcome }, said)).toBe(expected);
});
