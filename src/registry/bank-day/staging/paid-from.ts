import type { Day } from '../../../domain/day';
import type { Queryable } from '../../database';

/** The least day of payment, in the supplier's zone, among our documents that it booked on that day; the day itself where there are none. */
export async function paidFrom(database: Queryable, supplier: string, zone: string, day: Day): Promise<Day> {
  const { rows } = await database.query<{ from: Day }>(
    `SELECT least($3::date, min((p.created_at AT TIME ZONE $2)::date)) AS from FROM documents d JOIN payments p ON p.id = d.payment_id
     WHERE d.state = 'taken' AND d.booked_day = $3 AND p.supplier = $1`,
    [supplier, zone, day],
  );
  return rows[0]?.from ?? day;
}
