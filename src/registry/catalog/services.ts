import type { ServiceKind, SupplierName } from '../../contracts/supply';
import type { ServiceId } from '../../domain/ids';
import type { Money, Rate } from '../../domain/money';
import type { Queryable } from '../database';

/** A service and where it goes: the route is the supplier's name. */
export interface Service {
  readonly id: ServiceId;
  readonly name: string;
  readonly kind: ServiceKind;
  /** Null: no route (−501). */
  readonly supplier: SupplierName | null;
  /** What the receiver gets (`ServiceCurrency`). */
  readonly currency: string;
  /** JavaScript regular expression over the whole account. */
  readonly accountPattern: string;
  readonly testAccount: string;
  readonly minAmount: Money;
  readonly maxAmount: Money;
  /** `Rate` of GetSettingServices: the agent's remuneration in percent of Amount. */
  readonly remuneration: Money;
  readonly topCommission: Money;
  readonly contractCurrencies: readonly string[];
  readonly pausedReason: string | null;
}

const EXPRESSIONS: Readonly<Record<keyof Service, string>> = {
  id: 's.id::text',
  name: 's.name',
  kind: 's.kind',
  supplier: 's.supplier',
  currency: 's.currency',
  accountPattern: 's.account_pattern',
  testAccount: 's.test_account',
  minAmount: 's.min_amount::text',
  maxAmount: 's.max_amount::text',
  remuneration: 's.remuneration::text',
  topCommission: 's.top_commission::text',
  contractCurrencies: 's.contract_currencies',
  pausedReason: 's.paused_reason',
};
const COLUMNS = Object.entries(EXPRESSIONS)
  .map(([name, expression]) => `${expression} AS "${name}"`)
  .join(', ');

/** A service with the rate in force from the contract's currency; rate null: none (−502). */
export type RatedService = Service & { readonly rate: Rate | null };

const rateFrom = (currency: string): string => `(SELECT r.rate::text FROM rates r WHERE r.service_id = s.id AND r.from_currency = ${currency}
  AND r.to_currency = s.currency AND r.source = 'own' AND r.valid_from <= now() ORDER BY r.valid_from DESC, r.id DESC LIMIT 1)`;

/** A RatedService in one column, `s` being the service; `currency`: the SQL of the contract's currency. Numbers are text, so exact. */
export function ratedServiceJson(currency: string): string {
  const fields = Object.entries(EXPRESSIONS).map(([name, expression]) => `'${name}', ${expression}`);
  return `json_build_object(${fields.join(', ')}, 'rate', ${rateFrom(currency)})`;
}

export async function findService(database: Queryable, id: ServiceId, from: string): Promise<RatedService | null> {
  const { rows } = await database.query<RatedService>(`SELECT ${COLUMNS}, ${rateFrom('$1')} AS rate FROM services s WHERE s.id = $2`, [from, id]);
  return rows[0] ?? null;
}

/** What an agent of that currency may use, for GetSettingServices. */
export async function offeredServices(database: Queryable, currency: string): Promise<Service[]> {
  const { rows } = await database.query<Service>(
    `SELECT ${COLUMNS} FROM services s WHERE s.supplier IS NOT NULL AND s.paused_reason IS NULL AND $1 = ANY (s.contract_currencies) ORDER BY s.id LIMIT 10000`,
    [currency],
  );
  return rows;
}

export async function listServices(database: Queryable): Promise<Service[]> {
  const { rows } = await database.query<Service>(`SELECT ${COLUMNS} FROM services s ORDER BY s.id LIMIT 10000`);
  return rows;
}

export type NewService = Omit<Service, 'pausedReason'>;

/** Adds a service or changes it in every column given. */
export async function putService(tx: Queryable, service: NewService): Promise<void> {
  await tx.query(
    `INSERT INTO services (id, name, kind, supplier, currency, account_pattern, test_account, min_amount, max_amount, remuneration, top_commission, contract_currencies)
     VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12)
     ON CONFLICT (id) DO UPDATE SET name = excluded.name, kind = excluded.kind, supplier = excluded.supplier, currency = excluded.currency,
       account_pattern = excluded.account_pattern, test_account = excluded.test_account, min_amount = excluded.min_amount, max_amount = excluded.max_amount,
       remuneration = excluded.remuneration, top_commission = excluded.top_commission, contract_currencies = excluded.contract_currencies`,
    [
      service.id,
      service.name,
      service.kind,
      service.supplier,
      service.currency,
      service.accountPattern,
      service.testAccount,
      service.minAmount,
      service.maxAmount,
      service.remuneration,
      service.topCommission,
      service.contractCurrencies,
    ],
  );
}

export async function pauseService(tx: Queryable, id: ServiceId, reason: string | null): Promise<boolean> {
  return (await tx.query('UPDATE services SET paused_reason = $2 WHERE id = $1', [id, reason])).rowCount === 1;
}

export interface RateRow {
  readonly service: ServiceId;
  readonly from: string;
  readonly to: string;
  readonly rate: Rate;
  readonly source: 'own' | 'upstream';
  /** ISO instant. */
  readonly validFrom: string;
}

export async function addRate(tx: Queryable, row: Omit<RateRow, 'validFrom'> & { readonly validFrom: string | null }): Promise<void> {
  await tx.query(
    'INSERT INTO rates (service_id, from_currency, to_currency, rate, source, valid_from) VALUES ($1, $2, $3, $4, $5, coalesce($6::timestamptz, now()))',
    [row.service, row.from, row.to, row.rate, row.source, row.validFrom],
  );
}

/** Newest first, at most `limit` rows. */
export async function listRates(database: Queryable, service: ServiceId | null, limit: number): Promise<RateRow[]> {
  const { rows } = await database.query<RateRow>(
    `SELECT service_id AS service, from_currency AS from, to_currency AS to, rate, source, valid_from AS "validFrom" FROM rates
     WHERE $1::bigint IS NULL OR service_id = $1 ORDER BY valid_from DESC, id DESC LIMIT $2`,
    [service, limit],
  );
  return rows;
}
