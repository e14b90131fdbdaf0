import { type AccountState, isAccountState } from '../../../contracts/alseco/states';
import type { Month } from '../../../domain/day';
import type { Money } from '../../../domain/money';
import type { NotSent, Unknown } from '../../supplier';
import { monthParameters } from '../bank-day/day';
import type { AlsecoConnection, AlsecoContext } from '../connection';
import { unreadable } from '../faults';
import { decimalIn, groupIn, type SoapElement, textIn, Unreadable } from '../reading';
import type { SoapArguments } from '../transport';

/** What a clerk asks about one subscriber. */
export interface AccountInfo {
  readonly name: string | null;
  readonly address: string | null;
  readonly rnn: string | null;
  readonly phone: string | null;
  readonly square: Money | null;
  readonly people: string | null;
}

type Answer<T> = Promise<({ readonly kind: 'answered' } & T) | NotSent | Unknown>;

export const accountState = (connection: AlsecoConnection, account: string, context: AlsecoContext): Answer<{ readonly state: AccountState }> =>
  asked(connection, 'GetAccountState', { accountId: account, bankCode: connection.options.bankCode }, context, (said) => {
    const state = textIn(said, 'GetAccountStateResult') ?? '';
    if (!isAccountState(state)) throw new Unreadable(`an account state of ${state.slice(0, 40)}`);
    return { state };
  });

/** Shown in SOAP 1.2. */
export const accountInfo = (connection: AlsecoConnection, account: string, context: AlsecoContext): Answer<{ readonly info: AccountInfo }> =>
  asked(connection, 'GetAccountInfo', { accountId: account, bankCode: connection.options.bankCode }, context, (said) => {
    const info = groupIn(said, 'GetAccountInfoResult');
    return {
      info: {
        name: textIn(info, 'Name'),
        address: textIn(info, 'Address'),
        rnn: textIn(info, 'RNN'),
        phone: textIn(info, 'Phone'),
        square: decimalIn(info, 'Square'),
        people: textIn(info, 'QuantityPeople'),
      },
    };
  });

/** A GIF of one bill. `bill` is the code of the formed bill and is entered by the clerk, never derived. */
export const printedInvoice = (
  connection: AlsecoConnection,
  asks: { readonly account: string; readonly bill: string; readonly month: Month },
  context: AlsecoContext,
): Answer<{ readonly bytes: Buffer }> => {
  const args = { accountId: asks.account, bill_id: asks.bill, ...monthParameters(asks.month), bankCode: connection.options.bankCode };
  return asked(connection, 'GetPrintedInvoice', args, context, (said) => ({ bytes: bytesIn(said, 'GetPrintedInvoiceResult') }));
};

/** All pages as PDF. Alseco silently gives another month, up to six back, where the asked one has no bill: say so. */
export const printedInvoicePdf = (
  connection: AlsecoConnection,
  asks: { readonly account: string; readonly month: Month },
  context: AlsecoContext,
): Answer<{ readonly bytes: Buffer; readonly mayBeEarlierMonth: true }> => {
  const args = { accountId: asks.account, ...monthParameters(asks.month), bankCode: connection.options.bankCode };
  return asked(connection, 'GetPrintedInvoicePDF', args, context, (said) => ({
    bytes: bytesIn(said, 'GetPrintedInvoicePDFResult'),
    mayBeEarlierMonth: true,
  }));
};

async function asked<T>(
  connection: AlsecoConnection,
  name: Parameters<AlsecoConnection['call']>[0],
  args: SoapArguments,
  context: AlsecoContext,
  read: (said: SoapElement) => T,
): Answer<T> {
  const answer = await connection.call(name, args, context);
  if (answer.kind !== 'answered') return answer;
  try {
    return { kind: 'answered', ...read(answer.content) };
  } catch (error) {
    return unreadable(error);
  }
}

function bytesIn(said: SoapElement, name: string): Buffer {
  const text = (textIn(said, name) ?? '').replace(/\s/g, '');
  if (text === '' || !/^[A-Za-z0-9+/]+={0,2}$/.test(text)) throw new Unreadable(`${name} is no base64`);
  return Buffer.from(text, 'base64');
}
