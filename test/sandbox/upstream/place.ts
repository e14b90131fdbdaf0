import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { z } from 'zod';
import { Refusal, StatusContent } from '../../../src/contracts/partner-api';
import { startSandbox } from '../../../src/sandbox/upstream/server';
import { parseJson } from '../../../src/wire/json';

export const AGENT = { agentId: '9001', password: 'tolem-sandbox' };
const Answer = Refusal.extend({ TransactionContent: z.unknown() });

/** The form of a payment that succeeds; `change` replaces fields, undefined leaves one out. */
export const order = (change: Record<string, string | undefined> = {}): Record<string, string | undefined> => ({
  Service: '7',
  Amount: '100',
  RequestType: 'Payment',
  Currency: 'KZT',
  RequestDate: '2026-11-22 10:00:00',
  TransactionID: '112',
  Account: 'galek10',
  ...change,
});

/** A sandbox with a journal that outlives it, and the bare requests of an agent. */
export async function place() {
  const folder = mkdtempSync(join(tmpdir(), 'tolem-sandbox-'));
  const journal = join(folder, 'book.jsonl');
  const start = () => startSandbox({ port: 0, journal, ...AGENT, zones: { upstream: 'Asia/Almaty', agent: 'Asia/Almaty' } });
  let sandbox = await start();

  const send = async (body: string, path = '/home/index', headers: Record<string, string> = {}): Promise<string> => {
    const type = path === '/home/index' ? 'application/x-www-form-urlencoded' : 'application/json';
    const response = await fetch(sandbox.url + path, { method: 'POST', body, headers: { 'content-type': type, ...headers } });
    if (response.status !== 200) throw new Error(`HTTP ${response.status} ${await response.text()}`);
    return response.text();
  };
  const post = (fields: Record<string, string | undefined>): Promise<string> => {
    const form = { AgentID: AGENT.agentId, AgentPassword: AGENT.password, ...fields };
    return send(new URLSearchParams(Object.entries(form).filter((field): field is [string, string] => field[1] !== undefined)).toString());
  };
  return {
    journal,
    url: () => sandbox.url,
    send,
    post,
    /** The answer with its numbers as text. */
    ask: async (fields: Record<string, string | undefined>) => Answer.decode(parseJson(await post(fields)) as z.input<typeof Answer>),
    control: async (path: string, body: object) => {
      const response = await fetch(`${sandbox.url}/control/${path}`, { method: 'POST', body: JSON.stringify(body) });
      return { status: response.status, body: JSON.stringify(await response.json()) };
    },
    book: async (query = '') => (await fetch(`${sandbox.url}/control/book${query}`)).text(),
    /** What a restart must not lose. */
    kept: () => Promise.all(['book', 'settings'].map(async (what) => (await fetch(`${sandbox.url}/control/${what}`)).json())),
    restart: async () => {
      await sandbox.stop();
      sandbox = await start();
    },
    close: async () => {
      await sandbox.stop();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}
export type Place = Awaited<ReturnType<typeof place>>;
export const statusContent = (content: unknown) => StatusContent.decode(content as z.input<typeof StatusContent>);
