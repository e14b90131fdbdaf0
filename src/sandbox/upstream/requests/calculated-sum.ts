import { z } from 'zod';
import { CalculatedSumAnswer } from '../../../contracts/partner-api';
import { agentAmount, divideHalfUp } from '../../../domain/money';
import { printJson } from '../../../wire/json';
import { fateOf } from '../accounts';
import { refusal } from '../refusal';
import { CONTRACT_CURRENCY } from '../services';
import type { Handler } from '../world';

const PLACES = 9;

/** Wanted / rate to 9 places, half up. */
export const calculatedSum: Handler = (form, _agent, world) => {
  const wanted = agentAmount(form.Amount ?? '');
  if (!wanted || !form.Account || !/^\d{1,9}$/.test(form.Service ?? '') || form.Currency !== CONTRACT_CURRENCY)
    return refusal(form, -500, world.requestId());
  const service = world.book.prices.get(form.Service ?? '');
  if (!service) return refusal(form, -501, world.requestId());
  const refused = fateOf(form.Account).refusedAtOnce;
  if (refused !== null) return refusal(form, refused, world.requestId());
  return printJson(
    z.encode(CalculatedSumAnswer, {
      ResponseType: 'CalculatedSum',
      Amount: divideHalfUp(wanted, service.paymentRate, PLACES),
      Service: service.id,
      Currency: form.Currency,
      ExchangeRate: service.paymentRate,
      ExpectedAmount: wanted,
      ExpectedCurrency: service.serviceCurrency,
    }),
  );
};
