import { type Gateway, gateway, post, type Reply, rowCounts } from './gateway';
import { seedPayment } from './seeded';

let world: Gateway;
beforeAll(async () => {
  world = await gateway();
});
beforeEach(() => world.reset());
afterAll(() => world.close());

const LINE = {
  TransactionId: 6527505296357,
  RequestId: 11636982,
  AgentRequestCreatedOn: '2026-11-21T09:05:15',
  Account: '7081982000',
  Amount: 4714.25,
  ServiceId: 48,
  Year: 2026,
  Month: 11,
};
const object = (lines: object[], more: object = {}) => JSON.stringify({ AgentId: 144, AgentPassword: 'sandbox', Transactions: lines, ...more });
const payments = (body: string, headers: Record<string, string> = {}) =>
  post(world, '/home/postpayments', body, { 'content-type': 'application/json', ...headers });
const totals = (fields: object) =>
  post(
    world,
    '/home/posttotalamount',
    JSON.stringify({ AgentId: 144, AgentPassword: 'sandbox', Date: '2026-11-21', TotalAmount: 0, TotalCount: 0, Services: [], ...fields }),
    {
      'content-type': 'application/json',
    },
  );
const message = (reply: Reply) => (JSON.parse(reply.text) as { details: { message: string } }).details.message;
const basic = (name: string, password: string) => ({ authorization: `Basic ${Buffer.from(`${name}:${password}`).toString('base64')}` });
const KNOWN = {
  transaction: '6527505296357',
  request: '11636982',
  service: '48',
  account: '7081982000',
  amount: '4714.25',
  at: '2026-11-21T05:00:00Z',
  final: '2026-11-21T05:01:00Z',
};
const stored = async () =>
  (
    await world.database.query<{ amount: string; replaced: boolean }>(
      'SELECT amount, replaced_at IS NOT NULL AS replaced FROM register_lines ORDER BY id',
    )
  ).rows;

test('a register that agrees is loaded with the document’s words and nothing more', async () => {
  await seedPayment(world.database, KNOWN);
  expect((await payments(object([LINE]))).text).toBe('{"status":"success","details":{"message":"Реестр успешно загружен"}}');
  expect(await stored()).toEqual([{ amount: '4714.25', replaced: false }]);
});

test('differences follow the first words; an unknown payment creates none', async () => {
  await seedPayment(world.database, KNOWN);
  const reply = await payments(
    object([
      { ...LINE, Amount: 4714.24 },
      { ...LINE, TransactionId: 7 },
      { ...LINE, TransactionId: '99999999999999999999999' },
    ]),
  );
  expect(message(reply)).toBe(
    'Реестр успешно загружен; расхождения: 6527505296357 — сумма у нас 4714.25; 7 — нет такого платежа; 99999999999999999999999 — нет такого платежа',
  );
  expect((await rowCounts(world.database))['payments']).toBe('1');
});

test.each([
  [{ RequestId: 1 }, 'RequestId у нас 11636982'],
  [{ ServiceId: 7 }, 'услуга у нас 48'],
  [{ Account: '7081982001' }, 'другой аккаунт'],
])('%j is named', async (change, named) => {
  await seedPayment(world.database, KNOWN);
  expect(message(await payments(object([{ ...LINE, ...change }])))).toContain(named);
});

test('a payment that did not succeed is named with its status', async () => {
  await seedPayment(world.database, { ...KNOWN, status: -105 });
  expect(message(await payments(object([LINE])))).toContain('статус у нас -105');
});

test('a repeated line keeps the earlier value; the same again changes nothing; no call removes a line', async () => {
  await payments(object([LINE]));
  await payments(object([LINE]));
  expect(await stored()).toHaveLength(1);
  await payments(
    object([
      { ...LINE, Amount: 5000 },
      { ...LINE, Amount: 6000.5 },
    ]),
  );
  await payments(object([]));
  expect(await stored()).toEqual([
    { amount: '4714.25', replaced: true },
    { amount: '5000', replaced: true },
    { amount: '6000.5', replaced: false },
  ]);
  await payments(object([{ ...LINE, Month: 12 }]));
  expect((await stored()).filter((line) => !line.replaced)).toHaveLength(2);
});

test('ten equal registers at once are one', async () => {
  const lines = Array.from({ length: 200 }, (_, at) => ({ ...LINE, TransactionId: at + 1 }));
  const replies = await Promise.all(Array.from({ length: 10 }, () => payments(object(lines))));
  expect(replies.every((reply) => message(reply).startsWith('Реестр успешно загружен'))).toBe(true);
  expect(await stored()).toHaveLength(200);
});

test('the bare array is authenticated by HTTP Basic, or by an address that exactly one agent has', async () => {
  const body = JSON.stringify([LINE]);
  expect(message(await payments(body))).toBe('Ошибка авторизации');
  expect(message(await payments(body, basic('144', 'wrong')))).toBe('Ошибка авторизации');
  expect(message(await payments(body, { authorization: 'Bearer x' }))).toBe('Ошибка авторизации');
  expect(await stored()).toEqual([]);
  expect(message(await payments(body, basic('144', 'sandbox')))).toContain('Реестр успешно загружен');
  await world.database.query(`UPDATE agents SET allowed_ips = '{127.0.0.0/8}' WHERE id = 145`);
  expect(message(await payments(body))).toContain('Реестр успешно загружен');
  await world.database.query(`UPDATE agents SET allowed_ips = '{127.0.0.1}' WHERE id = 144`);
  expect(message(await payments(body))).toBe('Ошибка авторизации');
  const owners = await world.database.query<{ agent: string }>('SELECT agent_id AS agent FROM register_lines ORDER BY id');
  expect(owners.rows.map((row) => row.agent)).toEqual(['144', '145']);
});

test.each<[string, string | Buffer, string]>([
  ['broken JSON', '{"AgentId":144,', 'Неверный формат JSON'],
  ['an empty body', '', 'Неверный формат JSON'],
  ['bytes that are not UTF-8', Buffer.from([0xff, 0xfe, 0x7b]), 'Неверный формат JSON'],
  ['a number', '5', 'Неверный формат JSON; поле AgentId'],
  ['null', 'null', 'Неверный формат JSON'],
  ['very deep JSON', '['.repeat(5_000), 'Неверный формат JSON'],
  ['no Transactions', '{"AgentId":144,"AgentPassword":"sandbox"}', 'Неверный формат JSON; поле Transactions'],
  ['a line without Amount', object([{ ...LINE, Amount: undefined }]), 'Неверный формат JSON; поле Transactions.0.Amount'],
  ['an amount that is no number', object([{ ...LINE, Amount: 'many' }]), 'Неверный формат JSON; поле Transactions.0.Amount'],
  ['a negative TransactionId', object([LINE, { ...LINE, TransactionId: -5 }]), 'Неверный формат JSON; поле 1.TransactionId'],
  ['a month 13', object([{ ...LINE, Month: 13 }]), 'Неверный формат JSON; поле 0.Month'],
  ['a year 1', object([{ ...LINE, Year: 1 }]), 'Неверный формат JSON; поле 0.Year'],
  ['a NUL in Account', object([{ ...LINE, Account: 'a\0b' }]), 'Неверный формат JSON; поле 0.Account'],
  ['1001 lines', object(Array.from({ length: 1001 }, (_, at) => ({ ...LINE, TransactionId: at + 1 }))), 'Не более 1000 строк в одном запросе'],
  ['a wrong password', object([LINE], { AgentPassword: 'x' }), 'Ошибка авторизации'],
  ['an unknown agent', object([LINE], { AgentId: 7 }), 'Ошибка авторизации'],
])('%s is refused and stores nothing', async (_name, body, said) => {
  const before = await rowCounts(world.database);
  const reply = await post(world, '/home/postpayments', body, { 'content-type': 'application/json' });
  expect([reply.code, JSON.parse(reply.text)]).toEqual([200, { status: 'error', details: { message: said } }]);
  expect(await rowCounts(world.database)).toEqual(before);
  expect(world.lines()).toHaveLength(1);
});

test('1000 lines are taken, differences beyond twenty are counted', async () => {
  const reply = await payments(object(Array.from({ length: 1000 }, (_, at) => ({ ...LINE, TransactionId: at + 1 }))));
  expect(message(reply)).toContain('; и ещё 980');
  expect(await stored()).toHaveLength(1000);
});

test('a register over 4 MiB is 413 with JSON', async () => {
  const reply = await payments(`${object([LINE])}${' '.repeat(4 * 1024 * 1024)}`);
  expect([reply.code, (JSON.parse(reply.text) as { status: string }).status]).toEqual([413, 'error']);
});

test('a total that agrees with itself and with the day is loaded with the document’s words', async () => {
  await seedPayment(world.database, KNOWN);
  await seedPayment(world.database, { ...KNOWN, transaction: '2', request: '2', service: '7', account: 'galek10', amount: '100' });
  await seedPayment(world.database, { ...KNOWN, transaction: '3', request: '3', status: -105 });
  const Services = [
    { ServiceId: 48, Amount: 4714.25, Count: 1 },
    { ServiceId: 7, Amount: 100, Count: 1 },
  ];
  expect((await totals({ TotalAmount: 4814.25, TotalCount: 2, Services })).text).toBe(
    '{"status":"success","details":{"message":"Итоговая строка успешно загружена"}}',
  );
});

test('a total is checked against itself and the day; what differs is named, stored, and loaded all the same', async () => {
  await seedPayment(world.database, KNOWN);
  await payments(object([{ ...LINE, TransactionId: 1 }]));
  const reply = await totals({ TotalAmount: 500254.67, TotalCount: 2, Services: [{ ServiceId: 59, Amount: 500000.67, Count: 1 }] });
  const differences = [
    'TotalAmount 500254.67, по услугам 500000.67',
    'TotalCount 2, по услугам 1',
    'за день: у вас 500254.67 (2), у нас 4714.25 (1)',
    'услуга 59: у вас 500000.67 (1), у нас нет',
    'услуга 48: у вас нет, у нас 4714.25 (1)',
    'нет в реестре платежей: 1 (6527505296357)',
    'нет у нас платежей из реестра: 1 (1)',
  ];
  expect(message(reply)).toBe(`Итоговая строка успешно загружена; расхождения: ${differences.join('; ')}`);
  const { rows } = await world.database.query('SELECT day, total_amount, total_count, differences FROM register_totals');
  expect(rows).toEqual([{ day: '2026-11-21', total_amount: '500254.67', total_count: 2, differences }]);
});

test('the day is the business day: CreatedOn in the contract’s zone, whenever the payment became final', async () => {
  await seedPayment(world.database, { ...KNOWN, at: '2026-11-20T18:59:59Z', final: '2026-11-21T05:00:00Z' });
  expect(message(await totals({}))).toBe('Итоговая строка успешно загружена');
  expect(message(await totals({ Date: '2026-11-20' }))).toContain('услуга 48: у вас нет, у нас 4714.25 (1)');
});

test.each<[object, string]>([
  [{ Date: '2026-02-30' }, 'Date'],
  [{ Date: '21.11.2026' }, 'Date'],
  [{ TotalCount: -1 }, 'TotalCount'],
  [{ Services: [{ ServiceId: 7, Amount: 1, Count: 1.5 }] }, 'Services.0.Count'],
  [{ TotalAmount: null }, 'TotalAmount'],
])('a total with %j is refused by the field’s name', async (change, field) => {
  expect(message(await totals(change))).toBe(`Неверный формат JSON; поле ${field}`);
  expect((await rowCounts(world.database))['totals']).toBe('0');
});

describe('a register is judged for the day once its total has come', () => {
  const seed = (transaction: number, change: Partial<Parameters<typeof seedPayment>[1]> = {}) =>
    seedPayment(world.database, { ...KNOWN, transaction: `${transaction}`, request: `${transaction}`, ...change });
  const line = (transaction: number | string, change: object = {}) => ({ ...LINE, TransactionId: transaction, RequestId: transaction, ...change });
  const differences = (reply: Reply) => message(reply).split('; расхождения: ')[1]?.split('; ') ?? [];
  const ofTotal = async (fields: object) =>
    differences(await totals(fields)).filter((said) => !said.startsWith('за день') && !said.startsWith('услуга') && !said.startsWith('Total'));

  test('payments that it lacks, lines of no payment and lines with other facts are told, each once', async () => {
    for (const transaction of [1, 2, 3, 4, 5]) await seed(transaction);
    await seed(6, { status: -105 });
    await payments(
      object([
        line(1),
        line(2, { Amount: 4714.2, Account: '7081982001', ServiceId: 7 }),
        line(3, { Month: 12 }),
        line(6),
        line(77),
        line('99999999999999999999999'),
        line(78, { AgentRequestCreatedOn: '2026-11-20T23:59:59' }),
      ]),
    );
    expect(await ofTotal({})).toEqual([
      'нет в реестре платежей: 2 (4, 5)',
      'нет у нас платежей из реестра: 2 (77, 99999999999999999999999)',
      'строк с другими данными: 3 (2 — сумма у нас 4714.25, услуга у нас 48, другой аккаунт, 3 — месяц у нас 2026-11, 6 — статус у нас -105)',
    ]);
    expect(await ofTotal({ Date: '2026-11-20' })).toEqual(['нет у нас платежей из реестра: 1 (78)']);
    expect((await rowCounts(world.database))['payments']).toBe('6');
  });

  test.each([
    ['2026-11-30', 'yesterday'],
    ['2026-11-30', '2026-02-30T10:00:00'],
    ['2026-11-30', ''],
    ['2026-02-28', '2026-02-28'],
    ['2024-02-29', '2024-02-29 10:00'],
  ])('a line of no payment stands on %s where its own time says %j', async (day, said) => {
    await payments(object([line(9, { AgentRequestCreatedOn: said })]));
    expect(await ofTotal({ Date: day })).toEqual(['нет у нас платежей из реестра: 1 (9)']);
  });

  test('a payment that ended after its day was reported is late, with both days, until a register lists it', async () => {
    await payments(object([line(1)]));
    await seed(1, { final: '2026-11-21T06:00:00Z' });
    await world.database.query(
      `INSERT INTO register_totals (agent_id, day, total_amount, total_count, services, differences, at) VALUES
       (144, '2026-11-21', 0, 0, '[]', '{}', '2026-11-21T12:00:00Z'), (144, '2026-11-21', 4714.25, 1, '[]', '{}', '2026-11-22T03:00:00Z')`,
    );
    await seed(2, { final: '2026-11-22T02:00:00Z' });
    await seed(3, { final: '2026-11-23T20:00:00Z' });
    expect(await ofTotal({})).toEqual(['нет в реестре платежей: 1 (2)', 'нет в реестре поздних платежей: 1 (3 за 2026-11-21 завершён 2026-11-24)']);
    // A register that comes after the total is held against it at once.
    expect(differences(await payments(object([line(2)])))).toEqual([
      'за 2026-11-21 нет в реестре поздних платежей: 1 (3 за 2026-11-21 завершён 2026-11-24)',
    ]);
    expect(message(await payments(object([line(3)])))).toBe('Реестр успешно загружен');
    expect(await ofTotal({})).toEqual([]);
  });

  test('before the total came nothing is missing, and without a register of its month neither', async () => {
    await seed(1);
    await seed(2);
    expect(message(await payments(object([line(1)])))).toBe('Реестр успешно загружен');
    await seed(3, { at: '2026-10-05T05:00:00Z', final: '2026-10-05T05:00:00Z' });
    expect(await ofTotal({ Date: '2026-10-05' })).toEqual([]);
  });

  test('of many it names ten and counts all', async () => {
    for (let transaction = 1; transaction <= 12; transaction++) await seed(transaction);
    await payments(object([line(1)]));
    expect(await ofTotal({})).toEqual(['нет в реестре платежей: 11 (2, 3, 4, 5, 6, 7, 8, 9, 10, 11, …)']);
  });
});
