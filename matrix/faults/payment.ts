import type { Cell } from './cell';
import type { Lead, Way } from './way';

/** One payment of a cell. */
export interface Asked {
  readonly cell: Cell;
  readonly lead: Lead | null;
  readonly transaction: string;
  /** Nobody else’s, so that a fault can be aimed at it. */
  readonly account: string;
  readonly fields: Readonly<Record<string, string>>;
}

const FIRST_BILL = 5_000_000;
const FIRST_BILL_REFUSED = 5_005_000;
const PAYMENTS = 5_000;

/** Payments of a run: each with a number and an account of its own. */
export class Numbers {
  private drawn = 0;

  asked(cell: Cell): Asked[] {
    return cell.way.leads[cell.times].map((lead) => {
      const at = this.drawn++;
      if (at >= PAYMENTS) throw new Error(`more than ${PAYMENTS} payments in one run`);
      const account = accountOf(cell.way, at);
      return { cell, lead, transaction: String(900_000_000_001 + at), account, fields: fieldsOf(cell.way, account) };
    });
  }
}

function accountOf({ pays }: Way, at: number): string {
  if (pays === 'bill') return String(FIRST_BILL + at);
  return pays === 'bill of which a part is refused' ? String(FIRST_BILL_REFUSED + at) : `fault${String(at).padStart(5, '0')}`;
}

function fieldsOf({ pays }: Way, account: string): Record<string, string> {
  const bill = (services: Array<{ id: number; amount: string }>, amount: string) => ({
    Service: '815',
    Account: account,
    Amount: amount,
    Services: JSON.stringify({ services }),
  });
  switch (pays) {
    case 'bill':
      return bill([{ id: 12, amount: '510.18' }], '510.18');
    case 'bill of which a part is refused':
      return bill(
        [
          { id: 12, amount: '500.00' },
          { id: 11, amount: '20.50' },
        ],
        '520.50',
      );
    case 'top-up':
      return { Service: '7', Account: account, Amount: '100.50' };
    case 'voucher':
      return { Service: '1549', Account: account, Amount: '5333.45', SendType: 'api' };
  }
}
