import { SUCCESS } from '../../domain/status';
import { hashing } from '../answer-hashes';
import type { CallContext, DocumentFacts, LookAnswer, LookQuestion, StatusOutcome, SupplierPayment } from '../supplier';
import { readAnswer } from './answer';
import { createdOn } from './bank-day/created-on';
import { MAX_ANSWER_BYTES, type UpstreamClient } from './client';
import { unreadable } from './meaning';
import { contradicting, type Said, saidOf } from './payment';
import { statusForm } from './question';

export async function status(
  client: UpstreamClient,
  payment: SupplierPayment,
  document: DocumentFacts,
  context: CallContext,
): Promise<StatusOutcome> {
  const said = await ask(client, payment, document, context);
  return said.kind === 'contradiction' ? contradicting(said.why) : said;
}

/** Evidence of one document whose fate is unknown: the upstream knows its own payments, so no witness is needed. */
export async function look(client: UpstreamClient, question: LookQuestion, document: DocumentFacts, given: CallContext): Promise<LookAnswer> {
  const readAt = new Date().toISOString();
  const { context, hashes: answerHashes } = hashing(given);
  const said = await ask(client, question.payment, document, context);
  const read = { document: document.number, readAt, answerHashes };
  switch (said.kind) {
    case 'accepted':
      return { ...read, look: { said: 'answered', text: `PaymentId ${said.paymentId}` }, outcome: said };
    case 'pending':
    case 'refused':
      return { ...read, look: { said: 'answered', text: said.text }, outcome: said };
    case 'not found':
      return { ...read, look: { said: 'absent', witnesses: 0 } };
    case 'contradiction':
      return { ...read, look: { said: 'contradiction', why: said.why } };
    case 'not sent':
    case 'unknown':
      return { ...read, look: { said: 'inconclusive', why: said.reason } };
  }
}

async function ask(client: UpstreamClient, payment: SupplierPayment, document: DocumentFacts, context: CallContext): Promise<Said> {
  const reply = await client.call(
    { operation: 'Status', path: '/home/index', body: { form: statusForm(document.reference, payment.sendType) }, maxBytes: MAX_ANSWER_BYTES },
    context,
  );
  if (reply.kind !== 'answered') return reply;
  const answer = readAnswer(reply.text);
  if (!answer) return unreadable('Status');
  const read = saidOf(answer, payment, document);
  const said = read.kind === 'accepted' ? { ...read, ...createdOn(answer.content, client.options.zones) } : read;
  return said.kind === 'accepted' && said.code === undefined && awaitsCode(payment)
    ? { kind: 'pending', status: SUCCESS, text: 'the voucher code is not there yet' }
    : said;
}

/** Only vouchers have a code, and only SendType=api brings it in the answer. */
const awaitsCode = (payment: SupplierPayment): boolean =>
  payment.sendType?.toLowerCase() === 'api' && (payment.kind === 'dynamic' || payment.kind === 'static');
