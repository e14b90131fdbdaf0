import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { Readable } from 'node:stream';
import type { Day, Month } from '../../../src/domain/day';
import type { AlsecoSupplier } from '../../../src/suppliers/alseco/alseco';
import { type BookLine, notMovedPays, paysInfo } from '../../../src/suppliers/alseco/bank-day/book';
import { bankPayByMonth } from '../../../src/suppliers/alseco/bank-day/day';
import { billInfo, report108e } from '../../../src/suppliers/alseco/clerk/bills';
import { accountState } from '../../../src/suppliers/alseco/clerk/clerks';
import { type Answering, answering } from './answering';
import { ASTANA, envelope, fault } from './envelope';
import { client, context } from './world';

let server: Answering;
let alseco: AlsecoSupplier;
beforeAll(async () => {
  server = await answering();
  alseco = client(server.endpoint);
});
afterAll(async () => {
  await alseco.close();
  await server.close();
});

const DAY = '2026-11-21' as Day;
const row = (id: string): string =>
  `<ResultNotMovedPays><InvoicePaymentId>${id}</InvoicePaymentId><InvoiceId>261110296539</InvoiceId><AccountId>7898380</AccountId><SysRef>TLM2611211000000001</SysRef><PaymentDate>2026-11-21T10:00:00</PaymentDate><PaySum>100.00</PaySum><PaymentReceiveDate>2026-11-21T00:00:00</PaymentReceiveDate></ResultNotMovedPays>`;
const notMoved = (inner: string): string => envelope('GetNotMovedPaysResponse', inner, ASTANA);
const asked = async (body: string, more: Partial<Answering['next']> = {}) => {
  server.next = { body, ...more };
  return notMovedPays(alseco.connection, DAY, () => {}, context());
};

describe('a list is usable only when it is really there: failed is not empty', () => {
  test('no rows in a list that is there is empty', async () => {
    expect(await asked(notMoved('<GetNotMovedPaysResult />'))).toEqual({ kind: 'usable', rows: 0 });
    expect(await asked(notMoved('<GetNotMovedPaysResult>\n  </GetNotMovedPaysResult>'))).toEqual({ kind: 'usable', rows: 0 });
  });
  test.each([
    ['no result element', notMoved('')],
    ['a nil result', notMoved('<GetNotMovedPaysResult xsi:nil="true" />')],
    ['a text instead of rows', notMoved('<GetNotMovedPaysResult>Ошибка</GetNotMovedPaysResult>')],
    ['ErrorMessage inside the result', notMoved(`<GetNotMovedPaysResult>${row('1')}<ErrorMessage>Timeout</ErrorMessage></GetNotMovedPaysResult>`)],
    [
      'ErrorMessage beside the result, after the rows',
      notMoved(`<GetNotMovedPaysResult>${row('1')}</GetNotMovedPaysResult><ErrorMessage>Timeout</ErrorMessage>`),
    ],
    ['StackTrace', notMoved(`<GetNotMovedPaysResult>${row('1')}</GetNotMovedPaysResult><StackTrace>at Alseco.Pay()</StackTrace>`)],
  ])('%s is failed', async (_, body) => {
    expect(await asked(body)).toMatchObject({ kind: expect.stringMatching(/^failed$/) });
  });
  test.each<[string, string, Partial<Answering['next']>]>([
    ['blank', '', {}],
    ['truncated after a row', notMoved(`<GetNotMovedPaysResult>${row('1')}`).slice(0, 900), {}],
    ['HTML', '<html></html>', { status: 502 }],
    ['rows under HTTP 500', notMoved(`<GetNotMovedPaysResult>${row('1')}</GetNotMovedPaysResult>`), { status: 500 }],
    ['a fault', fault('Server', 'no'), { status: 500 }],
  ])('%s is unknown', async (_, body, more) => {
    expect(await asked(body, more)).toMatchObject({ kind: 'unknown' });
  });
  test('a refusal of our address is not sent, with the trouble named', async () => {
    const refused = fault('Server', 'Невозможно идентифицировать банк');
    expect(await asked(refused, { status: 500 })).toMatchObject({ kind: 'not sent', trouble: 'refuses us' });
  });

  test('`false` and `sucsess` in result decide nothing; ErrorMessage does', async () => {
    const month = (inner: string) => envelope('GetBankPayByMonthResponse', `<GetBankPayByMonthResult>${inner}</GetBankPayByMonthResult>`);
    const ask = async (inner: string) => {
      server.next = { body: month(inner) };
      return bankPayByMonth(alseco.connection, '2026-11' as Month, () => {}, context());
    };
    expect(await ask('<result>false</result><ErrorMessage/><StackTrace/><list/>')).toEqual({ kind: 'usable', rows: 0 });
    expect(await ask('<result>sucsess</result><ErrorMessage/><StackTrace/><list></list>')).toEqual({ kind: 'usable', rows: 0 });
    expect(await ask('<result>false</result><ErrorMessage/><StackTrace/>')).toMatchObject({ kind: 'failed' });
    expect(await ask('<result>true</result><ErrorMessage>x</ErrorMessage><StackTrace/><list/>')).toMatchObject({
      kind: 'failed',
      error: 'other',
      text: 'x',
    });
    expect(await ask('<result>Нет данных за выбранный период</result><list/>')).toMatchObject({ kind: 'failed', error: 'no data for the period' });
  });
  test('Executed false is failed', async () => {
    server.next = {
      body: envelope(
        'GetBillInfoResponse',
        '<GetBillInfoResult><exRes><Executed>false</Executed><ErrorMessage/><StackTrace/></exRes><list/></GetBillInfoResult>',
      ),
    };
    expect(await billInfo(alseco.connection, { month: '2026-11' as Month, label: '1' }, () => {}, context())).toMatchObject({ kind: 'failed' });
  });
  test.each([
    ['before november 2017', 'Дата раньше 1 ноября 2017 г.'],
    ['month later than current', 'Месяц позже текущего'],
    ['bank not found', 'Не найден банк'],
    ['day not marked', 'День не отмечен'],
    ['no data for the day', 'Нет данных за выбранный день'],
  ])('108e tells "%s" by its text, wherever it stands', async (error, text) => {
    for (const inner of [`<result>${text}</result>`, `<result>error</result><ErrorMessage>${text}</ErrorMessage>`, text]) {
      server.next = { body: envelope('GetReport108eResponse', `<GetReport108eResult>${inner}</GetReport108eResult>`, ASTANA) };
      expect(await report108e(alseco.connection, DAY, () => {}, context())).toMatchObject({ kind: 'failed', error });
    }
  });
});

test('one bad row does not spoil the list: it is handed over as unreadable', async () => {
  const rows = [
    row('1'),
    row('2').replace('100.00', 'сто'),
    row('3').replace('<SysRef>', '<SysRef>x</SysRef><SysRef>'),
    row('-1'),
    '<Note/>',
    row('6').replace('T00:00:00<', '<'),
    row('7'),
  ];
  server.next = { body: notMoved(`<GetNotMovedPaysResult>${rows.join('')}</GetNotMovedPaysResult>`) };
  const kinds: string[] = [];
  const end = await notMovedPays(alseco.connection, DAY, (lines) => void kinds.push(...lines.map((line) => line.kind)), context());
  expect(end).toEqual({ kind: 'usable', rows: 6 });
  expect(kinds).toEqual(['row', 'unreadable', 'unreadable', 'unreadable', 'unreadable', 'row']);
});

test('day parameters are sent without an offset, whatever the zone of the process', async () => {
  server.next = { body: envelope('getPaysInfoResponse', '<getPaysInfoResult/>') };
  await paysInfo(alseco.connection, { from: '2026-10-31' as Day, to: '2026-11-02' as Day }, () => {}, context());
  expect(server.requests.at(-1)?.body).toContain('<s0:DateBegin>2026-10-31T00:00:00</s0:DateBegin><s0:DateEnd>2026-11-02T00:00:00</s0:DateEnd>');
});

test('a service that spells an operation and its fields otherwise is asked and read in its own spelling', async () => {
  const overridesJson = JSON.stringify({
    getPaysInfo: {
      spelling: {
        getPaysInfo: 'GetPaysInfo',
        getPaysInfoResponse: 'GetPaysInfoResponse',
        getPaysInfoResult: 'GetPaysInfoResult',
        DateBegin: 'dateBegin',
        PayDate: 'payDate',
      },
    },
    GetAccountState: { spelling: { accountId: 'AccountId', GetAccountStateResult: 'State' } },
  });
  const other = client(server.endpoint, { overridesJson });
  const one =
    '<BankPayInfo><AccountId>777</AccountId><InvoiceId>666</InvoiceId><PaymentId>10264561</PaymentId><SysRef>1</SysRef><PaySum>49500.00</PaySum><payDate>2026-11-21T10:00:00</payDate></BankPayInfo>';
  server.next = { body: envelope('GetPaysInfoResponse', `<GetPaysInfoResult>${one}</GetPaysInfoResult>`) };
  const lines: BookLine[] = [];
  const end = await paysInfo(other.connection, { from: DAY, to: DAY }, (more) => void lines.push(...more), context());
  expect(end).toEqual({ kind: 'usable', rows: 1 });
  expect(lines).toMatchObject([{ kind: 'row', row: { paymentId: '10264561', amount: '49500', day: DAY } }]);
  const { body, soapAction } = server.requests.at(-1) ?? { body: '', soapAction: '' };
  expect(body).toMatch(/<s0:GetPaysInfo[ >].*<s0:dateBegin>2026-11-21T00:00:00<\/s0:dateBegin><s0:DateEnd>.*<\/s0:GetPaysInfo>/s);
  expect(soapAction).toBe('"http://www.alseco.kz/AlsecoPaymentsService/GetPaysInfo"');
  server.next = { body: envelope('GetAccountStateResponse', '<State>Merged</State>') };
  expect(await accountState(other.connection, '7898386', context())).toMatchObject({ kind: 'answered', state: 'Merged' });
  expect(server.requests.at(-1)?.body).toContain('<s0:AccountId>7898386</s0:AccountId>');
  await other.close();
});

test('100,000 rows pass in bounded memory, none lost, slower than they are taken if need be', async () => {
  const ROWS = 100_000;
  function* body(): Generator<string> {
    yield notMoved('<GetNotMovedPaysResult>').split('</GetNotMovedPaysResponse>')[0] ?? '';
    for (let at = 1; at <= ROWS; at += 100) yield Array.from({ length: 100 }, (_, more) => row(String(at + more))).join('');
    yield '</GetNotMovedPaysResult></GetNotMovedPaysResponse></soap:Body></soap:Envelope>';
  }
  const long = createServer((request, response) => {
    request.resume();
    Readable.from(body()).pipe(response);
  });
  await new Promise<void>((resolve) => long.listen(0, '127.0.0.1', resolve));
  const reader = client(`http://127.0.0.1:${(long.address() as AddressInfo).port}/`, {
    ladders: { ...client('http://x/').connection.options.ladders, supplierCallMs: 20_000 },
  });
  let seen = 0;
  let largest = 0;
  const end = await notMovedPays(
    reader.connection,
    DAY,
    async (lines) => {
      seen += lines.length;
      largest = Math.max(largest, lines.length);
      await new Promise((resolve) => setImmediate(resolve));
    },
    context(),
  );
  await reader.close();
  await new Promise<void>((resolve) => void long.close(() => resolve()));
  expect(end).toEqual({ kind: 'usable', rows: ROWS });
  expect(seen).toBe(ROWS);
  expect(largest).toBeLessThan(5_000);
});
