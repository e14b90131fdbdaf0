import { Pool } from 'undici';

/** Numbers of payments and bare workflows: each is used once in a run. */
let last = 1_000_000;
export const nextTransaction = (): string => String(++last);

/** Service 815, one invoice of the document's own account: one document at Alseco. */
export function paymentForm(transaction: string, agent = '144'): string {
  return new URLSearchParams({
    RequestType: 'Payment',
    AgentID: agent,
    AgentPassword: 'sandbox',
    Currency: 'KZT',
    RequestDate: '2026-11-22 10:00:00',
    TransactionID: transaction,
    Service: '815',
    Account: '7898380',
    Amount: '1.00',
    Services: '{"services":[{"id":13,"amount":"1.00"}]}',
  }).toString();
}

const ANSWER_LIMIT_MS = 30_000;
const ACCEPTED = '"ResponseStatus":1,';

/** Posts forms over a fixed number of kept connections. An answer that is not 1 ends the benchmark. */
export class Poster {
  private readonly pool: Pool;

  constructor(
    port: number,
    private readonly path: string,
    connections: number,
  ) {
    this.pool = new Pool(`http://127.0.0.1:${port}`, { connections, pipelining: 1 });
  }

  async post(form: string): Promise<void> {
    const { statusCode, body } = await this.pool.request({
      method: 'POST',
      path: this.path,
      headers: { 'content-type': 'application/x-www-form-urlencoded' },
      body: form,
      headersTimeout: ANSWER_LIMIT_MS,
      bodyTimeout: ANSWER_LIMIT_MS,
    });
    const text = await body.text();
    if (statusCode !== 200 || !text.includes(ACCEPTED)) throw new Error(`${this.path} answered ${statusCode} ${text.slice(0, 300)}`);
  }

  close(): Promise<void> {
    return this.pool.close();
  }
}
