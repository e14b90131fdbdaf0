import { randomInt } from 'node:crypto';
import type { Day } from '../domain/day';
import { type RequestId, requestId } from '../domain/ids';

const RANDOM_BELOW = 1_000_000_000;

/** A fresh number: random and no sequence, so that after a restored registry old references do not come again. */
export const drawRequestId = (of: Day): RequestId => requestId(of.slice(2).replaceAll('-', ''), String(randomInt(RANDOM_BELOW)).padStart(9, '0'));
