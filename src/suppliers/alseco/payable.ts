import { isInvoiceState } from '../../contracts/alseco/states';
import type { NotSent, Refused, Unknown } from '../supplier';
import type { AlsecoConnection, AlsecoContext } from './connection';
import { unreadable } from './faults';
import { type AccountInvoices, type InvoicesOf, invoicesByAccounts, refusal } from './invoices';

export type Payable = { readonly kind: 'payable'; readonly account: AccountInvoices } | Refused | NotSent | Unknown;

/** The account's invoices where they can be paid, else why not. */
export async function payable(connection: AlsecoConnection, account: string, context: AlsecoContext): Promise<Payable> {
  if (!isInt(account)) return refusal('AccountNotFound');
  const answer = await invoicesByAccounts(connection, 'GetInvoicesByAccountsNew', [account], context);
  if (answer.kind !== 'answered') return answer;
  const [result, ...more] = answer.results.filter((one) => one.input === account);
  if (!result || more.length > 0) return unclear('not one answer for the account');
  return judged(result);
}

/**
 * Payable ⇔ Success, or InvoicesNotFormed with the bills of the last period. Refused ⇔ any other State beside no bills. What the
 * document does not show (Success without a bill, a bill without a service, a refusal beside bills) is not understood.
 */
function judged({ input, state, account }: InvoicesOf): Payable {
  const invoices = account?.invoices ?? [];
  if (account !== null && invoices.length > 0) {
    if (state !== 'Success' && state !== 'InvoicesNotFormed') return unclear(`invoices beside the state ${state.slice(0, SHOWN_CHARACTERS)}`);
    if (account.account !== input) return unclear('invoices of another account');
    if (invoices.some(({ services }) => services.length === 0)) return unclear('an invoice without its services');
    return { kind: 'payable', account };
  }
  if (state === 'Success') return unclear('Success without an invoice');
  return isInvoiceState(state) || NAME_OF_A_STATE.test(state) ? refusal(state) : unclear(`the state ${state.slice(0, SHOWN_CHARACTERS)}`);
}

/** States are names such as AccountIsMerged; a number or a flag in their place is none. */
const NAME_OF_A_STATE = /^[A-Z][A-Za-z]+$/;
const SHOWN_CHARACTERS = 60;

const unclear = (why: string): Unknown => unreadable(new Error(why));

/** Account numbers are xsd:int there; anything else cannot be one. */
const isInt = (account: string): boolean => /^[1-9]\d{0,9}$/.test(account) && BigInt(account) <= 2_147_483_647n;
