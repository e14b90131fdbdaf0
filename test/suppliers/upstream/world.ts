import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { z } from 'zod';
import type { RequestId, ServiceId, TransactionId } from '../../../src/domain/ids';
import { money } from '../../../src/domain/money';
import { LADDERS } from '../../../src/ladders';
import { startSandbox } from '../../../src/sandbox/upstream/server';
import type { DocumentPlan, Exchange, PayContext, SupplierPayment } from '../../../src/suppliers/supplier';
import type { UpstreamOptions } from '../../../src/suppliers/upstream/client';
import { createUpstream } from '../../../src/suppliers/upstream/upstream';

export const PASSWORD = 'tolem-sandbox';
const ZONES = { upstream: 'Asia/Almaty', agent: 'Asia/Almaty', contract: 'Asia/Almaty' };

const BookView = z.object({
  count: z.number(),
  payments: z.array(
    z.object({
      transaction: z.string(),
      requestId: z.string(),
      account: z.string(),
      amount: z.string(),
      status: z.number(),
      received: z.number(),
      code: z.string().nullable(),
      mailedMs: z.number().nullable(),
      calledBackMs: z.number().nullable(),
    }),
  ),
  registers: z.array(z.object({ kind: z.string(), body: z.string() })),
});

/** A fault that every call meets until it is cleared. */
export const EVERY_CALL = { count: undefined };

/** A sandbox of its own on a free port, and our client of it. Payments end at once unless `stepMs` says otherwise. */
export async function world(change: Partial<UpstreamOptions> = {}, zones = ZONES) {
  const folder = mkdtempSync(join(tmpdir(), 'tolem-upstream-'));
  const sandbox = await startSandbox({ port: 0, journal: join(folder, 'book.jsonl'), agentId: '9001', password: PASSWORD, zones });
  const upstream = createUpstream({
    endpoint: sandbox.url,
    agentId: '9001',
    password: PASSWORD,
    zones,
    currency: 'KZT',
    connections: 6,
    ladders: { ...LADDERS.fast, supplierCallMs: 1_500, accountCheckCallMs: 1_500 },
    ...change,
  });
  const exchanges: Exchange[] = [];
  const context: PayContext = { signal: new AbortController().signal, keep: (exchange) => exchanges.push(exchange), permit: async () => true };

  const control = async (path: string, body: object): Promise<unknown> => {
    const response = await fetch(`${sandbox.url}/control/${path}`, { method: 'POST', body: JSON.stringify(body) });
    const answer: unknown = await response.json();
    if (!response.ok) throw new Error(`${path}: ${JSON.stringify(answer)}`);
    return answer;
  };
  await control('settings', { stepMs: 0 });

  return {
    sandbox,
    upstream,
    context,
    exchanges,
    control,
    /** Met by one call unless `more` says otherwise. */
    fault: (operation: string, fault: string, more: object = {}) => control('faults', { operation, fault, count: 1, ...more }),
    clearFaults: () => fetch(`${sandbox.url}/control/faults`, { method: 'DELETE' }),
    counts: async () => z.record(z.string(), z.number()).parse(await (await fetch(`${sandbox.url}/control/counts`)).json()),
    book: async () => BookView.parse(await (await fetch(`${sandbox.url}/control/book`)).json()),
    close: async () => {
      await upstream.close();
      await sandbox.stop();
      rmSync(folder, { recursive: true });
    },
  };
}
export type World = Awaited<ReturnType<typeof world>>;

let transactions = 260_000_000;

/** A payment with a RequestID of its own. */
export function payment(change: Partial<Record<keyof SupplierPayment, string | null>> = {}): SupplierPayment {
  const number = String(++transactions);
  const given = { service: '7', kind: 'plain', account: 'galek10', amount: '100', ...change };
  return {
    agent: '144',
    transaction: number as TransactionId,
    request: `261121${number}` as RequestId,
    currency: 'KZT',
    createdOn: '2026-11-21T19:30:05.250Z',
    invoiceId: null,
    sendType: null,
    services: null,
    ...given,
    service: given.service as ServiceId,
    amount: money(given.amount ?? '100'),
  } as SupplierPayment;
}

/** The document of a payment, as the check gives it. */
export async function documentOf(of: SupplierPayment, { upstream, context }: World): Promise<DocumentPlan> {
  const outcome = await upstream.check(of, 1, context);
  const document = outcome.kind === 'payable' ? outcome.documents[0] : undefined;
  if (!document) throw new Error(`not payable: ${JSON.stringify(outcome)}`);
  return document;
}
