import type { Language } from '../../src/domain/status';
import { type Finding, findingView } from '../../src/staff-view/findings';

const OVERDUE: Finding = {
  level: 'warn',
  check: { key: 'bookOf', args: { name: 'alseco' } },
  told: { key: 'bookOverdue', args: { dueAt: '2026-11-21T10:00:00Z' } },
};
const UNFOUNDED: Finding = {
  level: 'fail',
  check: { key: 'stepsAsked', args: {} },
  told: { key: 'stepsUnfounded', args: { payments: 21, activity: 'record', subject: '144 1', why: 'no seal', at: '2026-11-21T10:00:00Z' } },
};

test.each<[Language, Finding, string, string]>([
  ['en', OVERDUE, 'book of alseco', 'its reading is due since 2026-11-21T10:00:00Z: no worker reads it'],
  ['ru', OVERDUE, 'книга alseco', 'срок чтения прошёл 2026-11-21T10:00:00Z: её никто не читает'],
  ['kk', OVERDUE, 'alseco кітабы', 'оқу мерзімі 2026-11-21T10:00:00Z өтті: оны ешкім оқымайды'],
  ['en', UNFOUNDED, 'steps Temporal asked for', 'refused for 21 payments in a day'],
  ['ru', UNFOUNDED, 'шаги, о которых просил Temporal', 'за сутки отклонены по 21 платежу'],
  ['kk', UNFOUNDED, 'Temporal сұраған қадамдар', 'бір тәулікте 21 төлем бойынша қабылданбады'],
])('what doctor found is told in %s and stays data', (language, finding, what, said) => {
  const view = findingView(finding, language);
  expect(view).toMatchObject({ level: finding.level, check: finding.check, key: finding.told.key, args: finding.told.args, what });
  expect(view.said).toContain(said);
});
