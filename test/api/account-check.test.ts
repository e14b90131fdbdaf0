import { setTimeout as pause } from 'node:timers/promises';
import type { AccountAnswer } from '../../src/suppliers/supplier';
import { until } from '../support/until';
import { ask, type Fields, type Gateway, gateway, PAYMENT, rowCounts } from './gateway';

let world: Gateway;
beforeAll(async () => {
  world = await gateway();
});
beforeEach(() => world.supplierSays({ kind: 'found', extras: [] }));
afterAll(() => world.close());

const check = (fields: Fields = {}) => ask(world, { ...PAYMENT, RequestType: 'AccountCheck', TransactionID: '1100000', ...fields });

test('an account that exists answers 10 with the service’s rate, its own request, and no Extras where there are none', async () => {
  const before = await rowCounts(world.database);
  const answer = await check();
  expect(answer).toMatchObject({ TransactinID: '1100000', ResponseType: 'AccountCheck', ResponseStatus: '10', Message: 'Транзакция успешна' });
  expect(Object.keys(answer)).toEqual(['TransactinID', 'RequestID', 'ResponseType', 'ResponseStatus', 'Message', 'TransactionContent']);
  expect(answer.TransactionContent).toEqual({
    Service: '7',
    account: 'galek10',
    Amount: '100.0',
    Currency: 'KZT',
    ExchangeRate: '0.0021598272',
    ServiceCurrency: 'USD',
  });
  expect(world.questions.at(-1)).toMatchObject({
    service: '7',
    kind: 'plain',
    account: 'galek10',
    amount: '100',
    currency: 'KZT',
    request: answer.RequestID,
  });
  expect(await rowCounts(world.database)).toEqual(before);
});

test('it takes no TransactionID: a payment may come with the same', async () => {
  await check({ TransactionID: '4711' });
  expect((await ask(world, { RequestType: 'Status', TransactionID: '4711' })).ResponseStatus).toBe('-4');
  expect((await ask(world, { ...PAYMENT, TransactionID: '4711' })).ResponseStatus).toBe('1');
});

test.each([-105, -110, -111, -115, -120, -203, -300])('the supplier’s %d is passed on with the table’s text alone', async (code) => {
  world.supplierSays({ kind: 'refused', code, text: 'words for staff' });
  const answer = await check();
  expect(answer).toMatchObject({ ResponseStatus: String(code), ResponseType: 'AccountCheck', TransactinID: '1100000', TransactionContent: null });
  expect(answer.Message).not.toContain('words for staff');
});

test.each<AccountAnswer>([
  { kind: 'not sent', reason: '-1 Ошибка авторизации', trouble: 'refuses us' },
  { kind: 'not sent', reason: '-2 Недостаточно средств', trouble: 'deposit empty' },
  { kind: 'not sent', reason: '-501', trouble: 'service unavailable' },
  { kind: 'unknown', reason: 'HTTP 502', trouble: 'down' },
])('a request status of the supplier never reaches the agent: $reason', async (answer) => {
  world.supplierSays(answer);
  const told = await check();
  expect(told).toMatchObject({ ResponseStatus: '-503', TransactionContent: null });
  expect(told.Message).toBe('Ошибка при записи платежа в БД; поставщик сейчас недоступен, повторите позже');
  expect(world.lines().at(-1)).toMatchObject({ why: answer.kind === 'found' ? '' : (answer as { reason: string }).reason });
});

test.each<[string, string, Fields]>([
  ['-100', 'an account against the expression', { Account: 'bad account' }],
  ['-100', 'an account of 201 characters', { Account: 'a'.repeat(201) }],
  ['-200', 'zero', { Amount: '0' }],
  ['-201', 'too little for a plain service', { Amount: '0.5' }],
  ['-202', 'too much for a plain service', { Amount: '90001' }],
  ['-501', 'an unknown service', { Service: '5' }],
])('%s is known without asking the supplier: %s', async (status, _name, fields) => {
  const asked = world.questions.length;
  expect(await check(fields)).toMatchObject({ ResponseStatus: status, TransactionContent: null });
  expect(world.questions).toHaveLength(asked);
});

test('vouchers and utility bills are checked with a placeholder: limits do not hold there', async () => {
  await world.database.query('UPDATE services SET min_amount = 5000 WHERE id IN (1911, 1549, 815)');
  for (const fields of [
    { Service: '1911', Account: 'a@b.kz' },
    { Service: '1549', Account: 'a@b.kz' },
    { Service: '815', Account: '7898380' },
  ]) {
    expect((await check(fields)).ResponseStatus).toBe('10');
  }
});

test('a stopped supplier is not asked: the answer comes at once and condemns no account', async () => {
  await world.database.query(`UPDATE suppliers SET state = 'stopped', reason = 'refuses us' WHERE name = 'upstream'`);
  const asked = world.questions.length;
  expect(await check()).toMatchObject({ ResponseStatus: '-503' });
  expect(world.questions).toHaveLength(asked);
  await world.database.query(`UPDATE suppliers SET state = 'open', reason = NULL WHERE name = 'upstream'`);
  expect((await check()).ResponseStatus).toBe('10');
});

test('a slowed supplier is asked by two at once, shortly: the others are answered at once, and condemn no account', async () => {
  const own = await gateway();
  await own.database.query(`UPDATE suppliers SET state = 'slowed', reason = 'HTTP 502' WHERE name = 'upstream'`);
  const answers: Array<(answer: AccountAnswer) => void> = [];
  own.supplierSays(() => new Promise((resolve) => answers.push(resolve)));
  const question = { ...PAYMENT, RequestType: 'AccountCheck' };
  const patient = [ask(own, question), ask(own, question)];
  await until('both are asked', () => answers.length === 2);
  expect(await ask(own, question)).toMatchObject({ ResponseStatus: '-503', Message: expect.stringContaining('повторите позже') });
  expect(own.lines().at(-1)).toMatchObject({ why: 'upstream is slowed: HTTP 502' });
  expect(own.questions).toHaveLength(2);
  for (const answer of answers) answer({ kind: 'found', extras: [] });
  expect((await Promise.all(patient)).map(({ ResponseStatus }) => ResponseStatus)).toEqual(['10', '10']);
  own.supplierSays({ kind: 'found', extras: [] });
  expect((await ask(own, question)).ResponseStatus).toBe('10');
  await own.close();
});

test('the supplier is given the time an agent waits, and is told when it is over', async () => {
  const own = await gateway({ ladders: { ...world.parts.ladders, accountCheckCallMs: 200 } });
  const asked = { signal: undefined as AbortSignal | undefined };
  const upstream = own.parts.suppliers.get('upstream');
  if (!upstream) throw new Error('no upstream');
  own.supplierSays(async () => {
    await until('the signal', () => asked.signal?.aborted, 5_000);
    return { kind: 'unknown', reason: 'no answer within the limit' };
  });
  const { accountCheck } = upstream;
  Object.assign(upstream, {
    accountCheck: (question: never, context: { signal: AbortSignal }) => {
      asked.signal = context.signal;
      return accountCheck(question, context as never);
    },
  });
  const answer = await Promise.race([ask(own, { ...PAYMENT, RequestType: 'AccountCheck' }), pause(10_000, null, { ref: false })]);
  expect(answer).toMatchObject({ ResponseStatus: '-503' });
  await own.close();
});
