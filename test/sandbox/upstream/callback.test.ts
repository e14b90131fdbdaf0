import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { until } from '../../support/until';
import { order, type Place, place } from './place';

let p: Place;
let receiver: Server;
let bodies: string[];
let answers: number[];

beforeEach(async () => {
  bodies = [];
  answers = [];
  receiver = createServer((request, response) => {
    const parts: Buffer[] = [];
    request.on('data', (part: Buffer) => parts.push(part));
    request.on('end', () => {
      bodies.push(Buffer.concat(parts).toString('utf8'));
      response.writeHead(answers.shift() ?? 200).end();
    });
  });
  await new Promise<void>((resolve) => receiver.listen(0, '127.0.0.1', resolve));
  p = await place();
  await p.control('settings', { stepMs: 20, callbackUrl: `http://127.0.0.1:${(receiver.address() as AddressInfo).port}/callback/upstream` });
});
afterEach(async () => {
  await p.close();
  await new Promise((resolve) => receiver.close(resolve));
});

const calledBack = () => until('the callback to be noted', async () => !(await p.book()).includes('"calledBackMs":null'));

test('a payment that ended is called back once with the document’s body', async () => {
  await p.post(order({ TransactionID: '89539514' }));
  await calledBack();
  expect(bodies).toEqual([
    '{"RequestID":11637001,"ResponseType":"CallBack","TransactinID":89539514,"ResponseStatus":10,"Message":"Транзакция успешна"}',
  ]);
});

test('a failed payment too, and a receiver that is down is tried again', async () => {
  answers = [500];
  await p.post(order({ Account: 'late-105' }));
  await calledBack();
  expect(bodies).toHaveLength(2);
  expect(bodies[1]).toContain('"ResponseStatus":-105');
});

test('what ended while the sandbox was down is called back after its start', async () => {
  await p.control('settings', { stepMs: 60 });
  await p.post(order());
  await p.restart();
  await calledBack();
  expect(bodies).toHaveLength(1);
});
