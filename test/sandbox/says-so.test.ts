import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startAlsecoSandbox } from '../../src/sandbox/alseco/server';
import { FAULTS } from '../../src/sandbox/faults';
import { startSandbox } from '../../src/sandbox/upstream/server';

const folder = mkdtempSync(join(tmpdir(), 'tolem-says-so-'));
const ZONE = 'Asia/Almaty';
let alseco: Awaited<ReturnType<typeof startAlsecoSandbox>>;
let upstream: Awaited<ReturnType<typeof startSandbox>>;

beforeAll(async () => {
  alseco = await startAlsecoSandbox({ port: 0, dataDir: folder, zone: ZONE, bankCode: 'ALSC' });
  const zones = { upstream: ZONE, agent: ZONE };
  upstream = await startSandbox({ port: 0, journal: join(folder, 'upstream.jsonl'), agentId: '9001', password: 'tolem-sandbox', zones });
});
afterAll(async () => {
  await Promise.all([alseco?.stop(), upstream?.stop()]);
  rmSync(folder, { recursive: true, force: true });
});

interface Answer {
  readonly status: number;
  readonly word: string | null;
}
const ask = async (url: string, init: RequestInit = {}): Promise<Answer> => {
  const answer = await fetch(url, { ...init, signal: AbortSignal.timeout(5_000) });
  await answer.arrayBuffer().catch(() => undefined);
  return { status: answer.status, word: answer.headers.get('tolem-sandbox') };
};
const post = (url: string, body: string, type: string) => ask(url, { method: 'POST', body, headers: { 'content-type': type } });

/** An answer that never comes, or whose connection is cut, says nothing at all. */
const SILENT = /^(lost|late|hang)/;

describe('every answer says that it comes from a sandbox', () => {
  test('of Alseco: its page, its WSDL, what is not there, its switches, and SOAP that cannot be read', async () => {
    const base = `http://127.0.0.1:${alseco.port}`;
    const answers = [
      await ask(alseco.endpoint),
      await ask(alseco.endpoint, { method: 'HEAD' }),
      await ask(`${alseco.endpoint}?wsdl`),
      await ask(`${base}/nothing`),
      await ask(`${base}/health`),
      await ask(`${base}/control/faults`),
      await ask(`${base}/control/nothing`),
      await post(`${base}/control/faults`, '{', 'application/json'),
      await post(alseco.endpoint, '<broken', 'text/xml; charset=utf-8'),
    ];
    expect(answers.map(({ word }) => word)).toEqual(answers.map(() => '1'));
    expect([...new Set(answers.map(({ status }) => status))].sort()).toEqual([200, 400, 404, 405, 500]);
  });

  test.each(FAULTS.alseco.filter((fault) => !SILENT.test(fault)))('of Alseco under the fault %s', async (fault) => {
    await post(
      `http://127.0.0.1:${alseco.port}/control/faults`,
      JSON.stringify({ operation: 'GetCurrentPeriod', fault, count: 1, afterMs: 1 }),
      'application/json',
    );
    const asked = await fetch(alseco.endpoint, {
      method: 'POST',
      body: readFileSync(join(__dirname, '..', 'golden', 'alseco', 'current-period', 'request.xml')),
      headers: { 'content-type': 'text/xml; charset=utf-8', soapaction: '"http://www.alseco.kz/AlsecoPaymentsService/GetCurrentPeriod"' },
    });
    expect(asked.headers.get('tolem-sandbox')).toBe('1');
    const orders = (await (await fetch(`http://127.0.0.1:${alseco.port}/control/faults`)).json()) as Array<{ fault: string; met: number }>;
    expect(orders.filter((order) => order.fault === fault)).toMatchObject([{ met: 1 }]);
  });

  test('of the upstream: a request, what is not there, its switches, a body that is too large', async () => {
    const form = 'application/x-www-form-urlencoded';
    const answers = [
      await post(`${upstream.url}/home/index`, 'RequestType=CheckBalance', form),
      await ask(upstream.url),
      await ask(upstream.url, { method: 'HEAD' }),
      await ask(`${upstream.url}/health`),
      await ask(`${upstream.url}/control/book`),
      await post(`${upstream.url}/control/faults`, '{', 'application/json'),
      await post(`${upstream.url}/home/index`, 'x'.repeat(70_000), form),
    ];
    expect(answers.map(({ word }) => word)).toEqual(answers.map(() => '1'));
    expect([...new Set(answers.map(({ status }) => status))].sort()).toEqual([200, 400, 404, 413]);
  });

  test.each(FAULTS.upstream.filter((fault) => !SILENT.test(fault)))('of the upstream under the fault %s', async (fault) => {
    const rule = { operation: 'CheckBalance', fault, count: 1, afterMs: 1, ...(fault === 'status' ? { status: -503 } : {}) };
    await post(`${upstream.url}/control/faults`, JSON.stringify(rule), 'application/json');
    const answer = await post(
      `${upstream.url}/home/index`,
      'AgentID=9001&AgentPassword=tolem-sandbox&RequestType=CheckBalance',
      'application/x-www-form-urlencoded',
    );
    expect(answer).toMatchObject({ word: '1' });
  });
});
