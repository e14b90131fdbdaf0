import type { FastifyInstance, FastifyReply } from 'fastify';
import { z } from 'zod';
import { AccountNumber, BillCode, InvoiceForm, InvoiceNumber, MonthText } from '../../contracts/alseco/questions';
import { ACCOUNT_STATES } from '../../contracts/alseco/states';
import { ACCOUNT_STATE_TEXTS, DESK_TEXTS } from '../../contracts/alseco/texts';
import type { ClerkDesk } from '../../suppliers/alseco/clerk/desk';
import type { ApiParts } from '../parts';
import { COUNTERPARTY_REFUSALS, type DeskParts, deskContext, orRefuse } from './alseco-answer';
import { alsecoLists } from './alseco-lists';
import { Info, InvoicesAnswer, TextShapes } from './alseco-shapes';
import { operation } from './operation';

const tag = 'alseco';
const action = 'alseco.ask';

/** The verbs of `tolem alseco`, as GET under `/api/v1/alseco/`. Nothing here changes anything, there or here. */
export function alsecoOperations(scope: FastifyInstance, desk: ClerkDesk, { database, logger }: ApiParts): void {
  const parts: DeskParts = { desk, database, logger };
  const account = z.strictObject({ account: AccountNumber });
  const State = z.object({ account: z.string(), state: z.enum(ACCOUNT_STATES), texts: TextShapes });

  operation(
    scope,
    {
      url: '/alseco/account',
      tag,
      action,
      summary: 'Who the subscriber is, and the state of the account',
      query: account,
      answer: State.extend({ info: Info.nullable().meta({ description: 'null for an account that is not active' }) }),
    },
    async ({ account: number }, request, reply) => {
      const context = deskContext(parts, request, reply);
      const { state } = orRefuse(await desk.state(number, context));
      const info = state === 'Active' ? orRefuse(await desk.info(number, context)).info : null;
      return { account: number, state, texts: ACCOUNT_STATE_TEXTS[state], info };
    },
    COUNTERPARTY_REFUSALS,
  );

  operation(
    scope,
    { url: '/alseco/state', tag, action, summary: 'State of an account: Active, NotFound, Deleted, Merged', query: account, answer: State },
    async ({ account: number }, request, reply) => {
      const { state } = orRefuse(await desk.state(number, deskContext(parts, request, reply)));
      return { account: number, state, texts: ACCOUNT_STATE_TEXTS[state] };
    },
    COUNTERPARTY_REFUSALS,
  );

  operation(
    scope,
    {
      url: '/alseco/period',
      tag,
      action,
      summary: 'The month that is open at Alseco',
      query: z.strictObject({}),
      answer: z.object({ period: z.string() }),
    },
    async (_asked, request, reply) => ({ period: orRefuse(await desk.period(deskContext(parts, request, reply))).month }),
    COUNTERPARTY_REFUSALS,
  );

  invoices(scope, parts);
  prints(scope, parts);
  alsecoLists(scope, parts);
}

function invoices(scope: FastifyInstance, parts: DeskParts): void {
  const { desk } = parts;
  operation(
    scope,
    {
      url: '/alseco/invoices',
      tag,
      action,
      summary: 'Invoices of an account by period, the newest first, or one invoice by its number',
      description: 'Give either account or invoice. The 13 digits of a paper bill lose their last: droppedDigit is true then.',
      query: z
        .strictObject({ account: AccountNumber.optional(), invoice: InvoiceNumber.optional(), form: InvoiceForm })
        .refine((given) => !given.account !== !given.invoice, 'give either account or invoice'),
      answer: InvoicesAnswer,
    },
    async ({ account: number, invoice, form }, request, reply) => {
      const context = deskContext(parts, request, reply);
      if (number !== undefined) return { ...orRefuse(await desk.invoicesOf(number, form, context)).found, droppedDigit: false };
      const one = orRefuse(await desk.invoice(invoice ?? '', form, context));
      return { ...one.found, droppedDigit: one.droppedDigit };
    },
    COUNTERPARTY_REFUSALS,
  );
}

function prints(scope: FastifyInstance, parts: DeskParts): void {
  const file = (description: string, type: string) => ({ description, content: { [type]: { schema: { type: 'string', format: 'binary' } } } });
  operation(
    scope,
    {
      url: '/alseco/invoice-pdf',
      tag,
      action,
      summary: 'The printed bill as PDF, all pages',
      description: `${DESK_TEXTS.mayBeEarlierMonth.en}. The header tolem-may-be-earlier-month says so with every answer.`,
      query: z.strictObject({ account: AccountNumber, month: MonthText }),
      answer: file('The bill; it may be an earlier month', 'application/pdf'),
    },
    async (question, request, reply) => {
      const { bytes } = orRefuse(await parts.desk.pdf(question, deskContext(parts, request, reply)));
      reply.header('tolem-may-be-earlier-month', 'true');
      return sent(reply, 'application/pdf', `invoice-${question.account}-${question.month}.pdf`, bytes);
    },
    COUNTERPARTY_REFUSALS,
  );
  operation(
    scope,
    {
      url: '/alseco/invoice-image',
      tag,
      action,
      summary: 'One bill as GIF',
      query: z.strictObject({ account: AccountNumber, bill: BillCode, month: MonthText }),
      answer: file('The bill', 'image/gif'),
    },
    async (question, request, reply) => {
      const { bytes } = orRefuse(await parts.desk.image(question, deskContext(parts, request, reply)));
      return sent(reply, 'image/gif', `invoice-${question.account}-${question.bill}-${question.month}.gif`, bytes);
    },
    COUNTERPARTY_REFUSALS,
  );
}

/** As a download: what a counterparty sent is never shown inside a page of ours. */
const sent = (reply: FastifyReply, type: string, name: string, bytes: Buffer): FastifyReply =>
  reply.header('content-type', type).header('content-disposition', `attachment; filename="${name}"`).send(bytes);
