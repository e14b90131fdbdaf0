import { isNegative, isZero, type Money, negate, ZERO } from '../money';
import type { Outcome, SignedFacts } from './outcomes';

/** What the ledger knows of one side of such an entry. */
export type Side = 'loss' | 'claim' | 'suspense' | 'payable';

export interface Move {
  readonly debit: Side;
  readonly credit: Side;
  /** Above zero. */
  readonly amount: Money;
}

/**
 * What an outcome moves by itself; null: nothing. Where the sums are equal a loss is that the payment is paid anew, whole, and a claim is
 * a letter alone. `sum`: what a person read from a row that no machine could.
 */
export function moveOf(outcome: Outcome, { effect, ours }: Pick<SignedFacts, 'effect' | 'ours'>, typed: Money | null): Move | null {
  const differs = effect ?? ZERO;
  switch (outcome) {
    case 'loss':
      return move('loss', 'payable', isZero(differs) ? (ours ?? ZERO) : differs);
    case 'claim':
      return move('claim', 'payable', differs);
    case 'suspense':
      return move('suspense', 'payable', differs);
    case 'sum':
      return move('suspense', 'payable', typed ?? ZERO);
    case 'gain':
      return move('payable', 'suspense', negate(differs));
    default:
      return null;
  }
}

function move(debit: Side, credit: Side, amount: Money): Move | null {
  if (isNegative(amount)) throw new RangeError(`nothing below zero is moved: ${amount}`);
  return isZero(amount) ? null : { debit, credit, amount };
}
