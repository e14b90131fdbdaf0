import { noteReal } from '../../src/registry/catalog/suppliers';
import { vault, verifyPassword } from '../../src/registry/secrets';
import { REGISTRY_KEY, type World, world } from './world';

jest.setTimeout(60_000);
let tolem: World['tolem'];
let json: World['json'];
let w: World;
beforeAll(async () => {
  w = await world();
  ({ tolem, json } = w);
}, 120_000);
afterAll(() => w?.close());

const last = (subject: string) =>
  json<Array<{ staff: string; action: string; reason: string | null; detail: Record<string, unknown> }>>(`audit list --subject ${subject} --limit 1`);

describe('agent', () => {
  test('money comes and goes with a reason, an entry and an audit row', async () => {
    expect(await tolem('agent top-up 146 1000.00 --reason "bank order 17"')).toEqual({
      code: 0,
      out: 'Agent 146 topped up by 1000.00 KZT; available now: 1001.00.\n',
      err: '',
    });
    expect(await last('agent:146')).toMatchObject([
      { staff: 'operator-1', action: 'agent.top-up', reason: 'bank order 17', detail: { amount: '1000' } },
    ]);
    expect(await tolem('agent withdraw 146 1001.01 --reason "bank order 18" --as operator-2')).toEqual({
      code: 1,
      out: '',
      err: 'Agent 146 has 1001 KZT available: 1001.01 cannot be withdrawn.\n',
    });
    expect((await tolem('agent withdraw 146 1000 --reason "bank order 18" --as operator-2')).code).toBe(0);
    expect(await last('agent:146')).toMatchObject([{ staff: 'operator-2', action: 'agent.withdraw' }]);
    expect(await json('agent show 146')).toMatchObject({ id: '146', available: '1', held: '0', free: '1' });
    expect((await tolem('ledger trial-balance')).code).toBe(0);
  });

  test.each([
    ['agent top-up 146 1e3 --reason "order"', 'amount: an amount is a decimal'],
    ['agent top-up 146 1,50 --reason "order"', 'amount: an amount is a decimal'],
    ['agent top-up 146 -5 --reason "order"', 'amount: an amount is a decimal'],
    ['agent top-up 146 0 --reason "order"', 'amount: an amount is a decimal'],
    ['agent top-up 146 1.001 --reason "order"', 'amount: an amount is a decimal'],
    ['agent top-up 146 100', "required option '--reason <text>' not specified"],
    ['agent top-up 146 100 --reason " "', 'reason: a reason of at least three characters'],
    ['agent top-up abc 100 --reason "order"', 'agent: an agent is a number'],
    ['agent top-up 146 --reason "order"', "missing required argument 'amount'"],
    ['agent set 144', 'nothing to change was given'],
    ['agent set 144 --zone Mars/Olympus', 'zone: not an IANA time zone'],
    ['agent set 144 --allowed-ip 300.1.1.1', 'allowedIp.0'],
    ['agent list --lang de', 'lang: a language is ru, kk or en'],
    ['agent dance', "unknown command 'dance'"],
    ['agent list --nonsense', "unknown option '--nonsense'"],
  ])('`%s` is a misuse: exit code 2 and a sentence', async (line, words) => {
    const { code, out, err } = await tolem(line);
    expect({ code, out }).toEqual({ code: 2, out: '' });
    expect(err).toContain(words);
  });

  test('only an accountant moves money, and a refusal leaves nothing', async () => {
    const before = (await json<unknown[]>('audit list')).length;
    expect(await tolem('agent top-up 146 5 --reason order --as clerk')).toEqual({
      code: 1,
      out: '',
      err: 'clerk may not do agent.top-up: it needs the role accountant.\n',
    });
    expect((await tolem('agent top-up 999 5 --reason order')).err).toBe('There is no agent 999.\n');
    expect(await json<unknown[]>('audit list')).toHaveLength(before);
    expect(await json('agent show 146')).toMatchObject({ available: '1' });
  });

  test('a new agent gets a password that is shown once and kept as a hash', async () => {
    const added = await json<{ id: string; password: string }>(
      'agent add 777 --name "Банк «Тест»" --zone Europe/Moscow --overdraft 500 --allowed-ip 203.0.113.0/24 2001:db8::1',
    );
    expect(added.password.length).toBeGreaterThanOrEqual(20);
    const { rows } = await w.database.query<{ hash: string }>('SELECT password_hash AS hash FROM agents WHERE id = 777');
    expect(await verifyPassword(added.password, rows[0]?.hash ?? '')).toBe(true);
    const shown = await tolem('agent show 777 --json');
    expect(JSON.parse(shown.out)).toMatchObject({
      name: 'Банк «Тест»',
      zone: 'Europe/Moscow',
      contractZone: 'Europe/Moscow',
      overdraft: '500',
      allowedIps: ['203.0.113.0/24', '2001:db8::1/128'],
    });
    expect(shown.out).not.toContain('scrypt');
    expect((await tolem('agent add 777 --name Again')).err).toBe('There is an agent 777 already.\n');
    expect(JSON.stringify(await json('audit list --subject agent:777'))).not.toContain(added.password);
  });

  test('a password is typed or piped in, never an argument, and short ones are refused', async () => {
    expect((await tolem('agent set 777 --password', { secret: 'short' })).err).toBe('A password has 8 to 128 characters.\n');
    expect((await tolem('agent set 777 --password', { secret: 'құпия-сөз-77' })).code).toBe(0);
    const { rows } = await w.database.query<{ hash: string }>('SELECT password_hash AS hash FROM agents WHERE id = 777');
    expect(await verifyPassword('құпия-сөз-77', rows[0]?.hash ?? '')).toBe(true);
    expect(await last('agent:777')).toMatchObject([{ detail: { password: 'changed' } }]);
  });

  test('a callback address brings a sealed secret that is shown once', async () => {
    const set = await json<{ callbackSecret: string }>('agent set 777 --callback-url https://agent.example/callback');
    expect(set.callbackSecret).toMatch(/^whsec_[A-Za-z0-9+/]{32}$/);
    const { rows } = await w.database.query<{ sealed: Buffer }>('SELECT callback_secret AS sealed FROM agents WHERE id = 777');
    expect(vault(REGISTRY_KEY).open(rows[0]?.sealed ?? Buffer.alloc(0))).toBe(set.callbackSecret);
    expect((await tolem('agent show 777')).out).toContain('https://agent.example/callback');
    expect((await tolem('agent set 777 --callback-url off')).code).toBe(0);
    expect(await json('agent show 777')).toMatchObject({ callbackUrl: null, callbackSigned: false });
  });

  test.each([
    ['http://agent.example/cb', 'the callback address must be https'],
    ['https://127.0.0.1/cb', '127.0.0.1 is not a public address'],
    ['https://[::1]/cb', '::1 is not a public address'],
    ['https://10.1.2.3/cb', '10.1.2.3 is not a public address'],
    ['https://169.254.169.254/latest', '169.254.169.254 is not a public address'],
    ['https://user:pw@agent.example/cb', 'must carry no credentials'],
    ['nonsense', 'not a URL'],
  ])('in production the callback address %s is refused', async (url, words) => {
    const { code, err } = await tolem(`agent set 777 --callback-url ${url}`, { environment: { LADDERS: 'production' } });
    expect(code).toBe(1);
    expect(err).toContain(words);
  });

  test('where LADDERS is fast, loopback over http is allowed and private addresses still are not', async () => {
    expect((await tolem('agent set 777 --callback-url http://127.0.0.1:9999/cb')).code).toBe(0);
    expect((await tolem('agent set 777 --callback-url http://10.1.2.3/cb')).err).toContain('not a public address');
  });

  test('without REGISTRY_KEY no secret is sealed and nothing changes', async () => {
    const { code, err } = await tolem('agent set 777 --callback-url https://agent.example/other', { environment: { REGISTRY_KEY: '' } });
    expect([code, err.startsWith('REGISTRY_KEY is not set')]).toEqual([1, true]);
    expect(await json('agent show 777')).toMatchObject({ callbackUrl: 'http://127.0.0.1:9999/cb' });
  });

  test('an agent is paused with a reason and resumed', async () => {
    await tolem('agent pause 777 --reason "unpaid invoice"');
    expect((await tolem('agent list')).out).toMatch(/777 .*unpaid invoice/);
    await tolem('agent resume 777 --reason "paid"');
    expect(await json('agent show 777')).toMatchObject({ pausedReason: null });
  });
});

describe('service and rate', () => {
  test('a service is added, changed in what is given only, paused and resumed', async () => {
    const add =
      'service add 5001 --name "Су арнасы" --kind utility --supplier alseco --currency KZT --pattern \\d{7} --test-account 1234567 --min 10 --max 1000.50';
    expect((await tolem(add)).code).toBe(0);
    expect((await tolem(add)).err).toBe('There is a service 5001 already.\n');
    expect((await tolem('service set 5001 --max 2000 --remuneration 0.75 --as operator-2')).code).toBe(0);
    expect(await last('service:5001')).toMatchObject([{ staff: 'operator-2', action: 'service.set', detail: { max: '2000', remuneration: '0.75' } }]);
    await tolem('service pause 5001 --reason "works at the plant"');
    const found = (await json<Array<{ id: string }>>('service list')).find((service) => service.id === '5001');
    expect(found).toMatchObject({
      name: 'Су арнасы',
      minAmount: '10',
      maxAmount: '2000',
      remuneration: '0.75',
      testAccount: '1234567',
      pausedReason: 'works at the plant',
    });
    await tolem('service resume 5001 --reason "works are over"');
  });

  test('a change keeps a pause', async () => {
    await tolem('service pause 5001 --reason "works again"');
    await tolem('service set 5001 --max 3000');
    expect(
      (await json<Array<{ id: string; pausedReason: string | null }>>('service list')).find((service) => service.id === '5001')?.pausedReason,
    ).toBe('works again');
  });

  test.each([
    ['service add 5002 --name Half', 2, 'a new service needs'],
    ['service set 5003 --max 5', 1, 'There is no service 5003.'],
    ['service set 5001 --pattern [', 2, 'not a regular expression'],
    ['service set 5001 --test-account abc', 1, 'does not match the pattern'],
    ['service set 5001 --min 5000', 1, 'is above the largest'],
    ['service set 5001 --supplier third', 2, 'supplier'],
    ['service pause 5003 --reason works', 1, 'There is no service 5003.'],
  ])('`%s` ends with %i', async (line, code, words) => {
    const ended = await tolem(line);
    expect(ended.code).toBe(code);
    expect(ended.err).toContain(words);
  });

  test('a rate is a row of its own and the newest holds', async () => {
    expect((await tolem('rate set 7 --rate 0.0022')).out).toBe('Service 7: 1 KZT = 0.0022 USD from now on.\n');
    expect(await json('rate list 7')).toMatchObject([{ rate: '0.0022' }, { rate: '0.0021598272' }]);
    expect(await last('service:7')).toMatchObject([{ action: 'rate.set', detail: { rate: '0.0022', from: 'KZT' } }]);
    expect((await tolem('rate set 7 --rate 0.0023 --valid-from "2099-01-01 00:00"')).out).toContain('from 2099-01-01 00:00:00 (Asia/Almaty)');
    const { rows } = await w.database.query<{ at: string }>(`SELECT valid_from AS at FROM rates WHERE rate = 0.0023`);
    expect(rows[0]?.at).toBe('2098-12-31T19:00:00Z');
  });

  test.each([
    ['rate set 7 --rate 0', 2, 'a rate is a decimal above zero'],
    ['rate set 7 --rate 1e-3', 2, 'a rate is a decimal above zero'],
    ['rate set 7 --rate 0.002 --valid-from yesterday', 2, 'not a moment'],
    ['rate set 7 --rate 0.002 --valid-from "2020-01-01 00:00"', 1, 'A rate begins now or later'],
    ['rate set 48 --rate 2', 1, 'its rate is 1'],
    ['rate set 9999 --rate 2', 1, 'There is no service 9999.'],
  ])('`%s` ends with %i', async (line, code, words) => {
    const ended = await tolem(line);
    expect(ended.code).toBe(code);
    expect(ended.err).toContain(words);
  });
});

test('a registry forgets by an administrator’s hand alone that a supplier was real', async () => {
  await noteReal(w.database, 'alseco');
  const [noted] = await json<Array<{ realSince: string }>>('supplier list');
  await noteReal(w.database, 'alseco');
  expect(await json('supplier list')).toMatchObject([{ name: 'alseco', realSince: noted?.realSince }, { realSince: null }]);
  expect(noted?.realSince).toMatch(/^\d{4}-/);
  expect((await tolem('supplier forget alseco --reason "a copy" --as clerk')).code).toBe(1);
  expect(await tolem('supplier forget alseco --reason "a copy for trying out"')).toEqual({
    code: 0,
    out: 'A sandbox may take the place of alseco in this registry.\n',
    err: '',
  });
  expect(await json('supplier list')).toMatchObject([{ realSince: null }, { realSince: null }]);
  expect(await last('supplier:alseco')).toMatchObject([{ action: 'supplier.forget', reason: 'a copy for trying out' }]);
});

test('a supplier paused by staff stands under their name until staff resume it', async () => {
  await tolem('supplier pause alseco --reason "their works tonight" --as operator-2');
  expect(await json('supplier list')).toMatchObject([
    { name: 'alseco', state: 'stopped', by: 'operator-2', reason: 'their works tonight' },
    { name: 'upstream', state: 'open' },
  ]);
  expect((await tolem('supplier resume alseco --reason "works again" --as clerk')).code).toBe(1);
  await tolem('supplier resume alseco --reason "works again"');
  expect(await json('supplier list')).toMatchObject([{ state: 'open', by: null }, {}]);
});

describe('staff', () => {
  test('an account is added, changed and deactivated, each with an audit row', async () => {
    const added = await json<{ password: string }>('staff add clerk-2 --roles operator,clerk');
    expect(added.password.length).toBeGreaterThanOrEqual(20);
    await tolem('staff set clerk-2 --roles accountant');
    await tolem('staff deactivate clerk-2');
    expect((await tolem('agent top-up 146 5 --reason order --as clerk-2')).err).toBe('The staff account clerk-2 is deactivated.\n');
    expect((await json<Array<{ action: string }>>('audit list --subject staff:clerk-2')).map((row) => row.action)).toEqual([
      'staff.deactivate',
      'staff.set',
      'staff.add',
    ]);
    await tolem('staff set clerk-2 --activate');
    expect((await tolem('agent top-up 146 5 --reason order --as clerk-2')).code).toBe(0);
  });

  test.each([
    ['staff add Clerk-2 --roles clerk', 2, 'a staff name is small letters'],
    ['staff add dana2 --roles king', 2, 'roles are operator, clerk, accountant, admin'],
    ['staff add clerk --roles clerk', 1, 'There is a staff account clerk already.'],
    ['staff deactivate nobody', 1, 'There is no staff account nobody.'],
    ['staff add eve --roles admin --as clerk', 1, 'clerk may not do staff.add'],
  ])('`%s` ends with %i', async (line, code, words) => {
    const ended = await tolem(line);
    expect(ended.code).toBe(code);
    expect(ended.err).toContain(words);
  });

  test('who acts is --as, else TOLEM_STAFF, else operator-1 on demo data', async () => {
    await tolem('agent top-up 146 1 --reason order', { environment: { TOLEM_STAFF: 'operator-2' } });
    expect(await last('agent:146')).toMatchObject([{ staff: 'operator-2' }]);
    await tolem('agent top-up 146 1 --reason order --as operator-1', { environment: { TOLEM_STAFF: 'operator-2' } });
    expect(await last('agent:146')).toMatchObject([{ staff: 'operator-1' }]);
  });
});
