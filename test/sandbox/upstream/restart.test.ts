import { type ChildProcess, fork } from 'node:child_process';
import { appendFileSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { AGENT, order, type Place, place } from './place';

describe('a restart', () => {
  let p: Place;
  beforeEach(async () => {
    p = await place();
  });
  afterEach(() => p.close());

  test('keeps payments, settings, deposit, prices and registers', async () => {
    await p.control('settings', { stepMs: 0, callbackUrl: null });
    await p.control('prices', { service: '1549', orderAmount: '5400.0001' });
    await p.post(order());
    await p.post(order({ TransactionID: '113', Account: 'fail-110' }));
    await p.control('deposit', { balance: '1234.56' });
    await p.send('[]', '/home/postpayments');
    const before = await p.kept();
    await p.restart();
    expect(await p.kept()).toEqual(before);
    expect(await p.post(order({ RequestType: 'AccountCheck', Service: '1549' }))).toContain('5400.0001');
    expect((await p.ask(order({ TransactionID: '114' }))).RequestID).toBe('11637003');
  });

  test('goes on where a payment was: the clock decides, not a timer', async () => {
    await p.control('settings', { stepMs: 100_000 });
    await p.post(order());
    await p.restart();
    expect((await p.ask({ RequestType: 'Status', TransactionID: '112' })).ResponseStatus).toBe(1);
    await p.control('finish', { transaction: '112', code: -115 });
    await p.restart();
    expect((await p.ask({ RequestType: 'Status', TransactionID: '112' })).ResponseStatus).toBe(-115);
  });

  test('drops a last line that a kill tore, and writes on after it', async () => {
    await p.post(order());
    appendFileSync(p.journal, '{"is":"payment","payment":{"transac');
    await p.restart();
    await p.post(order({ TransactionID: '113' }));
    await p.restart();
    expect(JSON.parse(await p.book()).count).toBe(2);
    expect(readFileSync(p.journal, 'utf8').endsWith('}\n')).toBe(true);
  });

  test('says which line is broken where it is not the last', async () => {
    await p.post(order());
    const good = readFileSync(p.journal, 'utf8');
    writeFileSync(p.journal, `not json\n${good}`);
    await expect(p.restart()).rejects.toThrow(/book\.jsonl:1 cannot be replayed/);
    writeFileSync(p.journal, good);
    await p.restart();
  });

  test('after a reset is empty', async () => {
    await p.post(order());
    await p.control('reset', {});
    await p.restart();
    expect(JSON.parse(await p.book())).toMatchObject({ count: 0, balances: [{ balance: '100000000' }] });
  });
});

describe('the process', () => {
  const folder = mkdtempSync(join(tmpdir(), 'tolem-sandbox-process-'));
  const main = join(__dirname, '../../../src/sandbox/upstream/main.ts');
  const register = join(__dirname, '../../support/services/register.cjs');
  const children: ChildProcess[] = [];
  afterAll(() => {
    for (const child of children) child.kill('SIGKILL');
    rmSync(folder, { recursive: true, force: true });
  });

  const start = async () => {
    const env = { ...process.env, SANDBOX_UPSTREAM_PORT: '0', SANDBOX_DATA_DIR: folder, LOG_LEVEL: 'silent' };
    const child = fork(main, { execArgv: ['-r', register], env, stdio: ['ignore', 'ignore', 'inherit', 'ipc'] });
    children.push(child);
    const port = await new Promise<number>((resolve, reject) => {
      child.once('message', (message: { port?: number; failed?: string }) =>
        message.port ? resolve(message.port) : reject(new Error(message.failed)),
      );
      child.once('exit', (code) => reject(new Error(`exit code ${code}`)));
    });
    return { child, url: `http://127.0.0.1:${port}` };
  };
  const exited = (child: ChildProcess) => new Promise<number | null>((resolve) => child.once('exit', (code) => resolve(code)));

  test('a kill −9 loses no payment that was answered; a SIGTERM ends it with exit code 0', async () => {
    const first = await start();
    const form = (transaction: number) =>
      new URLSearchParams({
        AgentID: AGENT.agentId,
        AgentPassword: AGENT.password,
        ...(order({ TransactionID: String(transaction) }) as Record<string, string>),
      });
    const answers = await Promise.all(
      Array.from({ length: 40 }, async (_, n) => (await fetch(`${first.url}/home/index`, { method: 'POST', body: form(n + 1) })).text()),
    );
    expect(answers.every((text) => text.includes('"ResponseStatus":1'))).toBe(true);
    const killed = exited(first.child);
    first.child.kill('SIGKILL');
    await killed;

    const second = await start();
    const book = (await (await fetch(`${second.url}/control/book`)).json()) as { count: number };
    expect(book.count).toBe(40);
    const ended = exited(second.child);
    second.child.kill('SIGTERM');
    expect(await ended).toBe(0);
  });
});
