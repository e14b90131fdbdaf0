import { compare, isZero, type Money, type Rate } from '../../domain/money';
import type { Service } from '../../registry/catalog/services';
import type { SupplierName } from '../../suppliers/supplier';
import type { Ask, Desk } from './ask';
import { RequestRefused } from './refusal';

/** A service that this agent may use now, with its supplier and the rate in force. */
export interface Routed extends Service {
  readonly supplier: SupplierName;
  readonly rate: Rate;
}

/**
 * Throws −501 where there is no such service, no route, a pause or another currency's contract: the service's, or ours at its
 * supplier; −502 without a rate.
 */
export function routeOf({ service, agent }: Pick<Ask, 'service' | 'agent'>, { suppliers }: Pick<Desk, 'suppliers'>): Routed {
  if (!service?.supplier || !isOffered(service, agent.currency, suppliers)) throw new RequestRefused(-501);
  if (service.pausedReason !== null) throw new RequestRefused(-501, 'сервис приостановлен');
  if (service.rate === null) throw new RequestRefused(-502);
  return { ...service, supplier: service.supplier, rate: service.rate };
}

/** Whether contracts of that currency are served: by the service, and by our own contract with its supplier. */
export function isOffered(service: Service, currency: string, suppliers: Desk['suppliers']): boolean {
  const supplier = service.supplier === null ? undefined : suppliers.get(service.supplier);
  return service.contractCurrencies.includes(currency) && (supplier === undefined || supplier.currency === currency);
}

export const MAX_ACCOUNT = 200;
const MAX_PATTERNS = 1_000;
const patterns = new Map<string, RegExp>();

/** Over 200 characters, or against the service's expression, which speaks of the whole account. */
export function accountFits(service: Pick<Service, 'accountPattern'>, account: string): boolean {
  return [...account].length <= MAX_ACCOUNT && expression(service.accountPattern).test(account);
}

function expression(pattern: string): RegExp {
  const known = patterns.get(pattern);
  if (known) return known;
  if (patterns.size >= MAX_PATTERNS) patterns.clear();
  const made = new RegExp(`^(?:${pattern})$`, 'u');
  patterns.set(pattern, made);
  return made;
}

/** −200, −201 or −202 by the service's limits, which include both ends; null where the amount is within. */
export function outsideLimits(service: Pick<Service, 'minAmount' | 'maxAmount'>, amount: Money): -200 | -201 | -202 | null {
  if (isZero(amount)) return -200;
  if (compare(amount, service.minAmount) < 0) return -201;
  return compare(amount, service.maxAmount) > 0 ? -202 : null;
}
