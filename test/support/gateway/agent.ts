import { isLosslessNumber, parseJson } from '../../../src/wire/json';
import { until } from '../until';

/** Every number of an answer as its text on the wire. */
export type Answer = { readonly [key: string]: unknown };

/** An agent as an integrator writes one: forms over HTTP. */
export class TestAgent {
  constructor(
    private readonly api: () => string,
    readonly id: string,
    private readonly password: string,
  ) {}

  async ask(form: Record<string, string>): Promise<Answer> {
    const answer = await fetch(`${this.api()}/home/index`, {
      method: 'POST',
      body: new URLSearchParams({ AgentID: this.id, AgentPassword: this.password, Currency: 'KZT', RequestDate: '2026-11-22 10:00:00', ...form }),
      signal: AbortSignal.timeout(60_000),
    });
    return plain(parseJson(await answer.text())) as Answer;
  }

  pay(transaction: string | number, fields: Record<string, string>): Promise<Answer> {
    return this.ask({ RequestType: 'Payment', TransactionID: String(transaction), ...fields });
  }

  async status(transaction: string | number): Promise<string> {
    return String((await this.ask({ RequestType: 'Status', TransactionID: String(transaction) }))['ResponseStatus']);
  }

  /** Waits for a final status, at most `limitMs`; the error names the last one seen. */
  async final(transaction: string | number, limitMs = 60_000): Promise<string> {
    let seen = 'none';
    return until(
      `payment ${this.id}/${transaction} is final`,
      async () => {
        seen = await this.status(transaction).catch(() => seen);
        return seen === '10' || /^-(1|2|3)\d\d$/.test(seen) ? seen : null;
      },
      limitMs,
    ).catch((error: Error) => {
      throw new Error(`${error.message}; last seen: ${seen}`);
    });
  }

  async balance(): Promise<string> {
    const answer = await this.ask({ RequestType: 'CheckBalance' });
    return String((answer['Balances'] as Array<Record<string, unknown>>)[0]?.['Balance']);
  }
}

/** 815 with one invoice, as in the document's sample. */
export const utilityBill = (changes: Record<string, string> = {}): Record<string, string> => ({
  Service: '815',
  Account: '7898380',
  Amount: '5610.18',
  Services: '{ "services":[ { "id":13, "amount":"5110.18" }, { "id":12, "amount":"500.00" } ] }',
  ...changes,
});
export const topUp = (changes: Record<string, string> = {}): Record<string, string> => ({
  Service: '7',
  Account: 'galek10',
  Amount: '100',
  ...changes,
});

function plain(value: unknown): unknown {
  if (isLosslessNumber(value)) return value.toString();
  if (Array.isArray(value)) return value.map(plain);
  if (value !== null && typeof value === 'object') return Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, plain(inner)]));
  return value;
}
