import { money, sum, twoPlaces } from '../../domain/money';
import type { Booking } from './bookings';
import type { FormedInvoice } from './register';
import { type Group, groupOf, listOf, notProcessed, textOf } from './value';
import type { Handler, World } from './world';

const MAX_DOCUMENTS = 500;

interface Document {
  readonly account: string;
  readonly invoice: string;
  readonly paymentDate: string;
  readonly sysRef: string;
  readonly services: ReadonlyArray<{ readonly id: string; readonly sum: ReturnType<typeof money> }>;
}

/**
 * Pay and PayD: every document gets its State; whoever repeats one is booked again. The form of all documents is looked at before
 * the first is booked.
 */
export const pay =
  (row: 'ResultPaymentInvoice' | 'ResultPaymentInvoiceD'): Handler =>
  (request, world) => {
    const documents = listOf(groupOf(request['paymentDocuments']), 'PaymentDocument').map((one) => documentOf(groupOf(one)));
    if (documents.length === 0) throw notProcessed('список платежных документов пуст');
    if (documents.length > MAX_DOCUMENTS) throw notProcessed(`больше ${MAX_DOCUMENTS} платежных документов`);
    const judged = documents.map((document) => ({ document, state: stateOf(document, world) }));
    const results = judged.map(({ document, state }) => {
      const booking = state === 'Success' ? world.book.book({ ...document, sum: sum(document.services.map((service) => service.sum)) }) : null;
      return {
        State: state,
        InvoiceId: document.invoice,
        PaymentId: booking?.paymentId ?? '-1',
        ...(row === 'ResultPaymentInvoiceD' && booking ? { PayResDate: booking.receivedAt } : {}),
      };
    });
    return { [row]: results };
  };

function documentOf(group: Group): Document {
  const parameters = listOf(groupOf(group['PaymentParameters']), 'PaymentParameter').map(groupOf);
  return {
    account: textOf(group, 'AccountId'),
    invoice: textOf(group, 'InvoiceId'),
    paymentDate: textOf(group, 'PaymentDate'),
    sysRef: sysRefOf(group),
    services: parameters.map((parameter) => ({ id: textOf(parameter, 'ServiceId'), sum: money(textOf(parameter, 'PaySum')) })),
  };
}

function sysRefOf(group: Group): string {
  const sysRef = textOf(group, 'SysRef');
  if (sysRef === '' || sysRef.length > 50) throw notProcessed('SysRef: varchar(50), не пустой');
  return sysRef;
}

function stateOf(document: Document, world: World): string {
  const account = world.register.account(document.account);
  if (!account) return 'AccountNotFound';
  if (account.state === 'Deleted') return 'AccountIsDeleted';
  if (account.state === 'Merged') return 'AccountIsMerged';
  const found = world.register.invoice(document.invoice);
  if (found?.account.id !== document.account || found.invoice.seed.refused) return 'InvoiceNotFound';
  refuseOtherServices(document, found.invoice);
  return 'Success';
}

/** «Список оплачиваемых услуг должен быть такой же, как и в запрошенном электронном счете.» */
function refuseOtherServices(document: Document, invoice: FormedInvoice): void {
  const wanted = invoice.seed.services.map((service) => service.id).join(', ');
  const given = document.services.map((service) => service.id).join(', ');
  if (given !== wanted) throw notProcessed(`услуги счета ${invoice.number}: ${wanted}; в платежном документе: ${given}`);
  if (document.services.some((service) => service.sum.startsWith('-'))) throw notProcessed(`отрицательная сумма в документе ${document.sysRef}`);
}

export const rollbackPayments: Handler = (request, world) => ({
  ResultRollbackPaymentOfInt32: listOf(groupOf(request['paymentIds']), 'int').map((id) => ({
    PaymentId: String(id),
    Result: world.book.rollBack(world.book.bookings.find(String(id))),
  })),
});

export const rollbackBySysRef: Handler = (request, world) => ({
  ResultRollbackPaymentOfString: listOf(groupOf(request['sysRefs']), 'string').map((sysRef) => {
    const answers = [
      ...world.book.bookings.standing(
        (booking) => booking.sysRef === sysRef,
        () => false,
      ),
    ].map((booking) => world.book.rollBack(booking));
    return { PaymentId: String(sysRef), Result: answers.find((answer) => answer !== 'Success') ?? answers[0] ?? 'PaymentNotFound' };
  }),
});

export const notMovedRow = (booking: Booking): Group => ({
  InvoicePaymentId: booking.paymentId,
  InvoiceId: booking.invoice,
  AccountId: booking.account,
  SysRef: booking.sysRef,
  PaymentDate: booking.paymentDate,
  PaySum: twoPlaces(booking.sum),
  PaymentReceiveDate: `${booking.receivedAt.slice(0, 10)}T00:00:00`,
});

export const payItem = (booking: Booking): Group => ({
  InvoicePaymentId: booking.paymentId,
  AccountId: booking.account,
  InvoiceId: booking.invoice,
  PaymentReceiveDate: `${booking.receivedAt.slice(0, 10)}T00:00:00`,
  SysRef: booking.sysRef,
  PaySum: twoPlaces(booking.sum),
});

export const bankPayInfo = (booking: Booking): Group => ({
  AccountId: booking.account,
  InvoiceId: booking.invoice,
  PaymentId: booking.paymentId,
  SysRef: booking.sysRef,
  PaySum: twoPlaces(booking.sum),
  PayDate: `${booking.paymentDate.slice(0, 10)}T00:00:00`,
});
