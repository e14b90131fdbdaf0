import { compare, type Money, money } from '../../domain/money';
import { listSuppliers, type SupplierRow } from '../../registry/catalog/suppliers';
import type { Admissions, SupplierAdmission } from '../../suppliers/admission';
import { createSuppliers } from '../../suppliers/routes';
import type { Session } from '../terminal/session';
import { shownMoney } from '../terminal/shown';
import { type Finding, fail, ok, tryCheck, warn } from './finding';

/** An offset of so many minutes is a wrong zone, not a slow clock. */
const WRONG_ZONE_MINUTES = 10;

/** What the registry says of each supplier, and what it answers to something harmless now. */
export async function supplierFindings(session: Session, admissions: Admissions): Promise<Finding[]> {
  const [states, words, probes] = await Promise.all([
    tryCheck('suppliers', async () =>
      (await listSuppliers(session.database)).flatMap((row) => stateFindings(row, session.config.UPSTREAM_LOW_BALANCE)),
    ),
    Promise.all(Object.entries(admissions).map(([name, admission]) => tryCheck(`word of ${name}`, () => wordFinding(`word of ${name}`, admission)))),
    tryCheck('supplier probes', () => probeAll(session, admissions)),
  ]);
  return [...states, ...words.flat(), ...probes];
}

function stateFindings(row: SupplierRow, lowBalance: string): Finding[] {
  const what = `supplier ${row.name}`;
  const why = `${row.state} since ${row.since}${row.by ? ` by ${row.by}` : ''}${row.reason ? `: ${row.reason}` : ''}`;
  const state = row.state === 'open' ? ok(what, 'open') : row.state === 'slowed' || row.by ? warn(what, why) : fail(what, why);
  return [state, ...depositFinding(row, money(lowBalance)), ...zoneFinding(row)];
}

function depositFinding({ name, balance, balanceAt }: SupplierRow, low: Money): Finding[] {
  if (balance === null) return [];
  const said = `${shownMoney(balance)} as of ${balanceAt}`;
  return [compare(balance, low) < 0 ? fail(`deposit at ${name}`, `${said}: below ${low} (UPSTREAM_LOW_BALANCE)`) : ok(`deposit at ${name}`, said)];
}

function zoneFinding({ name, zoneOffsetMinutes }: SupplierRow): Finding[] {
  if (zoneOffsetMinutes === null) return [];
  const hours = Math.round((zoneOffsetMinutes / 60) * 10) / 10;
  return [
    Math.abs(zoneOffsetMinutes) >= WRONG_ZONE_MINUTES
      ? fail(`zone of ${name}`, `wrong by ${hours} h: its times are not in the configured zone`)
      : ok(`zone of ${name}`, 'as configured'),
  ];
}

/** Whether it says that it is a sandbox, and whether it would have to. */
async function wordFinding(what: string, admission: SupplierAdmission): Promise<Finding> {
  const held = await admission.atBoot();
  if (held) return warn(what, held);
  const heard = await admission.ask();
  if (heard.is === 'no answer') return warn(what, `none: ${heard.why}`);
  return ok(what, heard.is === 'sandbox' ? 'it says that it is a sandbox' : 'it does not say that it is a sandbox: a real supplier');
}

async function probeAll({ config, ladders }: Session, admissions: Admissions): Promise<Finding[]> {
  const suppliers = createSuppliers(config, ladders, 'agents', admissions);
  const asked = [...suppliers.values()].map((supplier) =>
    tryCheck(`probe of ${supplier.name}`, async () => {
      const probe = await supplier.probe({ signal: AbortSignal.timeout(ladders.accountCheckCallMs), keep: () => {} });
      return probe.ok ? ok(`probe of ${supplier.name}`, probe.text) : fail(`probe of ${supplier.name}`, `${probe.trouble}: ${probe.reason}`);
    }),
  );
  try {
    return (await Promise.all(asked)).flat();
  } finally {
    await Promise.all([...suppliers.values()].map((supplier) => supplier.close()));
  }
}
