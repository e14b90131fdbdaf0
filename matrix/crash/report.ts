import type { ScenarioResult } from './crash';

export interface CrashReport {
  readonly seed: number;
  readonly date: string;
  readonly machine: readonly string[];
  readonly minutes: number;
  readonly paths: ReadonlyArray<{ readonly name: string; readonly points: number }>;
  readonly results: readonly ScenarioResult[];
  /** The section about faults. */
  readonly faults: readonly string[];
}

const HEAD = ['victim', 'blow', 'points', 'planned', 'reached', 'payments', 'right', 'slowest to final'];

/** docs/crash-matrix.md, whole. */
export function crashReport({ seed, date, machine, minutes, paths, results, faults }: CrashReport): string {
  const total = (of: (result: ScenarioResult) => number): number => results.reduce((sum, result) => sum + of(result), 0);
  const wrong = results.flatMap(({ violations }) => violations);
  return `${[
    '# Crash matrix',
    '',
    `Written by \`npm run matrix\` on ${date} (seed ${seed}, ${minutes} minutes). Repeat it with \`MATRIX_SEED=${seed} npm run matrix\`; a part of it, with a seed of its own, runs in \`npm test\`.`,
    '',
    ...machine.map((line) => `- ${line}`),
    '',
    '## What was done',
    '',
    'TCP proxies stand before PostgreSQL, Temporal and both suppliers and know which payment a message belongs to; Tolem itself has no hooks for it. One payment of each path goes through undisturbed, and its messages are the **points**: each statement to PostgreSQL and the answer to each that changed something, each call to Temporal and to a supplier, its answer, and for suppliers half of its answer. Then payments are started at once, each of an agent of its own; each is stopped at a point of its own, where its message is held on the way. When all are parked, the victim gets one blow for all:',
    '',
    '- **−9**: all its processes are killed; messages on its wires are lost, the others go on; it is started again as a supervisor would.',
    '- **SIGSTOP**: it sleeps for 20 seconds, longer than every deadline of the ladders `fast` and than the registry’s pulse, wakes, and finds its held messages late. Beside a sleeping worker a second one takes over.',
    '- **replaced**: the store is stopped, copied, and goes on; the copy takes its place when other payments have ended and others are under way. Agents repeat no TransactionID that an older registry lacks.',
    '- **promoted**: a standby follows PostgreSQL and is cut off from it; payments that it knows go on and are sent, others come, and a second later PostgreSQL is killed and the standby promoted, faster than the pulse’s silence could tell. Payments of which it has no row at all are left out, and agents do not repeat those they were answered for. Where such a lost payment has paid the same bill with the same sum, nothing proves whose booking it is: the other one rightly waits for staff, unpaid.',
    '',
    'Agents ask again until they are answered, as agents do. Then everything must end by itself within 150 seconds, and it is counted **at the suppliers**: exactly one booking for each document of a successful payment, none for a failed one, none without a payment. Status says what the registry says, no attempt is left open, nothing waits for staff, the trial balance is zero, and each agent’s balance is its deposit less its successful payments.',
    '',
    '## Result',
    '',
    `| ${HEAD.join(' | ')} |`,
    `|${HEAD.map((_, at) => (at < 2 ? '---' : '---:')).join('|')}|`,
    ...results.map(row),
    `| **all** | | ${total(({ points }) => points)} | ${total(({ planned }) => planned)} | ${total(({ reached }) => reached)} | ${total(({ payments }) => payments)} | ${total(({ right }) => right)} | ${seconds(Math.max(0, ...results.map(({ slowestMs }) => slowestMs)))} |`,
    '',
    `*points*: known on the wires in question. *planned*: those that had their turn in the time of the scenario, in the order of the seed. *reached*: parked there when the blow fell; the others were struck somewhere before. *right*: final by itself, and booked as often as it should be. *slowest*: from the victim’s return (for the starter, from the blow) to the last final status.`,
    '',
    wrong.length === 0 ? 'No payment was lost and none was made twice.' : `**${wrong.length} wrong:**`,
    ...(wrong.length === 0 ? [] : ['', '```text', ...wrong.map((each) => each.slice(0, 4_000)), '```']),
    '',
    '## Paths',
    '',
    '| path | points |',
    '|---|---:|',
    ...paths.map(({ name, points }) => `| ${name} | ${points} |`),
    '',
    'Two paths of one supplier begin alike: a point that lies behind the same messages on both is planned once.',
    '',
    ...faults,
    '## What it does not cover',
    '',
    '- A supplier that books later than the settle delay: that is outside of what is promised (such a booking is a `duplicate` break of the same day), so requests that are already on their way to a supplier are not held while something sleeps.',
    '- Messages that name no payment (lists of bookings, polls that brought nothing, the sweeper’s own questions) are not points; they are struck by chance.',
    '- The loss of what a store has confirmed (a disk that lies about fsync): an older copy and a standby that lags stand for it.',
    '- The sandboxes keep what they have booked over a kill: a supplier that forgets a booking is the supplier’s break, found by the day’s comparison.',
    '',
  ].join('\n')}`;
}

const row = ({ victim, blow, points, planned, reached, payments, right, slowestMs }: ScenarioResult): string =>
  `| ${victim} | ${blow} | ${points || '—'} | ${planned || '—'} | ${points ? reached : '—'} | ${payments} | ${right} | ${seconds(slowestMs)} |`;

const seconds = (ms: number): string => (Number.isFinite(ms) ? `${(ms / 1_000).toFixed(1)} s` : 'never');
