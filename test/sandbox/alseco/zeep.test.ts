import { execFile, spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { OPERATION_NAMES } from '../../../src/contracts/alseco/operations';
import { type AlsecoWorld, alsecoWorld } from '../../suppliers/alseco/world';

/** `.ci/run` puts a Python with zeep first on the PATH; where there is none this test is skipped, which the closing lines tell and count. */
const hasZeep = spawnSync('python3', ['-c', 'import zeep'], { stdio: 'ignore', timeout: 20_000 }).status === 0;
const whereZeepIs = hasZeep ? test : test.skip;
if (!hasZeep) process.stderr.write('No python3 with zeep on the PATH: the sandbox is not driven by a foreign SOAP client (pip install zeep)\n');

const LIMIT_MS = 60_000;
type Answers = Record<(typeof OPERATION_NAMES)[number], unknown>;

let world: AlsecoWorld | undefined;
beforeAll(async () => {
  if (hasZeep) world = await alsecoWorld();
});
afterAll(() => world?.close());

whereZeepIs(
  'a foreign SOAP client (zeep) calls all 24 operations by the served WSDL alone',
  async () => {
    const { sandbox, today } = world as AlsecoWorld;
    const script = join(__dirname, 'zeep_client.py');
    const { stdout } = await promisify(execFile)('python3', [script, `${sandbox.endpoint}?wsdl`, today], {
      timeout: LIMIT_MS,
      maxBuffer: 4 * 1024 * 1024,
    });
    const answers = JSON.parse(stdout) as Answers;
    expect(Object.keys(answers).sort()).toEqual([...OPERATION_NAMES].sort());
    for (const name of OPERATION_NAMES) expect(answers[name]).not.toHaveProperty('fault');

    const month = today.slice(0, 7);
    expect(answers).toMatchObject({
      GetCurrentPeriod: month,
      GetAccountState: 'Active',
      GetAccountInfo: { Square: '44.000000', QuantityPeople: 1 },
      GetInvoicesByAccountsWithIIN: [{ State: 'Success', AccountInvoices: { IIN: '660523302303' } }, { State: 'AccountNotFound' }],
      GetInvoicesByInvoicesNew: [{ State: 'Success' }, { State: 'Success' }],
      PayD: { ResultPaymentInvoiceD: [{ State: 'Success' }, { State: 'Success', PayResDate: expect.stringMatching(`^${month}`) }] },
      Pay: { ResultPaymentInvoice: [{ State: 'Success' }] },
      RollbackPayments: [{ Result: 'Success' }, { PaymentId: 1, Result: 'PaymentNotFound' }],
      RollbackPaymentsBySysRef: [{ PaymentId: 'ZEEP3', Result: 'Success' }, { Result: 'PaymentNotFound' }],
      GetNotMovedPays: [{ SysRef: 'ZEEP1', PaySum: '20.00' }],
      GetBankDayChecks: [{ BankCode: 'ALSC', CheckedSign: true }],
      GetReport108e: { list: { Form108eItems: [{ SUMP: '10.00' }, { SUMP: '10.00' }] } },
      getPaysInfo: [{ SysRef: 'ZEEP1' }],
      GetBankPayByMonth: { list: { PayItem: [{ SysRef: 'ZEEP1', PaySum: '20.00' }] } },
      GetPaymentsInfo: [{ SysRef: 'ZEEP1' }],
      GetBillInfoLabels: { exRes: { Executed: true }, list: { BillInfoLabels: expect.arrayContaining([{ labelId: 1 }]) } },
      GetBillInfo: { list: { BillInfo: expect.arrayContaining([expect.objectContaining({ fixSum: '7700.50' })]) } },
    });
    expect(answers.GetAccountsWithFormedBill).toContain(7_898_381);
    const bytes = (name: 'GetPrintedInvoicePDF' | 'GetPrintedInvoice') => Buffer.from(String(answers[name]), 'base64').toString('latin1');
    expect([bytes('GetPrintedInvoicePDF').slice(0, 5), bytes('GetPrintedInvoice').slice(0, 6)]).toEqual(['%PDF-', 'GIF89a']);
  },
  LIMIT_MS + 10_000,
);
