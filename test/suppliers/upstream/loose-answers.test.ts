import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { STATUS_TABLE } from '../../../src/domain/status';
import { LosslessNumber, parseJson, printJson } from '../../../src/wire/json';
import { type Change, changed, type Fields, GONE, LOOSE } from './loosened';
import { type Prepared, prepared, type Question } from './prepared';

/**
 * The document shows no refusal and says of no key that it must be there. So every answer is given to every call with each key in
 * turn absent, null, empty, of another type, and with an unknown one beside it: what is understood is what was said, or nothing.
 */
let upstream: Prepared;
beforeAll(async () => {
  upstream = await prepared();
  // Thousands of answers: how they travel is tested elsewhere.
  jest.spyOn(upstream.upstream.client, 'call').mockImplementation(async () => ({ kind: 'answered', text: upstream.state.answer }));
});
afterAll(() => upstream.close());

async function understood(question: Question, answer: unknown): Promise<Fields> {
  upstream.state.answer = printJson(answer);
  const outcome = (await upstream.ask(question)) as Fields | readonly Fields[];
  return Array.isArray(outcome) ? (outcome[0] as Fields) : (outcome as Fields);
}

/** What decides about money. The rest (words, a rate that is missing, a line that people read) may be poorer than what was sent. */
function essence({ kind, look, outcome, paymentId, code, status, balances, sum, payments, services }: Fields): Fields {
  if (look) return { said: (look as Fields)['said'], outcome: outcome ? essence(outcome as Fields) : null };
  const facts = (payments as Fields[] | undefined)?.map(({ Service, Status, AgentRequestCreatedOn, ProcessedOn, ...rest }) => rest);
  const terms = (services as Fields[] | undefined)?.map((each) => [each['Id'], each['Rate'], each['TopCommission']]);
  return { kind, paymentId, code: kind === 'refused' ? code : undefined, status, balances, sum, facts, terms };
}
const isUnknown = (outcome: Fields): boolean =>
  outcome['kind'] === 'unknown' || ['inconclusive', 'contradiction'].includes(((outcome['look'] ?? {}) as Fields)['said'] as string);

const FOLDERS = join(__dirname, '../../golden/upstream');
const golden = (name: string, file: string): unknown => parseJson(readFileSync(join(FOLDERS, name, file), 'utf8'));
const questionOf = (name: string, change: Partial<Question> = {}): Question => ({
  ...(JSON.parse(readFileSync(join(FOLDERS, name, 'question.json'), 'utf8')) as Question),
  ...change,
});
const answerOf = (name: string, change: Fields = {}): Fields => ({ ...(golden(name, 'answer.json') as Fields), ...change });
const status = (code: number): LosslessNumber => new LosslessNumber(String(code));

const voucher = (name: string, kind: 'dynamic' | 'static', amount: string, more: object = {}): Question => {
  const { payment } = questionOf(name);
  return questionOf(name, { call: 'check', payment: { ...payment, kind, amount, ...more } as Question['payment'] });
};
/** A check goes by a number of its own, which no prepared answer can know. */
const unnumbered = (name: string): Fields => Object.fromEntries(Object.entries(answerOf(name)).filter(([key]) => key !== 'TransactinID'));
const withCode = (): Fields => {
  const answer = answerOf('status', { TransactinID: status(114) });
  const content = { ...(answer['TransactionContent'] as Fields), Service: status(1549), Amount: new LosslessNumber('5333.45') };
  return { ...answer, TransactionContent: { ...content, account: 'kkazbek.smeken@gmail.com', Extras: { Code: 'A1-B2' } } };
};

const SAMPLES: ReadonlyArray<readonly [name: string, question: Question, answer: unknown]> = [
  ...readdirSync(FOLDERS).map((name) => [name, questionOf(name), golden(name, 'answer.json')] as const),
  ['look: success', questionOf('status', { call: 'look' }), answerOf('status')],
  ['look: in process', questionOf('status', { call: 'look' }), answerOf('status', { ResponseStatus: status(2) })],
  ['look: failed', questionOf('status', { call: 'look' }), answerOf('status', { ResponseStatus: status(-115) })],
  ['status: failed', questionOf('status'), answerOf('status', { ResponseStatus: status(-115) })],
  ['status: a code', questionOf('payment-static', { call: 'status' }), withCode()],
  ['payment: failed', questionOf('payment'), answerOf('payment', { ResponseStatus: status(-202) })],
  ['payment: success', questionOf('payment'), answerOf('payment', { ResponseStatus: status(10) })],
  ['check: static', voucher('payment-static', 'static', '5333.45'), unnumbered('account-check-static')],
  ['check: dynamic', voucher('payment-dynamic', 'dynamic', '238345.45', { invoiceId: '4063' }), unnumbered('account-check-dynamic')],
];

test.each(SAMPLES)('%s: an answer changed in one place is understood as it was meant, or not at all', async (_name, question, answer) => {
  const meant = await understood(question, answer);
  expect(isUnknown(meant)).toBe(false);
  for (const { where, how, value } of changed(answer)) {
    const outcome = await understood(question, value);
    if (!isUnknown(outcome)) expect({ where, how, ...essence(outcome) }).toEqual({ where, how, ...essence(meant) });
  }
});

test.each(SAMPLES)('%s: whatever stands instead of it is no answer', async (_name, question) => {
  for (const value of [null, true, '', 'вдруг', status(10), {}, { unknown: null }, [{}], [null]])
    expect([value, isUnknown(await understood(question, value))]).toEqual([value, true]);
});

/** One question of each RequestType, and the number under which it was asked. */
const ASKED: ReadonlyArray<readonly [name: string, question: Question, transaction: string]> = [
  ['AccountCheck', questionOf('account-check'), '1100000'],
  ['Payment', questionOf('payment'), '112'],
  ['Status', questionOf('status'), '112'],
  ['Status for a look', questionOf('status', { call: 'look' }), '112'],
  ['CheckBalance', questionOf('check-balance'), '0'],
  ['GetPaymentsByDate', questionOf('get-payments-by-date'), '0'],
  ['GetSettingServices', questionOf('get-setting-services'), '0'],
  ['CalculatedSum', questionOf('calculated-sum'), '0'],
];
const REFUSALS = STATUS_TABLE.map(({ code }) => code).filter((code) => code < 0);
const ONE_OF_EACH_MEANING = [-1, -2, -3, -4, -105, -501, -503];
const refusal = (code: number, type: string, transaction: string): Fields => ({
  RequestID: new LosslessNumber('638405063993273260'),
  ResponseType: type,
  TransactinID: new LosslessNumber(transaction),
  ResponseStatus: status(code),
  Message: 'Отказ',
  TransactionContent: null,
});

describe('a refusal that carries its code is understood without any of its other keys', () => {
  test.each(ASKED)('%s', async (type, question, transaction) => {
    for (const code of ONE_OF_EACH_MEANING) {
      const whole = refusal(code, type, transaction);
      const meant = essence(await understood(question, whole));
      for (const key of Object.keys(whole).filter((name) => name !== 'ResponseStatus'))
        for (const [how, make] of LOOSE) {
          const { [key]: value, ...rest } = whole;
          const to = key === 'TransactionContent' && how === 'the other of number and text' ? 'нет' : make(value);
          const answer = to === GONE ? rest : { ...rest, [key]: to };
          if (to === value) continue;
          expect({ of: code, key, how, ...essence(await understood(question, answer)) }).toEqual({ of: code, key, how, ...meant });
        }
      expect(essence(await understood(question, { ...whole, ResponseStatus: String(code), unknown: [] }))).toEqual(meant);
    }
  });

  test('alone', async () => {
    for (const [type, question, transaction] of ASKED)
      for (const code of REFUSALS) {
        const meant = essence(await understood(question, refusal(code, type, transaction)));
        expect({ type, of: code, ...essence(await understood(question, { ResponseStatus: status(code) })) }).toEqual({ type, of: code, ...meant });
      }
  });

  test('in any combination', async () => {
    const change = fc.constantFrom(...LOOSE, ['as it was', (value: unknown) => value] as Change);
    const changes = fc.record({ RequestID: change, ResponseType: change, TransactinID: change, Message: change });
    await fc.assert(
      fc.asyncProperty(fc.constantFrom(...ASKED), fc.constantFrom(...REFUSALS), changes, async ([type, question, transaction], code, by) => {
        const whole = refusal(code, type, transaction);
        const answer = Object.fromEntries(
          Object.entries(whole)
            .map(([key, value]): [string, unknown] => [key, by[key as keyof typeof by]?.[1](value) ?? value])
            .filter(([, value]) => value !== GONE),
        );
        expect(essence(await understood(question, answer))).toEqual(essence(await understood(question, whole)));
      }),
      { numRuns: 100 },
    );
  });
});

test('a TransactinID that is there must be ours, whatever the status', async () => {
  for (const { code } of STATUS_TABLE)
    for (const other of [new LosslessNumber('113'), '113', new LosslessNumber('-112'), 'вдруг', true, {}]) {
      const outcome = await understood(questionOf('payment'), answerOf('payment', { ResponseStatus: status(code), TransactinID: other }));
      expect([code, other, outcome['kind']]).toEqual([code, other, 'unknown']);
    }
});

test('facts that are there must be the payment’s, even where others are missing', async () => {
  for (const [key, other] of [
    ['Service', status(8)],
    ['account', 'galek11'],
    ['Amount', new LosslessNumber('100.01')],
  ] as const)
    for (const code of [1, 10, -115]) {
      const outcome = await understood(
        questionOf('status'),
        answerOf('status', { ResponseStatus: status(code), TransactionContent: { [key]: other } }),
      );
      expect([key, code, outcome]).toEqual([key, code, expect.objectContaining({ kind: 'unknown', contradiction: true })]);
    }
});

test('a success is one only with the payment’s facts and its number there', async () => {
  const { TransactionContent: content } = answerOf('status');
  for (const key of ['Service', 'account', 'Amount']) {
    const outcome = await understood(questionOf('status'), answerOf('status', { TransactionContent: { ...(content as Fields), [key]: null } }));
    expect([key, outcome['kind'], outcome['contradiction']]).toEqual([key, 'unknown', undefined]);
  }
  for (const RequestID of [null, '', status(0), status(-5), 'вдруг'])
    expect((await understood(questionOf('status'), answerOf('status', { RequestID })))['kind']).toBe('unknown');
  const loose = answerOf('status', { TransactinID: null, ResponseType: null, Message: null, RequestID: '11637004' });
  expect(await understood(questionOf('status'), loose)).toMatchObject({ kind: 'accepted', paymentId: '11637004' });
});
