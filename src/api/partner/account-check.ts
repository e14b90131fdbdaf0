import { z } from 'zod';
import { AccountCheckAnswer } from '../../contracts/partner-api';
import { drawRequestId } from '../../contracts/request-id';
import { rate } from '../../domain/money';
import { isFailure, messageOf, SUCCESS } from '../../domain/status';
import { supplierState } from '../../registry/catalog/suppliers';
import { exchangeKeeper } from '../../registry/evidence/exchanges';
import type { AccountAnswer, AccountQuestion, CallContext, SupplierName } from '../../suppliers/supplier';
import { printJson } from '../../wire/json';
import { Slots } from '../../wire/slots';
import { dayIn } from '../../zone';
import type { Note } from '../note';
import type { Answering, Desk } from './ask';
import { accountOf, amountOf, currencyOf, requestDateOf, serviceOf, transactionOf } from './fields';
import { RequestRefused } from './refusal';
import { accountFits, outsideLimits, routeOf } from './route';

const UNKNOWN_TO_THE_TABLE = -300;

/** «Запрос проверки возможности транзакции»: the supplier is asked while the agent waits; nothing is stored, no TransactionID taken. */
export const accountCheck: Answering = async ({ agent, service: found, form, note }, desk) => {
  const transaction = transactionOf(form);
  serviceOf(form);
  const amount = amountOf(form);
  const currency = currencyOf(form, agent);
  requestDateOf(form, agent);
  const account = accountOf(form);
  const service = routeOf({ service: found, agent }, desk);
  if (!accountFits(service, account)) throw new RequestRefused(-100);
  // Vouchers and utility bills are checked with a placeholder of 100.
  const limits = service.kind === 'plain' ? outsideLimits(service, amount) : null;
  if (limits !== null) throw new RequestRefused(limits);

  const request = drawRequestId(dayIn(agent.contractZone, new Date().toISOString()));
  Object.assign(note, { request, account });
  const answer = await asked(desk, service.supplier, { service: service.id, kind: service.kind, account, amount, currency, request }, note);
  if (answer.kind === 'refused') throw new RequestRefused(isFailure(answer.code) ? answer.code : UNKNOWN_TO_THE_TABLE);
  if (answer.kind !== 'found') throw notNow(note, answer.reason);
  return printJson(
    z.encode(AccountCheckAnswer, {
      TransactinID: transaction,
      RequestID: request,
      ResponseType: 'AccountCheck',
      ResponseStatus: SUCCESS,
      Message: messageOf(SUCCESS),
      TransactionContent: {
        Service: service.id,
        account,
        Amount: amount,
        Currency: currency,
        ExchangeRate: rate(service.rate),
        ServiceCurrency: service.currency,
        ...(answer.extras.length > 0 ? { Extras: [...answer.extras] } : {}),
      },
    }),
  );
};

/** A stopped supplier is not asked, a slowed one by few at once. */
async function asked(desk: Desk, name: SupplierName, question: AccountQuestion, note: Note): Promise<AccountAnswer> {
  const supplier = desk.suppliers.get(name);
  if (!supplier) throw notNow(note, `no supplier ${name} is configured`);
  const state = await supplierState(desk.database, name);
  if (state?.state === 'stopped') throw notNow(note, `${name} is stopped: ${state.reason ?? 'no reason given'}`);
  const { accountCheckCallMs } = desk.ladders;
  if (state?.state !== 'slowed') return supplier.accountCheck(question, callContext(desk, name, accountCheckCallMs));
  // An agent's customer does not wait for a supplier in trouble: a few ask, and shortly.
  const release = await slowedPlaces.take(0);
  if (!release) throw notNow(note, `${name} is slowed: ${state.reason ?? 'no reason given'}`);
  return supplier.accountCheck(question, callContext(desk, name, accountCheckCallMs / SLOWED_LIMIT_PART)).finally(release);
}

const slowedPlaces = new Slots(2, 0);
const SLOWED_LIMIT_PART = 5;

/** Says "not now" by a request status, which condemns no account; a supplier's own request status is never passed on. */
function notNow(note: Note, why: string): RequestRefused {
  note.why = why;
  return new RequestRefused(-503, 'поставщик сейчас недоступен, повторите позже');
}

const callContext = ({ database, logger }: Desk, supplier: SupplierName, limitMs: number): CallContext => ({
  signal: AbortSignal.timeout(limitMs),
  keep: exchangeKeeper(database, supplier, null, logger),
});
