import { randomBytes } from 'node:crypto';
import { z } from 'zod';
import { PaymentAnswer } from '../../../contracts/partner-api';
import { transactionId } from '../../../domain/ids';
import { compare, convert } from '../../../domain/money';
import { messageOf } from '../../../domain/status';
import { printJson } from '../../../wire/json';
import { fateOf } from '../accounts';
import { MAX_PAYMENTS } from '../book';
import { endMs, type Payment, statusAt } from '../payments';
import { refusal } from '../refusal';
import { limitRefusal, priceRefusal, type Service } from '../services';
import type { Handler } from '../world';
import { type Order, readOrder } from './order';

/** A number known before meets its payment, whatever else the form holds; else the payment is booked (also one that fails at once). */
export const payment: Handler = (form, agent, world) => {
  const transaction = transactionId(form.TransactionID ?? '');
  const earlier = transaction && world.book.settings.deduplicate ? world.book.find(agent.id, transaction) : undefined;
  if (earlier) {
    earlier.received++;
    return answer(earlier);
  }
  const order = readOrder(form, world.book.prices);
  if (typeof order === 'number') return refusal(form, order, world.requestId());
  const { service, account, amount } = order;
  const fate = fateOf(account);
  const refused = fate.refusedAtOnce ?? limitRefusal(service, amount) ?? priceRefusal(service, amount, form.InvoiceId);
  if (refused === null && compare(world.book.balance(agent.id, Date.now()), amount) < 0) return refusal(form, -2, world.requestId());
  if (world.book.all().length >= MAX_PAYMENTS) return refusal(form, -503, world.requestId());

  const { offsetMs: shiftMs } = world.clock;
  const createdMs = Date.now() + shiftMs;
  const { stepMs } = world.book.settings;
  const end = refused !== null ? { code: refused, atMs: createdMs } : fate.stuck ? null : { code: fate.finalCode, atMs: endMs(createdMs, stepMs) };
  const booked: Payment = {
    ...facts(order, service),
    agent: agent.id,
    requestId: world.book.nextRequestId(),
    invoiceId: form.InvoiceId ?? null,
    createdMs,
    shiftMs,
    stepMs,
    refusedAtOnce: refused !== null,
    end,
    code: service.kind === 'plain' ? null : voucherCode(),
    mailedMs: null,
    calledBackMs: null,
    received: 1,
  };
  world.book.add(booked);
  world.booked(booked);
  return answer(booked);
};

function facts(order: Order, service: Service) {
  const { transaction, account, amount, currency, requestDate } = order;
  return {
    transaction,
    service: service.id,
    account,
    amount,
    currency,
    rate: service.paymentRate,
    serviceCurrency: service.serviceCurrency,
    requestDate,
  };
}

function answer(of: Payment): string {
  const status = statusAt(of, Date.now());
  return printJson(
    z.encode(PaymentAnswer, {
      RequestID: of.requestId,
      ResponseType: 'Payment',
      TransactinID: of.transaction,
      ResponseStatus: status,
      Message: messageOf(status),
      TransactionContent: {
        Service: of.service,
        account: of.account,
        Amount: of.amount,
        Currency: of.currency,
        ExchangeRate: of.rate,
        ServiceCurrency: of.serviceCurrency,
        AmountOnClient: convert(of.amount, of.rate),
        Extras: of.invoiceId === null ? null : { InvoiceId: of.invoiceId },
      },
    }),
  );
}

/** `3F9A-04C1-77BE-D210`. */
const voucherCode = (): string => (randomBytes(8).toString('hex').toUpperCase().match(/.{4}/g) ?? []).join('-');
