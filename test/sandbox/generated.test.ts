import { fork } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { money } from '../../src/domain/money';
import { Clock } from '../../src/sandbox/clock';
import { Book } from '../../src/sandbox/upstream/book';
import { getPaymentsByDate } from '../../src/sandbox/upstream/requests/get-payments-by-date';

const ZONE = 'Asia/Almaty';
const DAY = '2026-11-20';
const folder = mkdtempSync(join(tmpdir(), 'tolem-generated-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

test('Alseco tells a generated day from a heap that could not hold it', async () => {
  const [heapMiB, lines] = [30, 100_000];
  const soap = `<?xml version="1.0"?><soap:Envelope xmlns:soap="http://schemas.xmlsoap.org/soap/envelope/"><soap:Body><GetNotMovedPays xmlns="http://www.alseco.kz/AstanaErcPaymentService/"><bankCode>ALSC</bankCode><dateIn>${DAY}T00:00:00</dateIn></GetNotMovedPays></soap:Body></soap:Envelope>`;
  const soapaction = '"http://www.alseco.kz/AstanaErcPaymentService/GetNotMovedPays"';
  const child = fork(join(__dirname, '..', '..', 'dist', 'sandbox', 'alseco', 'main.js'), {
    execArgv: [`--max-old-space-size=${heapMiB}`],
    env: { ...process.env, SANDBOX_ALSECO_PORT: '0', SANDBOX_DATA_DIR: folder, LOG_LEVEL: 'silent' },
    stdio: ['ignore', 'ignore', 'ignore', 'ipc'],
  });
  try {
    const [{ port }] = (await once(child, 'message')) as [{ port: number }];
    const base = `http://127.0.0.1:${port}`;
    await fetch(`${base}/control/generated`, { method: 'POST', body: JSON.stringify({ day: DAY, count: lines }) });
    const headers = { 'content-type': 'text/xml; charset=utf-8', soapaction };
    const answer = await fetch(`${base}/AlsecoPaymentsService.asmx`, { method: 'POST', body: soap, headers });
    const bytes = Buffer.from(await answer.arrayBuffer());
    expect(bytes.length).toBeGreaterThan(heapMiB * 1024 * 1024);
    expect(bytes.toString('latin1').split('<InvoicePaymentId>')).toHaveLength(lines + 1);
  } finally {
    child.kill('SIGKILL');
  }
});

test('of a million lines of the upstream only those are made that are read', () => {
  const agent = { id: '9001', password: 'tolem-sandbox', deposit: money('0') };
  const clock = new Clock(ZONE);
  const book = new Book(join(folder, 'upstream.jsonl'), [agent]);
  const beginMs = Date.parse('2026-11-19T19:00:00Z');
  book.generate({ day: DAY as Parameters<Book['generate']>[0]['day'], count: 1_000_000, agent: agent.id, beginMs });
  const printed = jest.spyOn(clock, 'localAt');
  const world = { book, clock, agentZone: ZONE, requestId: () => '1', booked: () => {} };
  const form = { From: `${DAY} 00:00:00`, To: '2026-11-21 12:00:00' };
  let read = 0;
  for (const piece of getPaymentsByDate(form, agent, world)) {
    expect(piece).toContain('"TransactionId":261120000');
    if (++read === 1_000) break;
  }
  expect(printed.mock.calls.length).toBe(2 * read);
  book.close();
});
