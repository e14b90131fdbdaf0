import type { PaysQuestion } from '../../../contracts/alseco/questions';
import { LIST_ERROR_TEXTS } from '../../../contracts/alseco/texts';
import type { Day, Month } from '../../../domain/day';
import { Slots } from '../../../wire/slots';
import type { NotSent, Supplier, SupplierName, Unknown } from '../../supplier';
import type { AlsecoSupplier } from '../alseco';
import type { AlsecoConnection, AlsecoContext } from '../connection';
import type { Failed } from '../lists';
import { currentPeriod } from '../period';
import { accountInfo, accountState, printedInvoice, printedInvoicePdf } from './clerks';
import { bills, bundles, type DeskList, orders, pays } from './desk-lists';
import { type ClerkForm, clerkInvoices } from './invoices';
import { invoiceFromPaper } from './paper';

/** Clerks at once in a process: the other connections are for agents, who wait. */
const AT_ONCE = 2;
const QUEUE = 16;

/** Everything a clerk may ask Alseco, for the CLI and the REST api alike. GetAccountsWithFormedBill is not among it. */
export class ClerkDesk {
  private readonly slots: Slots;

  constructor(private readonly connection: AlsecoConnection) {
    this.slots = new Slots(Math.max(1, Math.min(AT_ONCE, connection.options.connections - 1)), QUEUE);
  }

  period(context: AlsecoContext) {
    return this.inTurn(context, () => currentPeriod(this.connection, context));
  }
  state(account: string, context: AlsecoContext) {
    return this.inTurn(context, () => accountState(this.connection, account, context));
  }
  info(account: string, context: AlsecoContext) {
    return this.inTurn(context, () => accountInfo(this.connection, account, context));
  }
  invoicesOf(account: string, form: ClerkForm, context: AlsecoContext) {
    return this.inTurn(context, () => clerkInvoices(this.connection, { account }, form, context));
  }

  /** By a number as typed; `droppedDigit` where it came from paper. Throws RangeError for what is no such number. */
  invoice(typed: string, form: ClerkForm, context: AlsecoContext) {
    const read = invoiceFromPaper(typed);
    if (!read) throw new RangeError('an invoice number has 12 digits, on paper 13');
    const { number, droppedDigit } = read;
    return this.inTurn(context, async () => ({
      ...(await clerkInvoices(this.connection, { invoice: number }, form, context)),
      number,
      droppedDigit,
    }));
  }
  pdf(asks: { readonly account: string; readonly month: Month }, context: AlsecoContext) {
    return this.inTurn(context, () => printedInvoicePdf(this.connection, asks, context));
  }
  image(asks: { readonly account: string; readonly bill: string; readonly month: Month }, context: AlsecoContext) {
    return this.inTurn(context, () => printedInvoice(this.connection, asks, context));
  }

  pays(question: PaysQuestion): DeskList {
    return this.list(pays(this.connection, question));
  }
  report108e(day: Day): DeskList {
    return this.list(orders(this.connection, day));
  }
  billLabels(month: Month): DeskList {
    return this.list(bundles(this.connection, month));
  }
  bills(month: Month, label: string): DeskList {
    return this.list(bills(this.connection, month, label));
  }

  private list(list: DeskList): DeskList {
    return { ...list, ask: (onRows, context) => this.inTurn(context, () => list.ask(onRows, context)) };
  }

  private async inTurn<T>(context: AlsecoContext, work: () => Promise<T>): Promise<T | NotSent> {
    const release = await this.slots.take(this.connection.options.ladders.slotWaitMs, context.signal);
    if (!release) return { kind: 'not sent', reason: 'too many clerks ask at once' };
    try {
      return await work();
    } finally {
      release();
    }
  }
}

/** The desk of the configured Alseco; null where there is none. */
export function clerkDesk(suppliers: ReadonlyMap<SupplierName, Supplier>): ClerkDesk | null {
  const found = suppliers.get('alseco');
  return found && isAlseco(found) ? new ClerkDesk(found.connection) : null;
}

const isAlseco = (supplier: Supplier): supplier is AlsecoSupplier => supplier.name === 'alseco' && 'connection' in supplier;

/** What may go wrong, as people and programs are told. */
export interface DeskTrouble {
  /** The name of the textual error, or `not sent`, `unknown`. */
  readonly code: Failed['error'] | 'not sent' | 'unknown';
  readonly said: string;
}

export const troubleOf = (failed: Failed | NotSent | Unknown): DeskTrouble =>
  failed.kind === 'failed' ? { code: failed.error, said: failed.text } : { code: failed.kind, said: failed.reason };

export const isTextual = (code: DeskTrouble['code']): code is Failed['error'] => Object.hasOwn(LIST_ERROR_TEXTS, code);
