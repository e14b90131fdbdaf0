import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { LADDERS } from '../../../src/ladders';
import type { AccountQuestion, DocumentPlan, PayContext, SupplierPayment } from '../../../src/suppliers/supplier';
import { listPayments } from '../../../src/suppliers/upstream/bank-day/day-list';
import {
  type DayTotal,
  postPayments,
  postPaymentsContent,
  postTotalAmount,
  postTotalAmountContent,
  type RegisterLines,
} from '../../../src/suppliers/upstream/bank-day/registers';
import { paymentForm } from '../../../src/suppliers/upstream/question';
import { calculatedSum, type SumQuestion, settingServices } from '../../../src/suppliers/upstream/settings';
import { createUpstream, type Upstream } from '../../../src/suppliers/upstream/upstream';

/** One call of our client, with the fields that it needs. */
export interface Question {
  readonly call: string;
  readonly payment: SupplierPayment;
  readonly question: AccountQuestion & SumQuestion;
  readonly from: string;
  readonly to: string;
  readonly lines: RegisterLines;
  readonly total: DayTotal;
}

const context: PayContext = { signal: new AbortController().signal, keep: () => undefined, permit: async () => true };

/** A server that gives one prepared answer to everything, and our client of it: what an upstream may say that the sandbox never would. */
export async function prepared() {
  const state = { answer: '', seen: '' };
  const server = createServer((request, response) => {
    const parts: Buffer[] = [];
    request.on('data', (part: Buffer) => parts.push(part));
    request.on('end', () => {
      const type = request.headers['content-type'] ?? '';
      const body = Buffer.concat(parts).toString('utf8');
      state.seen = `${request.method} ${request.url}\ncontent-type: ${type}\n\n${type.includes('json') ? body : body.replaceAll('&', '\n&')}\n`;
      response.writeHead(200, { 'content-type': 'application/json; charset=utf-8' }).end(state.answer);
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const upstream = createUpstream({
    endpoint: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    agentId: '144',
    password: 'sandbox & more',
    zones: { upstream: '+06:00', agent: 'Asia/Almaty', contract: 'Asia/Almaty' },
    currency: 'KZT',
    connections: 3,
    ladders: LADDERS.fast,
  });
  return {
    state,
    upstream,
    ask: (question: Question) => asked(upstream, question),
    close: async () => {
      await upstream.close();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}
export type Prepared = Awaited<ReturnType<typeof prepared>>;

function asked(upstream: Upstream, question: Question): Promise<unknown> {
  const { payment } = question;
  const document = (): DocumentPlan => ({
    number: 1,
    reference: payment.request,
    account: payment.account,
    invoice: null,
    amount: payment.amount,
    content: paymentForm(payment, 'Asia/Almaty'),
  });
  const calls: Record<string, () => Promise<unknown>> = {
    accountCheck: () => upstream.accountCheck(question.question, context),
    check: () => upstream.check(payment, 1, context),
    pay: () => upstream.pay(payment, [document()], context),
    status: () => upstream.status(payment, document(), context),
    look: () => upstream.look({ payment, documents: [{ ...document(), days: [DAY] }], from: DAY, to: DAY, known: [], claims: [] }, context),
    balance: () => upstream.balance(context),
    listPayments: () => listPayments(upstream.client, question.from, question.to, context),
    postPayments: () => postPayments(upstream.client, postPaymentsContent(question.lines), context),
    postTotalAmount: () => postTotalAmount(upstream.client, postTotalAmountContent(question.total), context),
    settingServices: () => settingServices(upstream.client, context),
    calculatedSum: () => calculatedSum(upstream.client, question.question, context),
  };
  const call = calls[question.call];
  if (!call) throw new Error(`no call ${question.call}`);
  return call();
}

const DAY = '2026-11-21' as Parameters<Upstream['look']>[0]['from'];
