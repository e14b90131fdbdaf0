import { agentId, requestId, serviceId, transactionId } from '../../src/domain/ids';
import { money, rate } from '../../src/domain/money';
import type { Payment } from '../../src/registry/payment/payments';
import { dayIn } from '../../src/zone';

/** As accepted from an agent; no registry knows it. */
export function barePayment(transaction: string): Payment {
  const createdAt = new Date().toISOString();
  const businessDay = dayIn('Asia/Almaty', createdAt);
  return {
    id: transaction,
    agent: known(agentId('900')),
    transaction: known(transactionId(transaction)),
    request: requestId(businessDay.slice(2).replaceAll('-', ''), transaction.padStart(9, '0').slice(-9)),
    fingerprint: Buffer.alloc(0),
    service: known(serviceId('815')),
    kind: 'utility',
    supplier: 'alseco',
    account: '7898380',
    amount: money('1.00'),
    currency: 'KZT',
    rate: rate('1'),
    serviceCurrency: 'KZT',
    remuneration: money('0.5'),
    invoiceId: null,
    sendType: null,
    services: null,
    requestDate: null,
    status: 1,
    statusText: null,
    businessDay,
    createdAt,
    finalAt: null,
    reversedAt: null,
    held: true,
    waitsFor: null,
    waitsUntil: null,
    needsStaff: null,
    sweptAt: null,
    checkedAt: null,
    voucherCode: null,
  };
}

function known<T>(value: T | null): T {
  if (value === null) throw new Error('not an id');
  return value;
}
