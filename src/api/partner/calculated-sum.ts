import { z } from 'zod';
import { CalculatedSumAnswer } from '../../contracts/partner-api';
import { divideHalfUp, isZero, rate } from '../../domain/money';
import { printJson } from '../../wire/json';
import type { Answering } from './ask';
import { accountOf, amountOf, currencyOf, serviceOf } from './fields';
import { RequestRefused } from './refusal';
import { accountFits, routeOf } from './route';

const PLACES = 9;

/** «Запрос калькуляции»: what to pay so that the receiver gets the wanted amount; takes no TransactionID, stores nothing. */
export const calculatedSum: Answering = async ({ agent, service: found, form }, desk) => {
  serviceOf(form);
  const wanted = amountOf(form);
  const currency = currencyOf(form, agent);
  const account = accountOf(form);
  const service = routeOf({ service: found, agent }, desk);
  if (!accountFits(service, account)) throw new RequestRefused(-100);
  if (isZero(wanted)) throw new RequestRefused(-200);
  const by = rate(service.rate);
  return printJson(
    z.encode(CalculatedSumAnswer, {
      ResponseType: 'CalculatedSum',
      Amount: divideHalfUp(wanted, by, PLACES),
      Service: service.id,
      Currency: currency,
      ExchangeRate: by,
      ExpectedAmount: wanted,
      ExpectedCurrency: service.currency,
    }),
  );
};
