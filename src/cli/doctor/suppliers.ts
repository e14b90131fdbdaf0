import { compare, type Money, money } from '../../domain/money';
import { listSuppliers, type SupplierRow } from '../../registry/catalog/suppliers';
import type { Finding } from '../../staff-view/findings';
import type { Admissions, SupplierAdmission } from '../../suppliers/admission';
import { createSuppliers } from '../../suppliers/routes';
import type { Session } from '../terminal/session';
import { shownMoney } from '../terminal/shown';
import { check, fail, ok, tryCheck, warn } from './finding';

/** An offset of so many minutes is a wrong zone, not a slow clock. */
const WRONG_ZONE_MINUTES = 10;

/** What the registry says of each supplier, and what it answers to something harmless now. */
export async function supplierFindings(session: Session, admissions: Admissions): Promise<Finding[]> {
  const [states, words, probes] = await Promise.all([
    tryCheck(check('suppliers', {}), async () =>
      (await listSuppliers(session.database)).flatMap((row) => stateFindings(row, session.config.UPSTREAM_LOW_BALANCE)),
    ),
    Promise.all(
      Object.entries(admissions).map(([name, admission]) =>
        tryCheck(check('wordOf', { name }), () => wordFinding(check('wordOf', { name }), admission)),
      ),
    ),
    tryCheck(check('probes', {}), () => probeAll(session, admissions)),
  ]);
  return [...states, ...words.flat(), ...probes];
}

function stateFindings(row: SupplierRow, lowBalance: string): Finding[] {
  const { name, state, since, by, reason } = row;
  const supplier = check('supplier', { name });
  const found =
    state === 'open'
      ? ok(supplier, 'supplierOpen', {})
      : (state === 'slowed' || by ? warn : fail)(supplier, 'supplierClosed', { state, since, by, reason });
  return [found, ...depositFinding(row, money(lowBalance)), ...zoneFinding(row)];
}

function depositFinding({ name, balance, balanceAt }: SupplierRow, low: Money): Finding[] {
  if (balance === null) return [];
  const deposit = check('deposit', { name });
  const is = { amount: shownMoney(balance), at: balanceAt ?? '' };
  return [compare(balance, low) < 0 ? fail(deposit, 'depositLow', { ...is, below: low }) : ok(deposit, 'depositCovers', is)];
}

function zoneFinding({ name, zoneOffsetMinutes }: SupplierRow): Finding[] {
  if (zoneOffsetMinutes === null) return [];
  const zone = check('zone', { name });
  const hours = Math.round((zoneOffsetMinutes / 60) * 10) / 10;
  return [Math.abs(zoneOffsetMinutes) >= WRONG_ZONE_MINUTES ? fail(zone, 'zoneWrong', { hours }) : ok(zone, 'zoneRight', {})];
}

/** Whether it says that it is a sandbox, and whether it would have to. */
async function wordFinding(of: Finding['check'], admission: SupplierAdmission): Promise<Finding> {
  const held = await admission.atBoot();
  if (held) return warn(of, 'isHeld', { why: held });
  const heard = await admission.ask();
  if (heard.is === 'no answer') return warn(of, 'gaveNoWord', { why: heard.why });
  return ok(of, heard.is === 'sandbox' ? 'isSandbox' : 'isNoSandbox', {});
}

async function probeAll({ config, ladders }: Session, admissions: Admissions): Promise<Finding[]> {
  const suppliers = createSuppliers(config, ladders, 'agents', admissions);
  const asked = [...suppliers.values()].map((supplier) => {
    const of = check('probeOf', { name: supplier.name });
    return tryCheck(of, async () => {
      const probe = await supplier.probe({ signal: AbortSignal.timeout(ladders.accountCheckCallMs), keep: () => {} });
      return probe.ok ? ok(of, 'probeAnswered', { text: probe.text }) : fail(of, 'probeFailed', { trouble: probe.trouble, reason: probe.reason });
    });
  });
  try {
    return (await Promise.all(asked)).flat();
  } finally {
    await Promise.all([...suppliers.values()].map((supplier) => supplier.close()));
  }
}
