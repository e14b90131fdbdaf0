import { isIP } from 'node:net';
import { z } from 'zod';
import { SUPPLIER_NAMES } from '../../contracts/supply';
import { day } from '../../domain/day';
import { agentId, serviceId, transactionId } from '../../domain/ids';
import { agentAmount, isZero, type Money, money, rate } from '../../domain/money';

/** The shapes of what is typed: each answers a bad value with one sentence (exit code 2). */
const read = <T>(parse: (text: string) => T | null, sentence: string) =>
  z.string().transform((text, context): T => {
    const value = attempt(parse, text);
    if (value !== null) return value;
    context.addIssue({ code: 'custom', message: sentence });
    return z.NEVER;
  });

function attempt<T>(parse: (text: string) => T | null, text: string): T | null {
  try {
    return parse(text);
  } catch (error) {
    if (error instanceof RangeError) return null;
    throw error;
  }
}

export const AgentNumber = read(agentId, 'an agent is a number of at most 9 digits, such as 144');
export const TransactionNumber = read(transactionId, 'a TransactionID is a number of 1 to 18 digits');
export const ServiceNumber = read(serviceId, 'a service is a number of at most 9 digits, such as 815');
export const DecisionNumber = z.string().regex(/^[1-9]\d{0,17}$/, 'a decision is a number');
/** As agents send it, and above zero. */
export const Amount = read((text) => positive(agentAmount(text)), 'an amount is a decimal above zero with at most two places, such as 1000.00');
export const Limit = read(agentAmount, 'an amount is a decimal with at most two places, such as 1000.00');
export const Percent = read((text) => (/^\d{1,3}(\.\d{1,6})?$/.test(text) ? money(text) : null), 'a percentage is a decimal such as 0.5');
export const ExchangeRate = read(
  (text) => (/^\d{1,12}(\.\d{1,15})?$/.test(text) ? rate(text) : null),
  'a rate is a decimal above zero with at most 15 places',
);
export const DayArgument = read(day, 'a day is YYYY-MM-DD');
export const Zone = read((text) => (isZone(text) ? text : null), 'not an IANA time zone: take one such as Asia/Almaty');
export const Currency = z.enum(['KZT', 'USD', 'RUB'], { error: 'a currency is KZT, USD or RUB' });
export const SupplierArgument = z.enum(SUPPLIER_NAMES, { error: `a supplier is ${SUPPLIER_NAMES.join(' or ')}` });
export const Code = z
  .string()
  .regex(/^-?\d{1,3}$/, 'a status is a number of the code table, such as 10 or -115')
  .transform((text) => Number.parseInt(text, 10));
export const Name = z.string().trim().min(1, 'a name must not be empty').max(200, 'a name has at most 200 characters');
export const Reason = z.string().trim().min(3, 'a reason of at least three characters is needed').max(500, 'a reason has at most 500 characters');
export const Rows = z
  .string()
  .regex(/^[1-9]\d{0,3}$/, 'a number of rows from 1 to 1000')
  .transform((text) => Number.parseInt(text, 10))
  .refine((rows) => rows <= 1_000, 'a number of rows from 1 to 1000');
export const StaffName = z.string().regex(/^[a-z0-9][a-z0-9._-]{0,63}$/, 'a staff name is small letters, digits, ".", "_" and "-"');
/** An address or a network, as PostgreSQL's inet reads it. */
export const Address = read((text) => (isNetwork(text) ? text : null), 'an address is such as 203.0.113.7, 203.0.113.0/24 or 2001:db8::/32');

const positive = (amount: Money | null): Money | null => (amount === null || isZero(amount) ? null : amount);

function isNetwork(text: string): boolean {
  const [address = '', prefix, ...rest] = text.split('/');
  const family = isIP(address);
  if (family === 0 || rest.length > 0) return false;
  return prefix === undefined || (/^\d{1,3}$/.test(prefix) && Number.parseInt(prefix, 10) <= (family === 4 ? 32 : 128));
}

function isZone(name: string): boolean {
  try {
    return /^([A-Za-z_]+\/[A-Za-z_/+-]+|UTC)$/.test(name) && new Intl.DateTimeFormat('en', { timeZone: name }) !== undefined;
  } catch {
    return false;
  }
}
