import { by } from '../mutant';

const COMPARE = 'test/activities/bank-day/compare-book.test.ts';

export const COMPARED = by('src/activities/bank-day/compare-book.ts', [
  ['(line.row.ours || !source.sharedCode)', 'line.row.ours', COMPARE],
  ['if (rows.length === 0) return;', 'if (rows.length < 2) return;', COMPARE],
  [`if (ended.kind === 'unusable') return`, 'if (false) return', COMPARE],
  ['await ours.readAgain(source, readSince);', '', COMPARE],
  ['if (judged.open) found.set', 'if (!judged.open) found.set', COMPARE],
  ['if (ours) ours.stands = true;', '', COMPARE],
  ['one.stands ??= false', 'one.stands ??= true', COMPARE],
  ['for (const one of missing) one.stands = null;', 'for (const one of missing) one.stands = false;', COMPARE],
  ['if (payment && known) await doubtAbsence', 'if (!payment && known) await doubtAbsence', COMPARE],
  [`case 'adopt':`, `case 'adopt': if (tx) return NOTHING;`, 'test/activities/reversal/reverse.test.ts'],
  ['if (planless && !planless.finalAt) return NOTHING;', '', COMPARE],
  ['kind: verdict.kind, supplier', `kind: 'amount', supplier`, COMPARE],
]);
