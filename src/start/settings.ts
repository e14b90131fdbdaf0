import { join } from 'node:path';
import { type Config, isLoopback } from '../config';

/** What the processes are told, as environment variables; grows while the parts come up. */
export type Settings = Record<string, string>;

/** The parts that are ours to start, decided by what was given. */
export interface Plan {
  readonly dataDir: string;
  readonly embeddedDatabase: boolean;
  readonly devServer: boolean;
  readonly alsecoSandbox: boolean;
  readonly upstreamSandbox: boolean;
  readonly ladders: Config['LADDERS'];
  /** Suppliers on loopback: only they get demo payments, real ones never do. */
  readonly demoSuppliers: ReadonlySet<string>;
}

/** @param laddersGiven whether LADDERS stands in the environment */
export function planOf(config: Config, dataDir: string, laddersGiven: boolean): Plan {
  const loopback = { alseco: isLoopback(config.ALSECO_ENDPOINT), upstream: isLoopback(config.UPSTREAM_ENDPOINT) };
  return {
    dataDir,
    embeddedDatabase: config.DATABASE_URL === undefined,
    devServer: config.TEMPORAL_ADDRESS === undefined,
    alsecoSandbox: config.ALSECO_ENDPOINT === undefined,
    upstreamSandbox: config.UPSTREAM_ENDPOINT === undefined,
    ladders: !laddersGiven && loopback.alseco && loopback.upstream ? 'fast' : config.LADDERS,
    demoSuppliers: new Set(Object.entries(loopback).flatMap(([name, here]) => (here ? [name] : []))),
  };
}

/** Folder of the sandboxes' books: beside the other data unless it was chosen. */
export function sandboxFolder(config: Config, dataDir: string): string {
  return config.SANDBOX_DATA_DIR === '.data/sandbox' ? join(dataDir, 'sandbox') : config.SANDBOX_DATA_DIR;
}
