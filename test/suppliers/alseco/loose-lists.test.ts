import { OPERATIONS } from '../../../src/contracts/alseco/operations';
import type { Day } from '../../../src/domain/day';
import { money } from '../../../src/domain/money';
import type { AlsecoSupplier } from '../../../src/suppliers/alseco/alseco';
import type { DocumentPlan, LookQuestion } from '../../../src/suppliers/supplier';
import { CASES } from './cases';
import { envelope } from './envelope';
import { bodyOf, changed, golden, isUnknown, type Said, Told, type Tree, whole } from './loosened';
import { context, payment } from './world';

/** Every list with each element in turn absent, empty, nil, of another type, and with an unknown one beside it. */
const told = new Told();
let alseco: AlsecoSupplier;
beforeAll(() => {
  alseco = told.client();
});
afterAll(() => told.close());

const LISTS = Object.entries(CASES).filter(([, { operation }]) => OPERATIONS[operation].list !== null);

describe.each(LISTS)('the list %s', (folder, { operation, bank, overrides, run }) => {
  test('is usable with each of its lines, or not at all', async () => {
    const { connection } = told.client({ overridesJson: overrides, ...(bank ? { bankCode: bank } : {}) });
    const { in: place, row } = OPERATIONS[operation].list as { in: string; row: string };
    const read = async (): Promise<Said & { readonly lines: readonly unknown[] }> => {
      const { end, rows } = (await run(connection, context())) as { end: Said; rows: readonly unknown[] };
      return { ...end, lines: rows };
    };
    const body = bodyOf(golden(folder));
    told.answers = () => whole(body);
    const meant = await read();
    expect([meant['kind'], meant.lines.length > 0]).toEqual(['usable', true]);
    for (const { where, how, tree } of changed(body, new Set([row]))) {
      told.answers = () => whole(tree);
      const { kind, lines } = await read();
      // A list without a line is an empty one, as the document says of a day without payments.
      if (kind !== 'usable' || (lines.length === 0 && where.endsWith(`/${place}`))) continue;
      expect({ where, how, whole: lines.length >= meant.lines.length }).toEqual({ where, how, whole: true });
      // An element that is no line of the list is one that cannot be read.
      expect({ where, how, more: lines.filter(readable).length > meant.lines.length }).toEqual({ where, how, more: false });
      if (!['absent', 'empty', 'nil'].includes(how)) continue;
      for (const [at, line] of lines.entries()) expect({ where, how, at, as: poorer(line, meant.lines[at]) }).toEqual({ where, how, at, as: true });
    }
  });
});

const readable = (line: unknown): boolean =>
  line !== null && (typeof line !== 'object' || ((line as Said)['kind'] !== 'unreadable' && (line as Said)['amount'] !== null));

/** A line that says less than it did: unreadable, or with some of its words missing and none other. */
function poorer(line: unknown, meant: unknown): boolean {
  if (line === null || line === undefined || line === '') return true;
  if (typeof line !== 'object') return line === meant;
  if ((line as Said)['kind'] === 'unreadable') return true;
  if (typeof meant !== 'object' || meant === null) return false;
  return Object.entries(line).every(([name, value]) => name === 'ours' || poorer(value, (meant as Said)[name]));
}

const DOCUMENT: DocumentPlan = {
  number: 1,
  reference: 'TLM2611210000000011',
  account: '7898380',
  invoice: '888555',
  amount: money('100'),
  content: '<PaymentDocument/>',
};

describe('the book of a day', () => {
  const DAY = '2026-11-21' as Day;
  const sought = '<InvoiceId>888555</InvoiceId><AccountId>7898380</AccountId><SysRef>TLM2611210000000011</SysRef><PaySum>100.00</PaySum>';
  const other = '<InvoiceId>888556</InvoiceId><AccountId>7898381</AccountId><SysRef>TLM2611210000000021</SysRef><PaySum>70.00</PaySum>';
  const notMoved = (...rows: string[]): string =>
    envelope(
      'GetNotMovedPaysResponse',
      `<GetNotMovedPaysResult>${rows.map((row) => `<ResultNotMovedPays>${row}</ResultNotMovedPays>`).join('')}</GetNotMovedPaysResult>`,
    );
  const moved = envelope('getPaysInfoResponse', '<getPaysInfoResult/>');
  const row = (id: string, of: string): string =>
    `<InvoicePaymentId>${id}</InvoicePaymentId>${of}<PaymentDate>2026-11-21T10:00:00</PaymentDate><PaymentReceiveDate>2026-11-21T00:00:00</PaymentReceiveDate>`;
  const look = async (known: LookQuestion['known']): Promise<Said> => {
    const [answer] = await alseco.look(
      { payment: payment(), documents: [{ ...DOCUMENT, days: [DAY] }], from: DAY, to: DAY, known, claims: [] },
      context(),
    );
    return { kind: answer?.look.said, paymentId: (answer?.outcome as Said | undefined)?.['paymentId'] };
  };
  const inBook = async (list: string, known: LookQuestion['known']): Promise<Said> => {
    const body = bodyOf(list);
    const give = (tree: Tree) => (asked: string) => (asked.includes('GetNotMovedPays') ? whole(tree) : moved);
    told.answers = give(body);
    const meant = await look(known);
    for (const { where, how, tree } of changed(body, new Set(['ResultNotMovedPays']))) {
      if (where === '/GetNotMovedPaysResponse/GetNotMovedPaysResult' && known.length === 0) continue;
      told.answers = give(tree);
      const said = await look(known);
      if (!isUnknown(said)) expect({ where, how, ...said }).toEqual({ where, how, ...meant });
    }
    return meant;
  };

  test('shows our booking, or nothing that could let it be sent again', async () => {
    const known = [{ paymentId: '27', day: DAY }];
    expect(await inBook(notMoved(row('26', sought), row('27', other)), known)).toMatchObject({ kind: 'found', paymentId: '26' });
    expect(await inBook(notMoved(row('26', sought)), [])).toMatchObject({ kind: 'found', paymentId: '26' });
  });
  test('proves absence by its witnesses, or nothing', async () => {
    expect(await inBook(notMoved(row('27', other)), [{ paymentId: '27', day: DAY }])).toMatchObject({ kind: 'absent' });
  });
});
