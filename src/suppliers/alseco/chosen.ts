import { type ChosenService, PAY_ALL, Services } from '../../contracts/partner-api';
import { compare, isNegative, isZero, type Money, sum } from '../../domain/money';
import { parseJson } from '../../wire/json';
import type { Refused, Unknown } from '../supplier';
import { owed, payAllTotal } from './account-check';
import type { Invoice } from './invoices';

/** Money and, where the agent read the meter, the reading for one service of one invoice. */
export interface ChosenShare {
  readonly amount: Money;
  readonly lastCount: Money | null;
}
/** Per invoice (by its place in the answer): shares by the place of the service. */
export type Shares = ReadonlyMap<number, ReadonlyMap<number, ChosenShare>>;

type Chosen = { readonly kind: 'shares'; readonly shares: Shares } | Refused | Unknown;

const refused = (code: number, text: string): Refused => ({ kind: 'refused', code, text });

/** Which service of which invoice gets what. `services` is the agent's own JSON. */
export function chosenShares(services: string | null, amount: Money, invoices: readonly Invoice[]): Chosen {
  const lines = readServices(services);
  if (!lines) return refused(-200, 'Services: нет списка услуг');
  if (lines.some((line) => isNegative(line.amount))) return refused(-203, 'Services: отрицательная сумма');
  if (lines.some((line) => /\.\d{3,}$/.test(line.amount))) return refused(-200, 'Services: больше двух знаков после точки');
  if (new Set(lines.map((line) => line.id)).size < lines.length) return refused(-203, 'Services: услуга названа дважды');
  if (compare(sum(lines.map((line) => line.amount)), amount) !== 0) return refused(-200, 'Services: сумма услуг не равна Amount');
  return lines.some((line) => line.id === PAY_ALL) ? everything(lines, amount, invoices) : named(lines, invoices);
}

function readServices(services: string | null): readonly ChosenService[] | null {
  if (services === null) return null;
  try {
    const read = Services.safeDecode(parseJson(services) as Parameters<typeof Services.safeDecode>[0]);
    return read.success ? read.data.services : null;
  } catch {
    return null;
  }
}

function everything(lines: readonly ChosenService[], amount: Money, invoices: readonly Invoice[]): Chosen {
  if (lines.length > 1) return refused(-200, 'Services: 999 оплачивается отдельно');
  if (compare(payAllTotal(invoices), amount) !== 0) {
    const known = invoices.every((invoice) => invoice.services.every(({ fixSum }) => fixSum !== null));
    return known ? refused(-200, 'Services: сумма 999 не равна итогу счетов') : { kind: 'unknown', reason: 'a service without its FixSum' };
  }
  const shares = invoices.map((invoice, at): [number, Map<number, ChosenShare>] => [
    at,
    new Map(invoice.services.map((service, place) => [place, { amount: owed(service), lastCount: null }])),
  ]);
  return { kind: 'shares', shares: new Map(shares.filter(([, share]) => [...share.values()].some(({ amount: paid }) => !isZero(paid)))) };
}

function named(lines: readonly ChosenService[], invoices: readonly Invoice[]): Chosen {
  const shares = new Map<number, Map<number, ChosenShare>>();
  for (const line of lines) {
    const place = newest(line.id, invoices);
    if (!place) return refused(-203, `Services: услуги ${line.id} нет в счёте`);
    const service = invoices[place.invoice]?.services[place.service];
    if (line.lastCount !== undefined && !readingFits(line.lastCount, service?.prevCount ?? null)) {
      if (service?.isCounter && service.prevCount === null) return { kind: 'unknown', reason: `service ${line.id} has a meter and no PrevCount` };
      return refused(-203, `Services: показание услуги ${line.id} меньше предыдущего или у неё нет счётчика`);
    }
    const share = shares.get(place.invoice) ?? new Map<number, ChosenShare>();
    share.set(place.service, { amount: line.amount, lastCount: line.lastCount ?? null });
    shares.set(place.invoice, share);
  }
  const paid = [...shares].filter(([, share]) => [...share.values()].some(({ amount }) => !isZero(amount)));
  return paid.length > 0 ? { kind: 'shares', shares: new Map(paid) } : refused(-200, 'Services: платить нечего');
}

const readingFits = (reading: Money, previous: Money | null): boolean => previous !== null && compare(reading, previous) >= 0;

/** A service on two invoices is paid on the newer one; the period is the first four digits of its number. */
function newest(id: string, invoices: readonly Invoice[]): { invoice: number; service: number } | null {
  let found: { invoice: number; service: number; period: string } | null = null;
  for (const [invoice, { id: number, services }] of invoices.entries()) {
    const service = services.findIndex((one) => one.id === id);
    const period = number.slice(0, 4);
    if (service >= 0 && (!found || period > found.period)) found = { invoice, service, period };
  }
  return found;
}
