import type { TransactionId } from '../../src/domain/ids';
import { money, ZERO } from '../../src/domain/money';
import { recordLook } from '../../src/registry/evidence/looks';
import { askNow } from '../../src/registry/last-statement';
import { accept } from '../../src/registry/payment/accept';
import { claim, closeAttempt, startSending } from '../../src/registry/payment/attempts';
import { planDocuments, takeDocument } from '../../src/registry/payment/documents';
import { advance, needStaff, noteWaiting, type Payment } from '../../src/registry/payment/payments';
import { vault } from '../../src/registry/secrets';
import { dayIn } from '../../src/zone';
import { asked, ZONE } from '../registry/book';
import { temporalAddress } from '../support/services/services';
import { REGISTRY_KEY, type World, world } from './world';

jest.setTimeout(120_000);

let w: World;
let tolem: World['tolem'];
let json: World['json'];
beforeAll(async () => {
  w = await world({ settings: { TEMPORAL_ADDRESS: await temporalAddress(), TASK_QUEUE_PREFIX: 'cli-payments' } });
  ({ tolem, json } = w);
});
afterAll(() => w?.close());

let next = 900_000_000_000_000_000n;
async function accepted(account = '7898380', amount = '5610.18'): Promise<Payment> {
  const transaction = String(next++) as TransactionId;
  const answer = await accept(w.database, asked({ transaction, account, amount: money(amount), remuneration: ZERO }), ZONE);
  if (answer.kind !== 'stored') throw new Error(answer.kind);
  return answer.payment;
}

/** Sent to Alseco, never answered, looked for in vain: staff must decide. */
async function doubtful(account?: string): Promise<Payment> {
  const payment = await accepted(account);
  const reference = `TLM${payment.request}1`;
  await planDocuments(w.database, payment.id, [
    { number: 1, reference, account: payment.account, invoice: '202611000001', amount: payment.amount, content: '{}' },
  ]);
  await askNow(w.database, claim(payment.id, [1], 1, new Date(Date.now() + 60_000)));
  await startSending(w.database, payment.id, [1], 1);
  await advance(w.database, payment.id, 2, 'sending to alseco');
  await closeAttempt(w.database, payment.id, 1, 1, 'unknown', 'no answer within the limit');
  await recordLook(w.database, {
    payment: payment.id,
    document: 1,
    attempt: 1,
    question: `${reference} in alseco's book`,
    said: 'absent',
    detail: 'not there',
    witnesses: 0,
    afterMs: 5_000,
    readAt: new Date().toISOString(),
    answerHashes: ['ab12cd34ef56ab78'.repeat(4)],
  });
  await noteWaiting(w.database, payment.id, 'staff must decide', '2026-11-21T10:00:00Z');
  await needStaff(w.database, payment.id, 'staff must decide: no witness');
  return payment;
}
/** Typed while the rule of two people is off. */
async function alone(line: string, environment: Record<string, string> = {}): Promise<Awaited<ReturnType<typeof tolem>>> {
  await w.database.query(`UPDATE rules SET value = 'off'`);
  return tolem(line, { environment }).finally(() => w.database.query(`UPDATE rules SET value = 'on'`));
}
const named = (payment: Payment): string => `${payment.agent} ${payment.transaction}`;

describe('payment list', () => {
  let booked: Payment;
  beforeAll(async () => {
    await accepted('1111111', '10.00');
    await accepted('2222222', '20.00');
    booked = await doubtful('3333333');
    await takeDocument(w.database, booked.id, 1, { paymentId: '77001', bookedAt: null, day: booked.businessDay });
  });

  test('finds by account, SysRef, RequestID, PaymentId, invoice, amount, day, status and what it waits for', async () => {
    const found = async (filter: string): Promise<string[]> =>
      (await json<Array<{ transaction: string }>>(`payment list ${filter}`)).map((payment) => payment.transaction);
    for (const filter of [
      '--account 3333333',
      `--reference TLM${booked.request}1`,
      `--reference ${booked.request}`,
      '--payment-id 77001',
      '--invoice 202611000001',
      '--needs-staff',
      '--status 2 --supplier alseco',
    ]) {
      expect([filter, await found(filter)]).toEqual([filter, [booked.transaction]]);
    }
    expect(await found('--amount 20.00')).toHaveLength(1);
    expect(await found(`--day ${dayIn('Asia/Almaty', new Date().toISOString())} --waiting --agent 144`)).toHaveLength(3);
    for (const filter of ['--agent 145', '--account 333333', '--reference 3333333', '--day 2020-01-01', '--status 10', '--service 7'])
      expect([filter, await found(filter)]).toEqual([filter, []]);
  });

  test('is newest first and bounded, and says that there are more', async () => {
    const { out } = await tolem('payment list --limit 2');
    const [head, first, second] = out.split('\n');
    expect(head).toMatch(/^agent +transaction +accepted/);
    expect([first, second].map((line) => /900\d{15}/.exec(line ?? '')?.[0])).toEqual([booked.transaction, String(BigInt(booked.transaction) - 1n)]);
    expect(out).toContain('2 shown, there are more (--limit, at most 1000); times in Asia/Almaty.');
    for (const line of out.split('\n')) expect(line.length).toBeLessThanOrEqual(120);
  });

  test.each(['--limit 0', '--limit 1001', '--day 2026-02-30', '--amount 1e3', '--status ten', '--agent 0'])('%s is a misuse', async (filter) => {
    expect((await tolem(`payment list ${filter}`)).code).toBe(2);
  });

  test('ids of 18 digits and amounts stay exact in JSON', async () => {
    const { out } = await tolem('payment list --account 3333333 --json');
    expect(out).toContain(`"transaction":"${booked.transaction}"`);
    expect(out).toContain('"amount":"5610.18"');
    expect(out).not.toContain('fingerprint');
  });
});

test('a payment that does not exist is one sentence', async () => {
  expect(await tolem('payment explain 144 5')).toEqual({ code: 1, out: '', err: 'There is no payment 5 of agent 144.\n' });
});

/** It came a week ago, and everything about it happened then. */
async function aged(payment: Payment): Promise<void> {
  const week = `interval '7 days'`;
  for (const change of [
    `payments SET created_at = created_at - ${week}, waits_until = waits_until - ${week} WHERE id = $1`,
    `payment_events SET at = at - ${week} WHERE payment_id = $1`,
    `attempts SET claimed_at = claimed_at - ${week}, sent_at = sent_at - ${week}, closed_at = closed_at - ${week}, send_before = send_before - ${week} WHERE payment_id = $1`,
    `looks SET at = at - ${week}, last_at = last_at - ${week}, read_at = read_at - ${week} WHERE payment_id = $1`,
  ])
    await w.database.query(`UPDATE ${change}`, [payment.id]);
}

test.each([
  [
    'en',
    [
      'status 1 Transaction created: accepted from the agent',
      'ledger: hold KZT',
      'attempt 1 of document 1',
      'is being sent',
      'status 2',
      'ended: unknown',
      'looked for document 1 (attempt 1)',
      'absent: not there (0 witnesses); read',
      'from answers with SHA-256 ab12cd34ef56ab78',
      'needs staff: staff must decide: no witness',
      'Next ask alseco what became of TLM',
    ],
    '7 d  payment',
  ],
  [
    'ru',
    [
      'статус 1 Транзакция создана: accepted from the agent',
      'главная книга: холд KZT',
      'попытка 1 документа 1',
      'отправляется',
      'статус 2',
      'исход: неизвестен (no answer within the limit)',
      'поиск документа 1 (попытка 1)',
      'отсутствует: not there (0 свидетелей); прочитано',
      'из ответов с SHA-256 ab12cd34ef56ab78',
      'нужен сотрудник: staff must decide: no witness',
      'Дальше узнайте у alseco, что стало с TLM',
    ],
    '7 дн  платёж',
  ],
  [
    'kk',
    [
      'мәртебе 1 Транзакция құрылды: accepted from the agent',
      'бас кітап: бұғаттау KZT',
      '1-құжаттың 1-әрекеті',
      'жіберілуде',
      'мәртебе 2',
      'нәтижесі: белгісіз (no answer within the limit)',
      '1-құжат (1-әрекет) ізделді',
      'жоқ: not there (0 куәгер);',
      'SHA-256 мәні ab12cd34ef56ab78',
      'қызметкер керек: staff must decide: no witness',
      'Әрі қарай TLM',
    ],
    '7 күн  төлем',
  ],
])('explain tells in %s and in order what happened, and the one next action, also a week later', async (language, told, waits) => {
  const payment = await doubtful();
  await aged(payment);
  const { out } = await tolem(`payment explain ${named(payment)} --lang ${language}`);
  const words = out.replace(/\s+/g, ' ');
  const places = told.map((each) => words.indexOf(each));
  expect(told.filter((_, at) => (places[at] ?? -1) < 0)).toEqual([]);
  const [accepted, , attempted, , , ended, looked] = places;
  const inOrder = [accepted, attempted, ended, looked];
  expect(inOrder).toEqual([...inOrder].sort((a, b) => Number(a) - Number(b)));
  // Of what it waits for until, a week before 2026-11-21.
  expect(out).toContain('2026-11-14 15:00:00');
  expect(out).toContain(`tolem payment decide ${named(payment)} --succeeded --reason "…"`);
  for (const line of out.split('\n')) expect(line.length).toBeLessThanOrEqual(120);
  expect((await tolem(`inbox --lang ${language}`)).out).toContain(waits);
  expect(await json(`payment explain ${named(payment)}`)).toMatchObject({
    transaction: payment.transaction,
    next: { key: 'fateUnknown', args: { supplier: 'alseco' }, command: expect.stringContaining('payment decide') },
    story: expect.arrayContaining([expect.objectContaining({ key: 'needsStaff', args: { why: 'staff must decide: no witness' } })]),
  });
});

test('what explain names as the next action is what approve then does', async () => {
  const payment = await doubtful();
  const stored = await json<{ decision: string; state: string }>(`payment decide ${named(payment)} --succeeded --reason "their cabinet shows it"`);
  expect(stored.state).toBe('waits');
  expect((await tolem(`payment explain ${named(payment)}`)).out).toContain(`tolem payment approve ${stored.decision} --as "…"`);
  expect(await tolem(`payment approve ${stored.decision}`)).toEqual({
    code: 1,
    out: '',
    err: `operator-1 took decision ${stored.decision}: another person must approve it.\n`,
  });
  const approved = await tolem(`payment approve ${stored.decision} --as operator-2 --reason "seen too"`);
  expect(approved).toEqual({ code: 0, out: `Decision ${stored.decision}: closed with 10.\n`, err: '' });
  expect(await json(`payment show ${named(payment)}`)).toMatchObject({ status: 10, needsStaff: null, waitsFor: null });
  expect(await json(`audit list --subject payment:144:${payment.transaction}`)).toMatchObject([
    { staff: 'operator-2', action: 'payment.approve', reason: 'seen too' },
    { staff: 'operator-1', action: 'payment.decide', reason: 'their cabinet shows it', detail: { kind: 'succeeded' } },
  ]);
});

test('a rejected decision leaves the payment as it was', async () => {
  const payment = await doubtful();
  const { decision } = await json<{ decision: string }>(`payment decide ${named(payment)} --failed -115 --reason "their hotline"`);
  expect((await tolem(`payment reject ${decision} --reason "wrong payment" --as operator-2`)).out).toBe(`Decision ${decision} is rejected.\n`);
  expect(await json(`payment show ${named(payment)}`)).toMatchObject({ status: 2, needsStaff: 'staff must decide: no witness' });
});

test('no setting of a process makes one person enough', async () => {
  const payment = await doubtful();
  const { out } = await tolem(`payment decide ${named(payment)} --succeeded --reason "their cabinet"`, { environment: { TWO_PEOPLE: '0' } });
  expect(out).toContain('waits for a second person');
});

test('what is pending may be decided, and whoever decides or agrees reads what may still come', async () => {
  const payment = await doubtful();
  await w.database.query(`UPDATE attempts SET outcome = 'pending' WHERE payment_id = $1`, [payment.id]);
  const { out } = await tolem(`payment decide ${named(payment)} --failed -115 --reason "their hotline"`);
  expect(out).toMatch(/^Decision \d+ .*\nMind: Document 1 is pending at the supplier, which may still end it as paid/);
  const decision = /^Decision (\d+)/.exec(out)?.[1];
  expect((await tolem(`payment approve ${decision} --as operator-2`)).out).toContain('Mind: Document 1 is pending');
});

test('with one person a decision is done at once, and without a workflow the sweeper is named', async () => {
  const payment = await doubtful();
  const { code, out } = await alone(`payment decide ${named(payment)} --send-again --reason "their hotline"`);
  expect(code).toBe(0);
  expect(out).toMatch(
    /^Decision \d+: 1 attempt closed as absent; the next may be sent\.\nNo workflow of it is running: the sweeper starts one from the registry\.\n$/,
  );
});

test('while Temporal is away a decision stands in the registry all the same', async () => {
  const payment = await doubtful();
  const { code, out } = await alone(`payment decide ${named(payment)} --failed -105 --reason "their hotline"`, { TEMPORAL_ADDRESS: '127.0.0.1:1' });
  expect(code).toBe(0);
  expect(out).toContain('closed with -105');
  expect(out).toContain('the decision stands in the registry');
  expect(await json(`payment show ${named(payment)}`)).toMatchObject({ status: -105 });
});

test('a nudge by hand is stored as a decision and waits for nobody', async () => {
  const payment = await doubtful();
  expect((await tolem(`payment poll ${named(payment)} --as clerk`)).out).toMatch(/^Decision \d+: asked for\.\n/);
  expect((await tolem(`payment resend-callback ${named(payment)} --as clerk`)).err).toBe(
    'The payment has no final status yet, and only final ones are called back.\n',
  );
});

test.each([
  ['ru', 'Сторнировать можно только успешный платёж.'],
  ['kk', 'Тек сәтті төлемге сторно жасауға болады.'],
])('what may not be done is refused in the reader’s language, %s', async (language, sentence) => {
  const payment = await doubtful();
  const line = `payment reverse ${named(payment)} --reason "double" --agents-request "letter 17" --lang ${language}`;
  expect(await tolem(line)).toEqual({ code: 1, out: '', err: `${sentence}\n` });
});

test('a reversal needs a successful payment, the agent’s request and a second person', async () => {
  const payment = await doubtful();
  expect((await tolem(`payment reverse ${named(payment)} --reason "double" --agents-request "letter 17"`)).err).toBe(
    'Only a successful payment can be reversed.\n',
  );
  expect((await tolem(`payment reverse ${named(payment)} --reason "double"`)).code).toBe(2);
  await alone(`payment decide ${named(payment)} --succeeded --reason "their cabinet"`);
  expect((await tolem(`payment reverse ${named(payment)} --reason "double" --agents-request "letter 17"`)).err).toContain(
    'no booking of it is known that could be rolled back',
  );
  await takeDocument(w.database, payment.id, 1, { paymentId: '10264777', bookedAt: null, day: dayIn(ZONE, new Date().toISOString()) });
  expect(await json(`payment reverse ${named(payment)} --reason "double" --agents-request "letter 17"`)).toMatchObject({
    state: 'waits',
    kind: 'reverse',
  });
});

test.each([
  ['--succeeded --send-again', 'decide one thing'],
  ['', 'decide one thing'],
  ['--succeeded --payment-id 5', '--payment-id belongs to --roll-back'],
  ['--failed abc', 'failed: a status is a number'],
])('`payment decide … %s` is a misuse', async (choice, words) => {
  const { code, err } = await tolem(`payment decide 144 5 ${choice} --reason "because"`);
  expect(code).toBe(2);
  expect(err).toContain(words);
});

test('the inbox names everything that waits, each with its command', async () => {
  const payment = await doubtful();
  const { out } = await tolem('inbox');
  expect(out).toContain(`→ tolem payment explain ${named(payment)}`);
  const { items } = await json<{ items: Array<{ kind: string; subject: string; amount: string }> }>('inbox');
  expect(items.find((item) => item.subject === named(payment))).toMatchObject({ kind: 'payment', amount: '5610.18' });
});

test('a voucher’s code is shown to the one who says why, and to nobody else', async () => {
  const payment = await accepted();
  await w.database.query('UPDATE payments SET voucher_code = $2 WHERE id = $1', [payment.id, vault(REGISTRY_KEY).seal('AAAA-BBBB-CCCC')]);
  expect((await tolem(`payment explain ${named(payment)}`)).out).not.toContain('AAAA-BBBB-CCCC');
  expect((await tolem(`payment reveal-code ${named(payment)} --as clerk --reason "the customer lost it"`)).err).toContain(
    'clerk may not do payment.reveal-code',
  );
  expect((await tolem(`payment reveal-code ${named(payment)}`)).code).toBe(2);
  expect((await tolem(`payment reveal-code ${named(payment)} --reason "the customer lost it"`)).out).toBe('AAAA-BBBB-CCCC\n');
  const { rows } = await w.database.query<{ staff: string; reason: string; detail: object }>(
    `SELECT staff, reason, detail FROM audit WHERE action = 'payment.reveal-code'`,
  );
  expect(rows).toEqual([{ staff: 'operator-1', reason: 'the customer lost it', detail: {} }]);
});
