import type { Spawned } from './spawned';

/** Signals in turn, each with the milliseconds to wait for the end; SIGKILL follows the last. */
export type StopSteps = ReadonlyArray<readonly [NodeJS.Signals, number]>;

/** One of the processes `npm start` keeps. */
export interface KeptProcess {
  readonly name: string;
  readonly stop: StopSteps;
  /** Services stop in this order, the lowest first: nobody loses what it still needs. */
  readonly stopOrder: number;
  /** Starts it and resolves when it is ready. `spawned` is called as soon as the process exists. */
  start(spawned: (process: Spawned) => void): Promise<void>;
}
