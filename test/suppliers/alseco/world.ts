import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Day, plusDays } from '../../../src/domain/day';
import type { AgentId, RequestId, ServiceId, TransactionId } from '../../../src/domain/ids';
import { money } from '../../../src/domain/money';
import { LADDERS } from '../../../src/ladders';
import { type AlsecoSandbox, startAlsecoSandbox } from '../../../src/sandbox/alseco/server';
import type { FaultOrder } from '../../../src/sandbox/faults';
import { type AlsecoOptions, type AlsecoSupplier, createAlseco } from '../../../src/suppliers/alseco/alseco';
import type { DocumentPlan, Exchange, LookQuestion, PayContext, SupplierPayment } from '../../../src/suppliers/supplier';

export const ZONE = 'Asia/Almaty';

/** A client of Alseco with short limits and no server behind it yet. */
export const client = (endpoint: string, changes: Partial<AlsecoOptions> = {}): AlsecoSupplier =>
  createAlseco({
    endpoint,
    bankCode: 'ALSC',
    zone: ZONE,
    sysRefPrefix: 'TLM',
    connections: 4,
    ladders: { ...LADDERS.fast, supplierCallMs: 2_000, accountCheckCallMs: 1_000, slotWaitMs: 1_000 },
    ...changes,
  });

/** A call's context that lets everything pass and remembers what was kept. */
export function context(): PayContext & { readonly exchanges: Exchange[] } {
  const exchanges: Exchange[] = [];
  return { signal: new AbortController().signal, keep: (exchange) => void exchanges.push(exchange), permit: async () => true, exchanges };
}

let serial = 100_000_000;
/** A payment of 815 with its own RequestID. */
export function payment(changes: Partial<Record<'account' | 'amount' | 'services' | 'createdOn', string>> = {}): SupplierPayment {
  return {
    agent: '144' as AgentId,
    transaction: '112' as TransactionId,
    request: `261121${serial++}` as RequestId,
    service: '815' as ServiceId,
    kind: 'utility',
    account: changes.account ?? '7898380',
    amount: money(changes.amount ?? '5610.18'),
    currency: 'KZT',
    createdOn: changes.createdOn ?? new Date().toISOString(),
    invoiceId: null,
    sendType: null,
    services: changes.services ?? '{ "services":[ { "id":13, "amount":"5110.18" }, { "id":12, "amount":"500.00" } ] }',
  };
}

export interface AlsecoWorld {
  readonly sandbox: AlsecoSandbox;
  readonly alseco: AlsecoSupplier;
  readonly dataDir: string;
  readonly today: Day;
  fault(order: Partial<FaultOrder> & Pick<FaultOrder, 'fault'>): Promise<void>;
  control(method: string, path: string, body?: object): Promise<unknown>;
  bookings(): Promise<
    ReadonlyArray<{
      paymentId: string;
      sysRef: string;
      sum: string;
      rolledBack: boolean;
      invoice: string;
      services: Array<{ id: string; sum: string }>;
    }>
  >;
  lookOf(payment: SupplierPayment, documents: readonly DocumentPlan[], known?: LookQuestion['known']): LookQuestion;
  restart(): Promise<void>;
  close(): Promise<void>;
}

/** A sandbox on a port and in a folder of its own, with a client that calls it over a real socket. */
export async function alsecoWorld(changes: Partial<AlsecoOptions> = {}): Promise<AlsecoWorld> {
  const dataDir = await mkdtemp(join(tmpdir(), 'alseco-'));
  const start = (port: number) => startAlsecoSandbox({ port, dataDir, zone: ZONE, bankCode: 'ALSC', overridesJson: changes.overridesJson });
  let sandbox = await start(0);
  const { port } = sandbox;
  const alseco = client(sandbox.endpoint, changes);
  const control = async (method: string, path: string, body?: object): Promise<unknown> => {
    // A kept connection would meet the restart of the sandbox.
    const headers = { connection: 'close' };
    const answer = await fetch(`http://127.0.0.1:${port}/control/${path}`, { method, headers, ...(body ? { body: JSON.stringify(body) } : {}) });
    const said: unknown = await answer.json();
    if (answer.status !== 200) throw new Error(JSON.stringify(said));
    return said;
  };
  const today = new Intl.DateTimeFormat('sv-SE', { timeZone: ZONE }).format(new Date()) as Day;
  return {
    sandbox,
    alseco,
    dataDir,
    today,
    control,
    fault: async (order) => void (await control('POST', 'faults', { operation: 'PayD', count: 1, ...order })),
    bookings: () => control('GET', 'book') as ReturnType<AlsecoWorld['bookings']>,
    lookOf: (paid, documents, known = []) => ({
      payment: paid,
      documents: documents.map((document) => ({ ...document, days: [today] })),
      from: plusDays(today, -1),
      to: today,
      known,
      claims: known.map(({ paymentId }) => ({ reference: '-', paymentId })),
    }),
    restart: async () => {
      await sandbox.stop();
      sandbox = await start(port);
    },
    close: async () => {
      await alseco.close();
      await sandbox.stop();
      await rm(dataDir, { recursive: true, force: true });
    },
  };
}
