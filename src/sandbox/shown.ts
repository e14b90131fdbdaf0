import { z } from 'zod';

const MAX_TIMES = 10;
const NONE = {};

/** How a list shows a line, whatever the book holds: so often, and with other text in its fields (null: nothing there). */
export const shownIn = (lists: readonly [string, ...string[]]) =>
  z.strictObject({
    /** The line, by its number in the book. */
    of: z.string().min(1).max(50),
    /** Left out: every list. */
    list: z.enum(lists).optional(),
    times: z.int().min(0).max(MAX_TIMES).default(1),
    fields: z.record(z.string().max(50), z.string().max(1_000).nullable()).default({}),
  });
export type Shown = z.output<ReturnType<typeof shownIn>>;

/** The last word about a line counts, list by list. */
export class ShownLines {
  private readonly byLine = new Map<string, Shown>();

  constructor(private readonly lists: readonly string[]) {}

  set(shown: Shown): void {
    for (const list of shown.list === undefined ? this.lists : [shown.list]) this.byLine.set(`${list} ${shown.of}`, shown);
  }
  clear(): void {
    this.byLine.clear();
  }

  /** The rows of a list: one for each line, unless it is shown otherwise. */
  *rows<Line, Row>(
    list: string,
    lines: Iterable<Line>,
    numberOf: (line: Line) => string,
    print: (line: Line, fields: Shown['fields']) => Row,
  ): Generator<Row> {
    for (const line of lines) {
      const shown = this.byLine.get(`${list} ${numberOf(line)}`);
      const row = print(line, shown?.fields ?? NONE);
      for (let times = shown?.times ?? 1; times > 0; times--) yield row;
    }
  }
}
