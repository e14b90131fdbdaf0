/** Done; refused, not found or something is wrong; what was typed is not understood. */
export const DONE = 0;
export const REFUSED = 1;
export const MISUSED = 2;
