import { caution } from '../../src/domain/deciding';
import {
  DECISION_KINDS,
  type Decided,
  type DecidedDocument,
  type DecisionFacts,
  type DecisionKind,
  isReversal,
  movesMoney,
  objection,
} from '../../src/domain/decisions';
import type { AttemptOutcome } from '../../src/domain/lifecycle';
import type { Objection } from '../../src/domain/objections';
import { objectionInWords } from '../../src/staff-view/objections';

const inWords = (objection: Objection | null) => objection && objectionInWords(objection, 'en');

const attempt = (outcome: AttemptOutcome | null, number = 1) => ({
  number,
  state: outcome === null ? ('sending' as const) : ('closed' as const),
  outcome,
});
const document = (
  state: DecidedDocument['state'],
  outcomes: ReadonlyArray<AttemptOutcome | null> = [],
  number = 1,
  writtenOff = false,
): DecidedDocument => ({
  number,
  state,
  code: state === 'refused' ? -105 : null,
  stale: false,
  soughtOnly: false,
  attempts: outcomes.map((outcome, at) => attempt(outcome, at + 1)),
  writtenOff,
});

const unknown = document('planned', ['unknown']);
const OPEN: DecisionFacts = {
  status: 2,
  final: false,
  reversed: false,
  needsStaff: true,
  hasCallbackUrl: true,
  takesBack: true,
  reversing: false,
  documents: [unknown],
  breaks: [],
  sendingUntil: null,
};
const CLOSED: DecisionFacts = { ...OPEN, status: -115, final: true, needsStaff: false };
const PAID: DecisionFacts = { ...CLOSED, status: 10, documents: [document('taken', ['accepted'])] };
const TWICE: DecisionFacts = { ...PAID, breaks: [{ booking: '77', kind: 'duplicate', rollbackUntil: '2026-11-22T19:00:00Z' }] };
const LATE: DecisionFacts = { ...PAID, breaks: [{ booking: '77', kind: 'duplicate', rollbackUntil: null }] };
const CHANGED: DecisionFacts = { ...PAID, breaks: [{ booking: '77', kind: 'reference', rollbackUntil: '2026-11-22T19:00:00Z' }] };
/** A reversal that ended in the middle. */
const HALF: DecisionFacts = { ...PAID, needsStaff: true, documents: [document('rolled back', ['accepted']), document('taken', ['accepted'], 2)] };
/** Declared successful, and refused. */
const NOTHING: DecisionFacts = { ...PAID, needsStaff: true, documents: [document('refused', ['refused'])] };
const UNSEEN: DecisionFacts = { ...PAID, documents: [document('taken', ['accepted']), document('planned', ['unknown'], 2)] };
const decided = (kind: DecisionKind, more: Partial<Decided> = {}): Decided => ({
  kind,
  code: kind === 'failed' ? -115 : null,
  extras: [],
  consent: false,
  ...more,
});

/** What is decided, on what, and the words of the objection; null where it may be. */
const TABLE: ReadonlyArray<readonly [name: string, decided: Decided, facts: DecisionFacts, objection: string | null]> = [
  ['an unknown fate may succeed', decided('succeeded'), OPEN, null],
  ['an unknown fate may fail', decided('failed'), OPEN, null],
  ['an unknown fate may be sent again', decided('send again'), OPEN, null],
  ['a status of the request is no failure', decided('failed', { code: -500 }), OPEN, '-500 is not a code that ends a payment'],
  ['success is no failure', decided('failed', { code: 10 }), OPEN, 'not a code that ends a payment'],
  ['a failure needs a code', decided('failed', { code: null }), OPEN, 'Nothing is not a code that ends a payment'],
  ['nothing is decided over a final status', decided('succeeded'), CLOSED, 'never flips'],
  ['nothing fails over a final status', decided('failed'), PAID, 'never flips'],
  ['nothing is sent over a final status', decided('send again'), CLOSED, 'never flips'],
  ['nothing is polled over a final status', decided('poll now'), CLOSED, 'never flips'],
  ['an open payment is polled', decided('poll now'), OPEN, null],
  ...(['succeeded', 'failed', 'send again'] as const).map(
    (kind) =>
      [
        `${kind} waits for what is being sent`,
        decided(kind),
        { ...OPEN, sendingUntil: '2026-11-21T10:00:00Z' },
        'until 2026-11-21T10:00:00Z',
      ] as const,
  ),
  ...(['succeeded', 'failed', 'send again'] as const).map(
    (kind) => [`${kind} waits for a roll back`, decided(kind), { ...OPEN, reversing: true }, 'under way'] as const,
  ),
  ['nothing sent cannot succeed', decided('succeeded'), { ...OPEN, documents: [] }, 'Nothing was ever sent'],
  ['what is proven absent cannot succeed', decided('succeeded'), { ...OPEN, documents: [document('planned', ['absent'])] }, 'known not to be booked'],
  ['what was not sent cannot succeed', decided('succeeded'), { ...OPEN, documents: [document('planned', ['not sent'])] }, 'known not to be booked'],
  ['absent once and unknown later may succeed', decided('succeeded'), { ...OPEN, documents: [document('planned', ['absent', 'unknown'])] }, null],
  [
    'a refused part cannot succeed',
    decided('succeeded'),
    { ...OPEN, documents: [document('taken', ['accepted']), document('refused', ['refused'], 2)] },
    'refused by the supplier',
  ],
  [
    'nor a part that is rolled back',
    decided('succeeded'),
    { ...OPEN, documents: [document('taken', ['accepted']), document('rolled back', ['accepted'], 2)] },
    'Document 2 is rolled back, so the payment is not whole',
  ],
  [
    'where all was replaced nothing stands that could succeed',
    decided('succeeded'),
    { ...OPEN, documents: [document('replaced', ['refused'])] },
    'Nothing was ever sent',
  ],
  [
    'a part found booked though it was held for absent may succeed with the rest',
    decided('succeeded'),
    { ...OPEN, documents: [document('taken', ['absent']), document('planned', ['unknown'], 2)] },
    null,
  ],
  [
    'a part taken and one unknown may succeed',
    decided('succeeded'),
    { ...OPEN, documents: [document('taken', ['accepted']), document('planned', ['unknown'], 2)] },
    null,
  ],
  [
    'a replaced document counts no more',
    decided('succeeded'),
    { ...OPEN, documents: [document('replaced', ['refused']), document('planned', ['unknown'], 2)] },
    null,
  ],
  [
    'what is booked cannot fail',
    decided('failed'),
    { ...OPEN, documents: [document('taken', ['accepted']), document('planned', ['unknown'], 2)] },
    'booked at the supplier',
  ],
  ['what is pending may fail on the supplier’s word', decided('failed'), { ...OPEN, documents: [document('planned', ['pending'])] }, null],
  ['what is pending is not sent again', decided('send again'), { ...OPEN, documents: [document('planned', ['pending'])] }, 'pending at the supplier'],
  [
    'nor what is pending by its last attempt',
    decided('send again'),
    { ...OPEN, documents: [document('planned', ['unknown', 'pending'])] },
    'pending at the supplier',
  ],
  [
    'in whatever order its attempts come',
    decided('send again'),
    { ...OPEN, documents: [{ ...document('planned'), attempts: [attempt('pending', 2), attempt('unknown', 1)] }] },
    'pending at the supplier',
  ],
  [
    'what was pending and is taken keeps no other part from being sent again',
    decided('send again'),
    { ...OPEN, documents: [document('taken', ['pending']), document('planned', ['unknown'], 2)] },
    null,
  ],
  ['what was never attempted needs no decision', decided('send again'), { ...OPEN, documents: [document('planned')] }, 'by the workflow itself'],
  [
    'nor what is not sent beside a part that is taken',
    decided('send again'),
    { ...OPEN, documents: [document('taken', ['accepted']), document('planned', ['not sent'], 2)] },
    'by the workflow itself',
  ],
  [
    'beside a part that is rolled back nothing is sent again',
    decided('send again'),
    { ...OPEN, documents: [document('rolled back', ['accepted']), document('planned', ['unknown'], 2)] },
    'cannot become whole',
  ],
  [
    'what is not sent needs no decision',
    decided('send again'),
    { ...OPEN, documents: [document('planned', ['not sent'])] },
    'by the workflow itself',
  ],
  [
    'beside a refused part nothing is sent again',
    decided('send again'),
    { ...OPEN, documents: [document('refused', ['refused']), document('planned', ['unknown'], 2)] },
    'cannot become whole',
  ],
  [
    'a part booked is rolled back',
    decided('roll back'),
    { ...OPEN, documents: [document('taken', ['accepted']), document('refused', ['refused'], 2)] },
    null,
  ],
  ['nothing booked is not rolled back', decided('roll back'), OPEN, 'No document of it is booked'],
  ['what succeeded is reversed, not rolled back', decided('roll back'), PAID, 'reverse it'],
  [
    'where nothing is taken back, nothing is rolled back',
    decided('roll back', { extras: ['77'] }),
    { ...TWICE, takesBack: false },
    'takes no booking back',
  ],
  ['where nothing is taken back, an extra booking is a loss at once', decided('write off', { extras: ['77'] }), { ...LATE, takesBack: false }, null],
  ['what may be all that stands is not rolled back', decided('roll back', { extras: ['77'] }), CHANGED, 'nothing of the payment would stand'],
  ['what may be all that stands is no loss', decided('write off', { extras: ['77'] }), CHANGED, 'no extra booking'],
  ['a changed booking is noted', decided('noted'), CHANGED, null],
  ['an extra booking is rolled back whatever the payment became', decided('roll back', { extras: ['77'] }), TWICE, null],
  ['what is not known as an extra booking is not rolled back', decided('roll back', { extras: ['78'] }), TWICE, 'PaymentId 78 is not known'],
  ['one roll back at a time', decided('roll back', { extras: ['77'] }), { ...TWICE, reversing: true }, 'under way'],
  ['an extra booking that can be rolled back is no loss yet', decided('write off', { extras: ['77'] }), TWICE, 'can still be rolled back until'],
  ['an extra booking whose day has passed is a loss', decided('write off', { extras: ['77'] }), LATE, null],
  [
    'one of two extra bookings is a loss by itself',
    decided('write off', { extras: ['77'] }),
    { ...LATE, breaks: [...LATE.breaks, { booking: '78', kind: 'duplicate', rollbackUntil: null }] },
    null,
  ],
  [
    'while it is rolled back an extra booking is no loss',
    decided('write off', { extras: ['77'] }),
    { ...LATE, reversing: true },
    'A roll back of it is under way',
  ],
  ['an unknown booking is no loss', decided('write off', { extras: ['78'] }), LATE, 'PaymentId 78 is not known'],
  ['a booking that costs money is not merely noted', decided('noted'), TWICE, 'keeps an extra booking'],
  ['other facts are noted', decided('noted'), { ...PAID, breaks: [{ booking: '77', kind: 'amount', rollbackUntil: null }] }, null],
  [
    'what is written off is not rolled back',
    decided('roll back'),
    { ...CLOSED, documents: [document('taken', ['accepted'], 1, true)] },
    'written off already',
  ],
  [
    'nor where a part of it was refused',
    decided('roll back'),
    { ...CLOSED, documents: [document('taken', ['accepted'], 1, true), document('refused', ['refused'], 2)] },
    'written off already',
  ],
  [
    'a booking of a failed payment is a loss',
    decided('write off'),
    { ...CLOSED, needsStaff: true, documents: [document('taken', ['accepted'])] },
    null,
  ],
  [
    'a booked part beside a refused one is a loss',
    decided('write off'),
    { ...OPEN, documents: [document('taken', ['accepted']), document('refused', ['refused'], 2)] },
    null,
  ],
  [
    'so is one beside a part that is rolled back',
    decided('write off'),
    { ...OPEN, documents: [document('taken', ['accepted']), document('rolled back', ['accepted'], 2)] },
    null,
  ],
  [
    'what may still succeed is no loss',
    decided('write off'),
    { ...OPEN, documents: [document('taken', ['accepted']), document('planned', ['unknown'], 2)] },
    'may still succeed',
  ],
  ['nothing booked is no loss', decided('write off'), CLOSED, 'No document of it is booked'],
  ['a successful payment is no loss', decided('write off'), PAID, 'there is no loss'],
  [
    'a loss is taken once',
    decided('write off'),
    { ...CLOSED, needsStaff: true, documents: [document('taken', ['accepted'], 1, true)] },
    'written off already',
  ],
  [
    'while the roll back is tried there is no loss',
    decided('write off'),
    { ...CLOSED, documents: [document('taken', ['accepted'])] },
    'still being tried',
  ],
  ['a closed matter is noted', decided('noted'), { ...PAID, needsStaff: true }, null],
  [
    'so is that of a failed one that was rolled back',
    decided('noted'),
    { ...CLOSED, needsStaff: true, documents: [document('rolled back', ['accepted'])] },
    null,
  ],
  ['an open payment is not noted away', decided('noted'), OPEN, 'still open'],
  ['nothing is noted where nothing waits', decided('noted'), PAID, 'waits for staff'],
  ['a successful payment is reversed', decided('reverse'), PAID, null],
  ['a failed one is not', decided('reverse'), CLOSED, 'Only a successful'],
  ['a reversed one is not again', decided('reverse'), { ...PAID, reversed: true, status: -115 }, 'reversed already'],
  ['what nobody has seen booked is not given back', decided('reverse'), UNSEEN, 'Document 2 was declared by staff'],
  ['but on the supplier’s word that it holds none', decided('reverse', { consent: true }), UNSEEN, null],
  ['no consent stands in for a rollback', decided('reverse', { consent: true }), PAID, 'no consent stands in for it'],
  ['where nothing is taken back a reversal needs consent', decided('reverse'), { ...PAID, takesBack: false }, 'written consent is needed'],
  ['and is done with it', decided('reverse', { consent: true }), { ...PAID, takesBack: false }, null],
  ['what the supplier has refused needs no consent of it', decided('reverse'), { ...NOTHING, takesBack: false }, null],
  ['nor anything taken back', decided('reverse'), NOTHING, null],
  ['what an agent has paid for nothing is not noted away', decided('noted'), NOTHING, 'reverse it'],
  ['a payment of which nothing is known is not given back', decided('reverse'), { ...PAID, documents: [] }, 'No document of it is known'],
  ['what was taken back in part is reversed again', decided('reverse'), HALF, null],
  ['or its rest is a loss', decided('write off'), HALF, null],
  ['but not noted away', decided('noted'), HALF, 'a part is not'],
  [
    'nor is a booking of a payment that failed',
    decided('noted'),
    { ...CLOSED, needsStaff: true, documents: [document('taken', ['accepted'])] },
    'keeps a booking of it',
  ],
  ['unless it was written off', decided('noted'), { ...CLOSED, needsStaff: true, documents: [document('taken', ['accepted'], 1, true)] }, null],
  [
    'beside a booking that nobody explains nothing is sent again',
    decided('send again'),
    { ...OPEN, breaks: [{ booking: '77', kind: 'amount', rollbackUntil: null }] },
    'that is cleared first',
  ],
  ['one reversal at a time', decided('reverse'), { ...PAID, reversing: true }, 'under way already'],
  ['a final status is called back again', decided('resend callback'), PAID, null],
  ['an open payment is not called back', decided('resend callback'), OPEN, 'no final status yet'],
  ['nobody is called back without an address', decided('resend callback'), { ...PAID, hasCallbackUrl: false }, 'no callback address'],
];

test.each(TABLE)('%s', (_name, asked, facts, words) => {
  if (words === null) expect(objection(asked, facts)).toBeNull();
  else expect(inWords(objection(asked, facts))).toContain(words);
});

test.each<[DecisionKind, AttemptOutcome, string | null]>([
  ['failed', 'pending', 'may still end it as paid'],
  ['succeeded', 'pending', 'may still refuse'],
  ['failed', 'unknown', null],
  ['poll now', 'pending', null],
])('%s over what is %s says what may still come', (kind, outcome, words) => {
  const said = caution(decided(kind), { ...OPEN, documents: [document('planned', [outcome])] });
  if (words === null) expect(said).toBeNull();
  else expect(inWords(said)).toContain(words);
});

test('every kind of decision stands in the table with a yes and a no', () => {
  for (const kind of DECISION_KINDS) {
    const rows = TABLE.filter(([, asked]) => asked.kind === kind);
    expect([kind, rows.some(([, , , words]) => words === null), rows.some(([, , , words]) => words !== null)]).toEqual([kind, true, true]);
  }
});

test('what moves money needs a second person, and nothing else does', () => {
  expect(DECISION_KINDS.filter((kind) => !movesMoney(kind))).toEqual(['noted', 'poll now', 'resend callback']);
});

test('what was pending and is taken needs no caution', () => {
  expect(caution(decided('failed'), { ...OPEN, documents: [document('taken', ['pending'])] })).toBeNull();
});

test('a workflow takes back bookings and whole payments, and carries out nothing else', () => {
  expect(DECISION_KINDS.filter(isReversal)).toEqual(['roll back', 'reverse']);
});
