import { z } from 'zod';
import type { Month } from '../../domain/day';
import type { Book } from './book';
import { FaultOrder, type Faults, ODD_ROLLBACKS } from './faults';

export interface Controlled {
  readonly book: Book;
  readonly faults: Faults;
  readonly counts: Map<string, number>;
}

export interface ControlAnswer {
  readonly status: number;
  readonly body: unknown;
}

const Period = z.strictObject({
  period: z
    .string()
    .regex(/^\d{4}-(0[1-9]|1[0-2])$/)
    .nullable(),
  /** Bills of the period are formed account by account, over /control/form. */
  slowly: z.boolean().default(false),
});
const Clock = z.strictObject({ offsetMs: z.number().int().min(-3_200_000_000_000).max(3_200_000_000_000) });
const Cleared = FaultOrder.pick({ operation: true, fault: true }).partial();
const Rollbacks = z.strictObject({ next: z.array(z.enum(ODD_ROLLBACKS)).max(1_000) });
const Form = z.strictObject({ account: z.string().regex(/^\d{1,10}$/) });

/** `/control/...`: what a test, the demo or an integrator turns on this sandbox. Not part of Alseco. */
export async function control(method: string, path: string, body: string, { book, faults, counts }: Controlled): Promise<ControlAnswer> {
  const read = <S extends z.ZodType>(schema: S): z.output<S> => schema.parse(JSON.parse(body));
  switch (`${method} ${path}`) {
    case 'GET /control/book':
      return { status: 200, body: book.bookings };
    case 'GET /control/counts':
      return { status: 200, body: Object.fromEntries(counts) };
    case 'GET /control/faults':
      return { status: 200, body: faults.list() };
    case 'POST /control/faults':
      faults.add(read(FaultOrder));
      return { status: 200, body: faults.list() };
    case 'DELETE /control/faults':
      faults.clear(body.trim() === '' ? {} : read(Cleared));
      return { status: 200, body: faults.list() };
    case 'POST /control/period': {
      const { period, slowly } = read(Period);
      await book.turn(period as Month | null, slowly);
      return { status: 200, body: { period: book.period(), slowly } };
    }
    case 'POST /control/clock':
      book.clock.offsetMs = read(Clock).offsetMs;
      return { status: 200, body: { now: book.clock.now().toISO() } };
    case 'POST /control/form':
      await book.form(read(Form).account);
      return { status: 200, body: { formed: [...book.formed] } };
    case 'POST /control/rollbacks':
      book.odd.splice(0, book.odd.length, ...read(Rollbacks).next);
      return { status: 200, body: { next: book.odd } };
    case 'POST /control/reset':
      await book.reset();
      faults.clear();
      counts.clear();
      book.clock.offsetMs = 0;
      return { status: 200, body: { reset: true } };
    default:
      return { status: 404, body: { message: `no ${method} ${path}` } };
  }
}
