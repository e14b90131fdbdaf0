import type { Mutant } from '../mutant';
import { CLAIMS } from './attempts';
import { COMPARED } from './compare-book';
import { DECIDED } from './decisions';
import { FOUND } from './find';
import { REGISTRY } from './pulse';
import { TAKEN_BACK } from './reverse';
import { SETTLE } from './settle';

/** Lines of what moves money, broken by hand: one mistake each that a change could bring. */
export const TABLE: readonly Mutant[] = [...SETTLE, ...CLAIMS, ...DECIDED, ...TAKEN_BACK, ...FOUND, ...COMPARED, ...REGISTRY];
