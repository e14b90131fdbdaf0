/** The entry of the workflow bundle: what workers register. */
export { callback } from './callback';
export { payment } from './payment';
export { reversal } from './reversal';
