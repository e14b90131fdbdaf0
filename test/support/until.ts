import { setTimeout as pause } from 'node:timers/promises';

/** Waits for the condition, at most `limitMs`; the error names what did not come true. */
export async function until<T>(what: string, condition: () => T | Promise<T>, limitMs = 15_000): Promise<Exclude<T, false | null | undefined>> {
  const deadline = Date.now() + limitMs;
  for (;;) {
    const value = await condition();
    if (value) return value as Exclude<T, false | null | undefined>;
    if (Date.now() > deadline) throw new Error(`not within ${limitMs} ms: ${what}`);
    await pause(20);
  }
}
