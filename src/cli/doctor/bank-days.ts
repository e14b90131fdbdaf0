import { SUPPLIER_NAMES } from '../../contracts/supply';
import { ROLLBACK_LEFT_MS } from '../../domain/bank-day/overdue';
import { unsignedBreaks } from '../../registry/alarms/unsigned-breaks';
import type { Finding } from '../../staff-view/findings';
import { overdueDays } from '../../staff-view/overdue-days';
import { configuredZones } from '../../suppliers/configured-zones';
import type { Session } from '../terminal/session';
import { check, fail, ok, tryCheck, warn } from './finding';

const ALL = SUPPLIER_NAMES.join(', ');

/** What Prometheus is told of bank days and breaks, by the same questions and times. */
export async function bankDayFindings(session: Session): Promise<Finding[]> {
  return [
    ...(await tryCheck(check('bankDaysOf', { name: ALL }), () => days(session))),
    ...(await tryCheck(check('breaksOf', { name: ALL }), () => breaks(session))),
  ];
}

async function days({ database, config }: Session): Promise<Finding[]> {
  const overdue = await overdueDays(database, configuredZones(config));
  return SUPPLIER_NAMES.map((name) => {
    const of = overdue.filter(({ supplier }) => supplier === name);
    const [first] = of;
    return first
      ? fail(check('bankDaysOf', { name }), 'daysOverdue', { count: of.length, first: first.day })
      : ok(check('bankDaysOf', { name }), 'none', {});
  });
}

async function breaks({ database }: Session): Promise<Finding[]> {
  const open = await unsignedBreaks(database);
  return SUPPLIER_NAMES.map((name) => {
    const of = open.filter(({ supplier }) => supplier === name);
    const count = of.reduce((all, each) => all + each.count, 0);
    const leftS = Math.min(...of.flatMap(({ rollbackLeftS }) => rollbackLeftS ?? []));
    const what = check('breaksOf', { name });
    if (leftS * 1_000 < ROLLBACK_LEFT_MS) return fail(what, 'rollbackRunsOut', { count, minutes: Math.floor(leftS / 60) });
    return count > 0 ? warn(what, 'inInbox', { count }) : ok(what, 'none', {});
  });
}
