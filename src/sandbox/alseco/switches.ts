import { z } from 'zod';
import type { Month } from '../../domain/day';
import type { Switches } from '../control';
import { type Book, ODD_ROLLBACKS } from './book';

const Period = z.strictObject({
  period: z
    .string()
    .regex(/^\d{4}-(0[1-9]|1[0-2])$/)
    .nullable(),
  /** Bills of the period are formed account by account, over /control/form. */
  slowly: z.boolean().default(false),
});
const Rollbacks = z.strictObject({ next: z.array(z.enum(ODD_ROLLBACKS)).max(1_000) });
const Form = z.strictObject({ account: z.string().regex(/^\d{1,10}$/) });

/** What only this sandbox lets be switched. None of it is Alseco's. */
export function switches(on: Switches, book: Book): void {
  on.get('book', z.object({}), () => book.bookings);
  on.post('period', Period, ({ period, slowly }) => {
    book.turn(period as Month | null, slowly);
    return { period: book.period(), slowly };
  });
  on.post('form', Form, ({ account }) => {
    book.form(account);
    return { formed: [...book.formed] };
  });
  on.post('rollbacks', Rollbacks, ({ next }) => {
    book.odd.splice(0, book.odd.length, ...next);
    return { next };
  });
}
