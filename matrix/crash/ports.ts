import { randomInt } from 'node:crypto';
import { requirePort } from '../../src/start/process/ports';

const FROM = 20_000;
const TO = 32_000;
const TRIES = 50;

/**
 * A free port below those that the system gives out by itself: one that a process is to come back to after a kill must not be
 * anyone's meanwhile.
 */
export async function lastingPort(): Promise<number> {
  for (let left = TRIES; left > 0; left--) {
    const port = randomInt(FROM, TO);
    if (await requirePort(port, 'the port', 'the matrix').catch(() => 0)) return port;
  }
  throw new Error(`no free port between ${FROM} and ${TO}`);
}
