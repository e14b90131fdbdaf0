const MOST = 100;
/** A group that is not answered by then does not hold up those behind it: its connection may hang. */
const PATIENCE_MS = 200;

interface Waiting<Question, Answer> {
  readonly question: Question;
  readonly resolve: (answer: Answer) => void;
  readonly reject: (error: unknown) => void;
}

/**
 * Questions of one kind that come while others are being asked go out together in the next statement. An answer is never
 * older than its question, and a busy process pays one round trip for many. How many may wait is bounded by who asks: each
 * request in flight asks one at a time.
 */
export class Gathered<Question, Answer> {
  private readonly waiting: Waiting<Question, Answer>[] = [];
  private isUnderWay = false;

  /** `askAll` answers each question at its own place, if need be later; an error of its own is everybody's. */
  constructor(private readonly askAll: (questions: readonly Question[]) => Promise<ReadonlyArray<Answer | Promise<Answer>>>) {}

  ask(question: Question): Promise<Answer> {
    return new Promise((resolve, reject) => {
      this.waiting.push({ question, resolve, reject });
      if (this.waiting.length === 1) this.soon();
    });
  }

  /** After what this turn of the event loop still brings: those who were answered together ask their next question together. */
  private soon(): void {
    setImmediate(() => this.next());
  }

  private next(): void {
    if (this.isUnderWay || this.waiting.length === 0) return;
    this.isUnderWay = true;
    let isOver = false;
    const over = () => {
      clearTimeout(patience);
      if (isOver) return;
      isOver = true;
      this.isUnderWay = false;
      if (this.waiting.length > 0) this.soon();
    };
    const patience = setTimeout(over, PATIENCE_MS);
    void this.answered(this.waiting.splice(0, MOST)).finally(over);
  }

  private async answered(group: readonly Waiting<Question, Answer>[]): Promise<void> {
    try {
      const answers = await this.askAll(group.map(({ question }) => question));
      if (answers.length !== group.length) throw new Error(`${group.length} questions met ${answers.length} answers`);
      for (const [at, { resolve }] of group.entries()) resolve(answers[at] as Answer);
    } catch (error) {
      for (const { reject } of group) reject(error);
    }
  }
}
