import { setTimeout as pause } from 'node:timers/promises';
import { Connection } from '@temporalio/client';
import { childEnvironment } from '../../config';
import { end } from '../process/identity';
import { lastWords } from '../process/last-lines';
import { type Spawned, spawnLogged } from '../process/spawned';
import { StartRefused, sentenceOf } from '../refusal';

/** The dev server ends on SIGTERM within a second or two. */
export const TEMPORAL_STOP = [['SIGTERM', 10_000]] as const;

const READY_TIMEOUT_MS = 60_000;

/**
 * Eager activities and a busier transfer queue: measured, four empty remote activities take 102 ms instead of 450
 * (docs/ARCHITECTURE.md). The same two values stand in deploy/temporal-dynamic-config.yaml.
 */
export const DYNAMIC_CONFIG = ['system.enableActivityEagerExecution=true', 'history.transferProcessorMaxPollRPS=100'];
const SQLITE_PRAGMAS = ['journal_mode=WAL', 'synchronous=NORMAL'];

export interface TemporalServerOptions {
  readonly cli: string;
  readonly port: number;
  /** Without it there is no UI. */
  readonly uiPort?: number;
  readonly namespace: string;
  /** Namespaces beside it. */
  readonly moreNamespaces?: readonly string[];
  /** Without it everything is lost when the server ends. */
  readonly databaseFile?: string;
  readonly logFile: string;
  /** Called as soon as the process exists. */
  readonly spawned?: (process: Spawned) => void;
}

/** Starts a Temporal dev server on 127.0.0.1 and answers when its namespace can be used. */
export async function startTemporal(options: TemporalServerOptions): Promise<Spawned> {
  const server = await spawnLogged({
    name: 'Temporal server',
    program: options.cli,
    arguments: temporalArguments(options),
    logFile: options.logFile,
    environment: childEnvironment({
      TEMPORAL_ADDRESS: undefined,
      TEMPORAL_API_KEY: undefined,
      TEMPORAL_TLS: undefined,
      TEMPORAL_NAMESPACE: undefined,
    }),
  });
  options.spawned?.(server);
  const deadline = Date.now() + READY_TIMEOUT_MS;
  for (let said = ''; ; ) {
    if (server.hasEnded()) {
      throw new StartRefused(
        `The Temporal server ended while starting (${await server.ended}): ${lastWords(options.logFile) ?? `see ${options.logFile}`}`,
      );
    }
    if (Date.now() > deadline) {
      await end(server.identity, TEMPORAL_STOP);
      throw new StartRefused(`The Temporal server did not answer within ${READY_TIMEOUT_MS / 1000} s: ${said}`);
    }
    try {
      await temporalAnswers(`127.0.0.1:${options.port}`, options.namespace);
      return server;
    } catch (error) {
      said = sentenceOf(error);
      await pause(100);
    }
  }
}

/** Throws unless the namespace answers within five seconds. */
export async function temporalAnswers(address: string, namespace: string): Promise<void> {
  const connection = await Connection.connect({ address, connectTimeout: 5_000 });
  try {
    await connection.withDeadline(Date.now() + 5_000, () => connection.workflowService.describeNamespace({ namespace }));
  } finally {
    await connection.close();
  }
}

export function temporalArguments(options: TemporalServerOptions): string[] {
  const ui = options.uiPort === undefined ? ['--headless'] : ['--ui-port', `${options.uiPort}`];
  const store =
    options.databaseFile === undefined
      ? []
      : ['--db-filename', options.databaseFile, ...SQLITE_PRAGMAS.flatMap((pragma) => ['--sqlite-pragma', pragma])];
  const dynamic = DYNAMIC_CONFIG.flatMap((value) => ['--dynamic-config-value', value]);
  return [
    'server',
    'start-dev',
    '--ip',
    '127.0.0.1',
    '--port',
    `${options.port}`,
    ...ui,
    ...[options.namespace, ...(options.moreNamespaces ?? [])].flatMap((namespace) => ['--namespace', namespace]),
    ...store,
    ...dynamic,
    '--color',
    'never',
  ];
}
