import { isFailure } from '../../domain/status';

/** How a payment of an account goes (docs/INTEGRATION.md, test accounts). */
export interface AccountFate {
  /** Refused by AccountCheck, and by Payment at once. */
  readonly refusedAtOnce: number | null;
  /** The final code that a payment reaches after its other statuses. */
  readonly finalCode: number;
  /** Stays at status 9 until /control/finish. */
  readonly stuck: boolean;
}

const SUCCEEDS: AccountFate = { refusedAtOnce: null, finalCode: 10, stuck: false };
const EXPRESSION = /^[A-Za-z0-9._@+-]{1,200}$/;

/** Accounts that are not listed succeed as long as they match the services' expression. */
export function fateOf(account: string): AccountFate {
  if (!EXPRESSION.test(account)) return { ...SUCCEEDS, refusedAtOnce: -100 };
  if (account === 'no-such-account') return { ...SUCCEEDS, refusedAtOnce: -105 };
  if (account === 'stuck') return { ...SUCCEEDS, stuck: true };
  const [, when, digits] = /^(fail|late)-(\d{3})$/.exec(account) ?? [];
  const code = digits === undefined ? 0 : -Number.parseInt(digits, 10);
  if (!isFailure(code)) return SUCCEEDS;
  return when === 'fail' ? { ...SUCCEEDS, refusedAtOnce: code } : { ...SUCCEEDS, finalCode: code };
}
