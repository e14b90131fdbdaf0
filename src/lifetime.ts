import type { Logger } from 'pino';

/** What a process holds once it runs: where it listens (when it does) and how it ends. */
export interface Running {
  readonly port?: number;
  stop(): Promise<void>;
}

/** Sent over the IPC channel to the process that started this one. */
export type LifetimeMessage = { ready: true; port?: number } | { failed: string };

export interface LifetimeOptions {
  readonly logger: Pick<Logger, 'info' | 'error' | 'fatal'>;
  /** After this long a stop that has not finished is cut off and the exit code is 1. */
  readonly stopTimeoutMs?: number;
}

const STOP_TIMEOUT_MS = 30_000;

/**
 * Gives a Node process its whole life: builds it, tells the starter that it is ready, and stops it once on SIGTERM,
 * SIGINT, a closed IPC channel (the starter died, even by kill -9) or an error nobody caught.
 * Exit code: 0 after a stop that was asked for and finished, otherwise 1.
 */
export function runProcess(name: string, options: LifetimeOptions, build: () => Promise<Running>): void {
  const { logger, stopTimeoutMs = STOP_TIMEOUT_MS } = options;
  let stopping = false;
  const building = build();

  const stop = (reason: string, code: number): void => {
    if (stopping) return;
    stopping = true;
    logger.info({ process: name, reason }, 'stopping');
    const timer = setTimeout(() => {
      logger.error({ process: name, stopTimeoutMs }, 'did not stop in time');
      process.exit(1);
    }, stopTimeoutMs);
    building
      .then((running) => running.stop())
      .then(
        () => finish(code),
        (error: unknown) => {
          logger.error({ process: name, err: error }, 'stop failed');
          finish(1);
        },
      );
    const finish = (exitCode: number): void => {
      clearTimeout(timer);
      logger.info({ process: name }, 'stopped');
      process.exit(exitCode);
    };
  };

  process.on('SIGTERM', () => stop('SIGTERM', 0));
  process.on('SIGINT', () => stop('SIGINT', 0));
  process.on('disconnect', () => stop('the starter is gone', 0));
  const crash = (error: unknown): void => {
    logger.fatal({ process: name, err: error }, 'an error nobody caught');
    stop('an error nobody caught', 1);
  };
  process.on('uncaughtException', crash);
  process.on('unhandledRejection', crash);

  building.then(
    (running) => {
      if (stopping) return;
      logger.info({ process: name, port: running.port }, 'ready');
      tell({ ready: true, ...(running.port === undefined ? {} : { port: running.port }) });
    },
    (error: unknown) => {
      if (stopping) return;
      stopping = true;
      logger.fatal({ process: name, err: error }, 'could not start');
      tell({ failed: error instanceof Error ? error.message : String(error) }, () => process.exit(1));
    },
  );
}

function tell(message: LifetimeMessage, then: () => void = () => {}): void {
  if (process.send && process.connected) process.send(message, undefined, undefined, () => then());
  else then();
}
