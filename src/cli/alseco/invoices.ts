import { Command } from 'commander';
import { z } from 'zod';
import { AccountNumber, InvoiceForm, InvoiceNumber } from '../../contracts/alseco/questions';
import { isInvoiceState } from '../../contracts/alseco/states';
import { DESK_TEXTS, INVOICE_STATE_TEXTS } from '../../contracts/alseco/texts';
import type { ClerkInvoice, ClerkInvoices } from '../../suppliers/alseco/clerk/invoices';
import type { Io } from '../terminal/io';
import type { Session } from '../terminal/session';
import { shownMoney } from '../terminal/shown';
import { fields, table } from '../terminal/table';
import { verb } from '../terminal/verb';
import { atDesk, orComplain } from './desk';

const Asked = z
  .object({ account: AccountNumber.optional(), invoice: InvoiceNumber.optional(), form: InvoiceForm })
  .refine(({ account, invoice }) => !account !== !invoice, 'give either an account or --invoice');

/** `tolem alseco invoices`: the invoices of an account by period, or one invoice by its number as it stands on paper. */
export function invoicesCommand(io: Io): Command {
  return new Command('invoices')
    .argument('[account]')
    .description('invoices of an account by period, or one by its number')
    .option('--invoice <number>', '12 digits; of the 13 on paper the last is dropped')
    .option('--form <form>', 'new, with-iin (the subscriber’s number) or last-vers', 'new')
    .action(
      verb(io, Asked, (session, asked) =>
        atDesk(session, async (desk, context) => {
          if (asked.account !== undefined) {
            const { found } = orComplain(session, await desk.invoicesOf(asked.account, asked.form, context));
            session.show(found, () => lines(session, found));
            return;
          }
          const one = orComplain(session, await desk.invoice(asked.invoice ?? '', asked.form, context));
          const note = one.droppedDigit ? `${DESK_TEXTS.droppedDigit[session.language]} ${one.number}.` : null;
          session.show({ ...one.found, droppedDigit: one.droppedDigit }, () => [...(note ? [note, ''] : []), ...lines(session, one.found)]);
        }),
      ),
    );
}

function lines(session: Session, found: ClerkInvoices): string[] {
  const state = isInvoiceState(found.state) ? `${found.state}: ${INVOICE_STATE_TEXTS[found.state][session.language]}` : found.state;
  return [
    ...fields([
      ['asked', found.asked],
      ['state', state],
      ['account', found.account],
      ['name', found.name],
      ['address', found.address],
      ['IIN', found.iin],
      ...found.parameters.map(({ name, value }) => [name, value] as const),
      ['pay all', found.invoices.length > 0 ? shownMoney(found.total) : null],
    ]),
    ...found.invoices.flatMap(invoiceLines),
  ];
}

function invoiceLines(invoice: ClerkInvoice): string[] {
  const dates = [invoice.formedDate && `formed ${invoice.formedDate}`, invoice.expireDate && `pay by ${invoice.expireDate.slice(0, 10)}`];
  return [
    '',
    [`${invoice.period || 'no period'}  invoice ${invoice.number}`, ...dates.filter(Boolean), `to pay ${shownMoney(invoice.total)}`].join(', '),
    ...table(
      [
        { title: 'service', right: true, keep: true },
        { title: 'name' },
        { title: 'to pay', right: true, keep: true },
        { title: 'paid', right: true, keep: true },
        { title: 'previous', right: true },
        { title: 'last', right: true },
        { title: 'debt' },
        { title: 'until' },
      ],
      invoice.services.map((service) => [
        service.id,
        service.name ?? '',
        service.fixSum === null ? '' : shownMoney(service.fixSum),
        service.paySum === null ? '' : shownMoney(service.paySum),
        service.prevCount ?? '',
        service.lastCount ?? '',
        service.debtInfo ?? '',
        service.expireInfo ?? '',
      ]),
    ),
  ];
}
