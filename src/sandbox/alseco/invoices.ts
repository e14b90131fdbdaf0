import { add, money, twoPlaces, ZERO } from '../../domain/money';
import type { Account, Service } from './accounts';
import type { FormedInvoice } from './register';
import { type Group, groupOf, listOf, notProcessed, type Value } from './value';
import type { Handler, World } from './world';

/** GetInvoicesByAccounts… and GetInvoicesByInvoices…: `New` without IIN, `WithIIN`, `LastVers` with the name apart from the address. */
export type Form = 'New' | 'WithIIN' | 'LastVers';
const MAX_ASKED = 1000;

export const byAccounts =
  (form: Form): Handler =>
  (request, world) => {
    const asked = distinct(groupOf(request['accounts']), 'int');
    return { ResultAccountInvoicesOfInt32: asked.map((id) => resultOfAccount(id, form, world)) };
  };

export const byInvoices =
  (form: Form): Handler =>
  (request, world) => {
    const asked = distinct(groupOf(request['inputInvoices']), 'string');
    return { ResultAccountInvoicesOfString: asked.map((number) => resultOfInvoice(number, form, world)) };
  };

/** «Номера абонентов не должны повторяться.» */
function distinct(group: Group, name: string): readonly string[] {
  const asked = listOf(group, name).map(String);
  if (asked.length === 0) throw notProcessed(`список ${name} пуст`);
  if (asked.length > MAX_ASKED) throw notProcessed(`в списке ${name} больше ${MAX_ASKED} номеров`);
  const repeated = asked.find((one, at) => asked.indexOf(one) !== at);
  if (repeated !== undefined) throw notProcessed(`номера не должны повторяться: ${repeated}`);
  return asked;
}

function resultOfAccount(id: string, form: Form, world: World): Value {
  const account = world.register.account(id);
  if (!account) return { InputValue: id, State: 'AccountNotFound' };
  if (account.state === 'Deleted') return { InputValue: id, State: 'AccountIsDeleted' };
  if (account.state === 'Merged') return { InputValue: id, State: 'AccountIsMerged' };
  const invoices = world.register.invoicesOf(account);
  const formed = world.register.isFormed(account) && invoices.length > 0;
  const state = { InputValue: id, State: formed ? 'Success' : 'InvoicesNotFormed' };
  return invoices.length === 0 ? state : { ...state, AccountInvoices: accountInvoices(account, invoices, form, world) };
}

function resultOfInvoice(number: string, form: Form, world: World): Value {
  const found = world.register.invoice(number);
  if (!found) return { InputValue: number, State: 'InvoiceNotFound' };
  return { InputValue: number, State: 'Success', AccountInvoices: accountInvoices(found.account, [found.invoice], form, world) };
}

function accountInvoices(account: Account, invoices: readonly FormedInvoice[], form: Form, world: World): Value {
  return {
    ...(form === 'New' ? {} : { IIN: account.iin }),
    AccountId: account.id,
    ...(form === 'LastVers' ? { AccountName: account.name } : {}),
    AccountAddress: account.address,
    Invoices: { Invoice: invoices.map((invoice) => printedInvoice(invoice, world)) },
    CalculationParameters: {
      CalculationParameter: [
        { ParameterId: '1', ParameterName: 'Количество проживающих', ParameterValue: `${account.people}.000000` },
        { ParameterId: '2', ParameterName: 'Отапливаемая площадь', ParameterValue: account.square },
      ],
    },
  };
}

const printedInvoice = ({ number, period, seed }: FormedInvoice, world: World): Value => ({
  InvoceId: number,
  FormedDate: `${period}-10T11:49:00`,
  ExpireDate: `${period}-28T00:00:00`,
  InvoiceParameters: { InvoiceParameter: seed.services.map((service) => parameter(service, number, world)) },
});

function parameter(service: Service, number: string, world: World): Value {
  const paid = add(world.book.paid(number, service.id), service.paidElsewhere ? money(service.paidElsewhere) : ZERO);
  return {
    ServiceId: service.id,
    ServiceName: service.name,
    IsCounterService: service.isCounter ? 'true' : 'false',
    Measure: service.measure,
    Tariff: service.tariff,
    ExpireDateInfo: service.expireInfo,
    AvgPaySum: service.avgPaySum,
    AvgCount: service.avgCount,
    LastCount: service.last,
    PrevCount: service.prev,
    FixCount: service.fixCount,
    FixSum: service.fixSum,
    DebtInfo: service.debtInfo,
    PaySum: paid === ZERO ? undefined : twoPlaces(paid),
  };
}
