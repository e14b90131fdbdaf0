/** A reason not to start that a person can act on: one sentence, shown without a stack. */
export class StartRefused extends Error {
  override readonly name = 'Refusal';
}

export function sentenceOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
