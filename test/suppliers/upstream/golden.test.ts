import { readdirSync, readFileSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { LADDERS } from '../../../src/ladders';
import type { AccountQuestion, DocumentPlan, PayContext, SupplierPayment } from '../../../src/suppliers/supplier';
import { listPayments } from '../../../src/suppliers/upstream/day-list';
import { paymentForm } from '../../../src/suppliers/upstream/question';
import {
  type DayTotal,
  postPayments,
  postPaymentsContent,
  postTotalAmount,
  postTotalAmountContent,
  type RegisterLines,
} from '../../../src/suppliers/upstream/registers';
import { calculatedSum, type SumQuestion, settingServices } from '../../../src/suppliers/upstream/settings';
import { createUpstream, type Upstream } from '../../../src/suppliers/upstream/upstream';

/**
 * One folder per sample of the document: `question.json` is what the gateway asks, `request.txt` what must leave for it,
 * `answer.json` the document's own answer, `outcome.json` what must be understood.
 */
const FOLDERS = join(__dirname, '../../golden/upstream');

let server: Server;
let upstream: Upstream;
let answer = '';
let seen = '';

beforeAll(async () => {
  server = createServer((request, response) => {
    const parts: Buffer[] = [];
    request.on('data', (part: Buffer) => parts.push(part));
    request.on('end', () => {
      const type = request.headers['content-type'] ?? '';
      const body = Buffer.concat(parts).toString('utf8');
      seen = `${request.method} ${request.url}\ncontent-type: ${type}\n\n${type.includes('json') ? body : body.replaceAll('&', '\n&')}\n`;
      response.writeHead(200, { 'content-type': 'application/json; charset=utf-8' }).end(answer);
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  upstream = createUpstream({
    endpoint: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    agentId: '144',
    password: 'sandbox & more',
    zones: { upstream: '+06:00', agent: 'Asia/Almaty', contract: 'Asia/Almaty' },
    connections: 3,
    ladders: LADDERS.fast,
  });
});

afterAll(async () => {
  await upstream.close();
  await new Promise((resolve) => server.close(resolve));
});

const context: PayContext = { signal: new AbortController().signal, keep: () => undefined, permit: async () => true };

/** Each folder's question has the fields that its call needs. */
interface Question {
  readonly call: string;
  readonly payment: SupplierPayment;
  readonly question: AccountQuestion & SumQuestion;
  readonly from: string;
  readonly to: string;
  readonly lines: RegisterLines;
  readonly total: DayTotal;
}

function ask(question: Question): Promise<unknown> {
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
    pay: () => upstream.pay(payment, [document()], context),
    status: () => upstream.status(payment, document(), context),
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

test.each(readdirSync(FOLDERS))('%s: the request leaves and the answer is understood as the document shows', async (name) => {
  const path = (file: string) => join(FOLDERS, name, file);
  const masked = (text: string) => text.replace(/RequestDate=[^&\n]+/, (date) => (name.startsWith('account-check') ? 'RequestDate=(now)' : date));
  answer = readFileSync(path('answer.json'), 'utf8');
  const outcome = await ask(JSON.parse(readFileSync(path('question.json'), 'utf8')));
  expect(masked(seen)).toBe(readFileSync(path('request.txt'), 'utf8'));
  expect(outcome).toEqual(JSON.parse(readFileSync(path('outcome.json'), 'utf8')));
});

test('every sample that a client of the Partner API reads has its folder', () => {
  expect(readdirSync(FOLDERS).length).toBe(16);
});
