import { parse } from 'lossless-json';
import { type Answer, ask, FORM_TYPE, form, type Gateway, gateway, PAYMENT, post, rowCounts } from './gateway';

/** Bad input gets the right answer, writes nothing, and one log line. */
let world: Gateway;
beforeAll(async () => {
  world = await gateway();
  await ask(world, { RequestType: 'CheckBalance' });
});
afterAll(() => world.close());

const GOOD = form(PAYMENT);
const without = (name: string) => form({ ...PAYMENT, [name]: undefined });
const given = (name: string, value: string) => form({ ...PAYMENT, [name]: value });
const raw = (text: string) => `${GOOD}&${text}`;
const CHECK = { ...PAYMENT, RequestType: 'AccountCheck' };
const RANGE = { RequestType: 'GetPaymentsByDate', From: '2026-11-21 00:00:00', To: '2026-11-22 00:00:00' };

type Case = readonly [name: string, body: string | Buffer, status: string, expected?: Partial<Answer>];
const cases: Case[] = [
  ['an empty body', '', '-500', { ResponseType: '', TransactinID: '0' }],
  ['no AgentID', without('AgentID'), '-500', { ResponseType: 'Payment', TransactinID: '112' }],
  ['an AgentID that is no number', given('AgentID', '144a'), '-500'],
  ['an AgentID of 30 digits', given('AgentID', '1'.repeat(30)), '-500'],
  ['no AgentPassword', without('AgentPassword'), '-500'],
  ['an unknown agent', given('AgentID', '999'), '-1', { TransactinID: '112', ResponseType: 'Payment', Message: 'Ошибка авторизации' }],
  ['a wrong password', given('AgentPassword', 'Sandbox'), '-1'],
  ['an empty password', given('AgentPassword', ''), '-1'],
  ['an unknown agent with a malformed TransactionID', form({ ...PAYMENT, AgentID: '999', TransactionID: 'x' }), '-1', { TransactinID: '0' }],
  ['no RequestType', without('RequestType'), '-500', { ResponseType: '' }],
  ['an unknown RequestType', given('RequestType', 'Refund'), '-500', { ResponseType: '' }],
  ['a RequestType in other letters', given('RequestType', 'payment'), '-500', { ResponseType: '' }],
  ...['Service', 'Amount', 'Currency', 'RequestDate', 'TransactionID', 'Account'].map(
    (name): Case => [`no ${name}`, without(name), '-500', { ResponseType: 'Payment' }],
  ),
  ...['Service', 'Amount', 'Currency', 'RequestDate', 'TransactionID', 'Account'].map((name): Case => [`an empty ${name}`, given(name, ''), '-500']),
  ...['0', '-5', '+5', ' 5', '5 ', '1e3', '1.0', '1234567890123456789', 'abc', '０'].map(
    (id): Case => [`TransactionID ${JSON.stringify(id)}`, given('TransactionID', id), '-500', { TransactinID: '0' }],
  ),
  ...['1,5', '1e2', '-1', '+1', '1.005', '.5', '5.', ' 5', '0x10', 'NaN', 'Infinity', '1'.repeat(14), '100.0.0'].map(
    (amount): Case => [`Amount ${amount}`, given('Amount', amount), '-500', { TransactinID: '112' }],
  ),
  ...['EUR', 'kzt', 'USD', 'RUB'].map((currency): Case => [`Currency ${currency}`, given('Currency', currency), '-500']),
  ...['seven', '-7', '7.0', '1'.repeat(40)].map((service): Case => [`Service ${service}`, given('Service', service), '-500']),
  ...[
    'yesterday',
    '21.11.2026 10:15',
    '2026-13-01 00:00:00',
    '2026-02-30 10:00:00',
    '2026-11-21',
    '{{currentDateTime}}',
    '2026-11-21 10:15:00'.padEnd(80, '0'),
  ].map((date): Case => [`RequestDate ${date}`, given('RequestDate', date), '-500']),
  ['an InvoiceId that is no number', form({ ...PAYMENT, Service: '1911', Account: 'a@b.kz', InvoiceId: "1' OR 1=1" }), '-500'],
  ['a SendType of 21 letters', form({ ...PAYMENT, SendType: 'a'.repeat(21) }), '-500'],
  ...[
    '{',
    '[]',
    '{"services":[]}',
    '{"services":[{"id":13}]}',
    '{"services":[{"id":13,"amount":"-1.00"}]}',
    '{"services":[{"id":13,"amount":"1.005"}]}',
    '{"services":[{"id":13,"amount":1e2}]}',
    '{"services":[{"id":"x","amount":"1.00"}]}',
    '{"services":[{"id":-13,"amount":"1.00"}]}',
    '{"services":[{"id":13,"amount":"50.00"},{"id":13,"amount":"50.00"}]}',
    '{"services":[{"id":13,"amount":"100.00","lastCount":"-1"}]}',
    `{"services":[${Array.from({ length: 201 }, (_, at) => `{"id":${at + 1},"amount":"1.00"}`).join(',')}]}`,
    '['.repeat(100),
  ].map(
    (services): Case => [
      `Services ${services.slice(0, 60)}`,
      form({ ...PAYMENT, Service: '815', Account: '7898380', Services: services }),
      '-500',
      { TransactinID: '112' },
    ],
  ),
  ['a repeated field', raw('Amount=100'), '-500', { ResponseType: 'Payment', TransactinID: '112' }],
  ['a repeated TransactionID', raw('TransactionID=113'), '-500', { TransactinID: '0' }],
  ['a repeated field that nobody knows', raw('x=1&x=2'), '-500'],
  ['a repeated field in another encoding', raw('%41mount=100'), '-500'],
  ['65 fields', raw(Array.from({ length: 57 }, (_, at) => `f${at}=1`).join('&')), '-500'],
  ['a NUL in a value', raw('Comment=a%00b'), '-500'],
  ['a NUL in a name', raw('a%00b=1'), '-500'],
  ['a raw NUL', Buffer.concat([Buffer.from(GOOD), Buffer.from('&x=\0')]), '-500'],
  ['bytes that are not UTF-8', raw('Comment=%ff%fe'), '-500'],
  ['an overlong encoding', raw('Comment=%c0%af'), '-500'],
  ['a percent without digits', raw('Comment=100%'), '-500'],
  ['a percent with one digit', raw('Comment=%4'), '-500'],
  ['a percent with letters', raw('Comment=%zz'), '-500'],
  ['AccountCheck without TransactionID', form({ ...CHECK, TransactionID: undefined }), '-500', { ResponseType: 'AccountCheck' }],
  ['AccountCheck without RequestDate', form({ ...CHECK, RequestDate: undefined }), '-500'],
  ['AccountCheck of an unknown service', form({ ...CHECK, Service: '12' }), '-501'],
  ['Status without TransactionID', form({ RequestType: 'Status' }), '-500'],
  [
    'Status of an unknown TransactionID',
    form({ RequestType: 'Status', TransactionID: '999999999999999999' }),
    '-4',
    { TransactinID: '999999999999999999', Message: 'Транзакция не найдена' },
  ],
  ['GetPaymentsByDate without To', form({ ...RANGE, To: undefined }), '-500', { ResponseType: 'GetPaymentsByDate', TransactinID: '0' }],
  ['GetPaymentsByDate with a day for a time', form({ ...RANGE, From: '2026-11-21' }), '-500'],
  ['GetPaymentsByDate backwards', form({ ...RANGE, From: RANGE.To, To: RANGE.From }), '-500'],
  [
    'CalculatedSum without Account',
    form({ RequestType: 'CalculatedSum', Service: '7', Amount: '10', Currency: 'KZT' }),
    '-500',
    { ResponseType: 'CalculatedSum' },
  ],
  ['CalculatedSum of zero', form({ RequestType: 'CalculatedSum', Service: '7', Amount: '0', Currency: 'KZT', Account: 'galek10' }), '-200'],
];

test.each(cases.map(([name, ...rest]) => [name, rest] as const))('%s', async (_name, [body, status, expected = {}]) => {
  await answeredAndNothingWritten('/home/index', body, { 'content-type': FORM_TYPE }, status, expected);
});

test.each<[string, Record<string, string>]>([
  ['JSON', { 'content-type': 'application/json' }],
  ['multipart', { 'content-type': 'multipart/form-data; boundary=x' }],
  ['no type', {}],
  ['a type that is none', { 'content-type': 'form' }],
  ['another charset', { 'content-type': `${FORM_TYPE}; charset=windows-1251` }],
])('a form sent as %s is −500', async (_name, headers) => {
  await answeredAndNothingWritten('/home/index', GOOD, headers, '-500', { ResponseType: '', TransactinID: '0' });
});

test('unknown fields are ignored, a charset of UTF-8 and empty pairs are understood', async () => {
  const answer = await post(world, '/home/index', `&${form({ RequestType: 'CheckBalance', Comment: 'тест' })}&&`, {
    'content-type': 'application/x-www-form-urlencoded; charset="UTF-8"',
  });
  expect(answer.text).toContain('"ResponseType":"CheckBalance"');
});

async function answeredAndNothingWritten(
  path: string,
  body: string | Buffer,
  headers: Record<string, string>,
  status: string,
  expected: Partial<Answer>,
): Promise<void> {
  const before = await rowCounts(world.database);
  const logged = world.lines().length;
  const { code, text } = await post(world, path, body, headers);
  expect(code).toBe(200);
  const answer = parse(text, undefined, (digits) => digits) as Answer;
  expect(Object.keys(answer)).toEqual(['RequestID', 'ResponseType', 'TransactinID', 'ResponseStatus', 'Message', 'TransactionContent']);
  expect(answer).toMatchObject({ ResponseStatus: status, TransactionContent: null, ...expected });
  expect(answer.RequestID).toMatch(/^\d{15}$/);
  expect(await rowCounts(world.database)).toEqual(before);
  expect(world.lines()).toHaveLength(logged + 1);
  expect(world.lines().at(-1)).toMatchObject({ code: 200, status: Number(status) });
}
