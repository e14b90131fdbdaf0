import { join } from 'node:path';
import type { Config } from '../config';
import { givenEndpoints } from '../suppliers/admission';

/** What the processes are told, as environment variables; grows while the parts come up. */
export type StartSettings = Record<string, string>;

/** The parts that are ours to start, decided by what was given. */
export interface StartPlan {
  readonly dataDir: string;
  readonly embeddedDatabase: boolean;
  readonly devServer: boolean;
  readonly alsecoSandbox: boolean;
  readonly upstreamSandbox: boolean;
  readonly ladders: Config['LADDERS'];
  /** Of what demo data and demo payments must keep away from, those that were given: their variables. */
  readonly given: readonly string[];
}

export interface WhatWasGiven {
  /** Whether LADDERS stands in the environment. */
  readonly laddersGiven: boolean;
  /** Whether each supplier that was given says that it is a sandbox. */
  readonly givenSandboxes: boolean;
}

/** Short waiting times only where both suppliers are sandboxes: ours, or given ones by their own word. */
export function planOf(config: Config, dataDir: string, { laddersGiven, givenSandboxes }: WhatWasGiven): StartPlan {
  return {
    dataDir,
    embeddedDatabase: config.DATABASE_URL === undefined,
    devServer: config.TEMPORAL_ADDRESS === undefined,
    alsecoSandbox: config.ALSECO_ENDPOINT === undefined,
    upstreamSandbox: config.UPSTREAM_ENDPOINT === undefined,
    ladders: !laddersGiven && givenSandboxes ? 'fast' : config.LADDERS,
    given: [...(config.DATABASE_URL === undefined ? [] : ['DATABASE_URL']), ...givenEndpoints(config).map(({ variable }) => variable)],
  };
}

/** Folder of the sandboxes' books: beside the other data unless it was chosen. */
export function sandboxFolder(config: Config, dataDir: string): string {
  return config.SANDBOX_DATA_DIR === '.data/sandbox' ? join(dataDir, 'sandbox') : config.SANDBOX_DATA_DIR;
}
