/** Repeatable chances: the same seed gives the same numbers (mulberry32). */
export class Chance {
  private state: number;

  constructor(readonly seed: number) {
    this.state = seed >>> 0;
  }

  /** In [0, 1). */
  next(): number {
    this.state = (this.state + 0x6d2b79f5) >>> 0;
    let mixed = this.state;
    mixed = Math.imul(mixed ^ (mixed >>> 15), mixed | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  }

  happens(share: number): boolean {
    return this.next() < share;
  }

  of<T>(choices: readonly T[]): T {
    const chosen = choices[Math.floor(this.next() * choices.length)];
    if (chosen === undefined) throw new RangeError('nothing to choose from');
    return chosen;
  }

  /** The same elements in another order. */
  shuffled<T>(given: readonly T[]): T[] {
    const all = [...given];
    for (let at = all.length - 1; at > 0; at--) {
      const other = Math.floor(this.next() * (at + 1));
      [all[at], all[other]] = [all[other] as T, all[at] as T];
    }
    return all;
  }
}
