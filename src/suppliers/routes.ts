import type { Config } from '../config';
import type { Ladders } from '../ladders';
import { type Admissions, endpointsOf } from './admission';
import { type AlsecoSupplier, createAlseco } from './alseco/alseco';
import type { BankDay } from './bank-day';
import type { Supplier, SupplierName } from './supplier';
import { createUpstream, type Upstream } from './upstream/upstream';

/** Which part of a supplier's connections a process may use: an agent that waits must always find one. `worker`: payments and books. */
export type Share = 'agents' | 'payments' | 'books' | 'worker';

/** One list at a time, as the supplier's own server sees it. */
const BOOKS = 1;

/** Connections of one process: a third is kept for AccountCheck, the rest is shared out among the workers; books that are read apart have one of it. */
export function connectionsOf(all: number, share: Share, workers: number): number {
  const kept = Math.max(1, Math.floor(all / 3));
  const rest = all - kept;
  switch (share) {
    case 'agents':
      return kept;
    case 'books':
      return BOOKS;
    case 'payments':
      return Math.max(1, Math.floor((rest - BOOKS) / workers));
    case 'worker':
      return Math.max(1, Math.floor(rest / workers));
  }
}

export const bookZones = (suppliers: ReadonlyMap<SupplierName, Supplier>): Readonly<Partial<Record<SupplierName, string>>> =>
  Object.fromEntries([...suppliers.values()].map(({ name, zone }) => [name, zone]));

/** All suppliers by name; each by its own type for what only it has. */
export interface Suppliers extends ReadonlyMap<SupplierName, Supplier> {
  readonly alseco: AlsecoSupplier;
  readonly upstream: Upstream;
  /** What a bank day needs of each. */
  readonly bankDays: ReadonlyMap<SupplierName, BankDay>;
}

/** In which zone a supplier's bank day is counted, and in which currency, for whoever asks it nothing. */
export function dayTerms(config: Config, name: SupplierName): { readonly name: SupplierName; readonly zone: string; readonly currency: string } {
  const terms = {
    alseco: { zone: config.ALSECO_ZONE, currency: 'KZT' },
    upstream: { zone: config.UPSTREAM_CONTRACT_ZONE, currency: config.UPSTREAM_CURRENCY },
  };
  return { name, ...terms[name] };
}

/** All configured suppliers by name. Throws one sentence where the configuration cannot be used. */
export function createSuppliers(config: Config, ladders: Ladders, share: Share, admissions: Admissions): Suppliers {
  const endpoints = endpointsOf(config);
  const alseco = createAlseco({
    endpoint: endpoints.alseco,
    admission: admissions.alseco,
    bankCode: config.ALSECO_BANK_CODE,
    zone: config.ALSECO_ZONE,
    sysRefPrefix: config.ALSECO_SYSREF_PREFIX,
    connections: connectionsOf(config.ALSECO_CONNECTIONS, share, config.WORKERS),
    ladders,
    ...(config.ALSECO_PROXY_URL ? { proxyUrl: config.ALSECO_PROXY_URL } : {}),
    ...(config.ALSECO_OVERRIDES ? { overridesJson: config.ALSECO_OVERRIDES } : {}),
  });
  const upstream = createUpstream({
    endpoint: endpoints.upstream,
    admission: admissions.upstream,
    agentId: config.UPSTREAM_AGENT_ID,
    password: config.UPSTREAM_AGENT_PASSWORD,
    zones: { upstream: config.UPSTREAM_ZONE, agent: config.UPSTREAM_AGENT_ZONE, contract: config.UPSTREAM_CONTRACT_ZONE },
    currency: config.UPSTREAM_CURRENCY,
    connections: connectionsOf(config.UPSTREAM_CONNECTIONS, share, config.WORKERS),
    ladders,
  });
  const byName = new Map<SupplierName, Supplier>([
    ['alseco', alseco],
    ['upstream', upstream],
  ]);
  const bankDays = new Map<SupplierName, BankDay>([
    ['alseco', alseco.bankDay],
    ['upstream', upstream.bankDay],
  ]);
  return Object.assign(byName, { alseco, upstream, bankDays });
}
