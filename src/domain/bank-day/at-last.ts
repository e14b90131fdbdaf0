import type { Verdict } from './verdict';

/** What is not decided after the last repair is judged as it stands. */
export const atLast = (verdict: Verdict): Verdict => ('otherwise' in verdict ? verdict.otherwise : verdict);
