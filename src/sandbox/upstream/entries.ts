import type { Money } from '../../domain/money';
import type { Shown } from '../shown';
import type { Generated } from './generated';
import type { Payment } from './payments';
import type { Service } from './services';

export interface Agent {
  readonly id: string;
  readonly password: string;
  readonly deposit: Money;
}

export interface Settings {
  /** How long a payment stays in each of 1, 2, 3 and 9. */
  readonly stepMs: number;
  /** Whether a repeated TransactionID meets the earlier payment, as documented. */
  readonly deduplicate: boolean;
  readonly callbackUrl: string | null;
}

export interface Register {
  readonly agent: string;
  readonly kind: 'payments' | 'total';
  readonly atMs: number;
  /** As it came, the password cut. */
  readonly body: string;
}

export type Change = Partial<Omit<Payment, 'agent' | 'received'>>;

/** A line of the journal. */
export type Entry =
  | { readonly is: 'payment'; readonly payment: Payment }
  | { readonly is: 'change'; readonly requestId: string; readonly change: Change }
  | { readonly is: 'settings'; readonly settings: Settings }
  | { readonly is: 'deposit'; readonly agent: string; readonly deposit: Money }
  | { readonly is: 'service'; readonly service: Service }
  | { readonly is: 'register'; readonly register: Register }
  | { readonly is: 'generated'; readonly generated: Generated }
  | { readonly is: 'shown'; readonly shown: Shown };
