/** The entry of the workflow bundle: what workers register. */
export { callback } from './callback';
export { launchDay } from './launch-day';
export { payment } from './payment';
export { reconciliation } from './reconciliation';
export { reversal } from './reversal';
