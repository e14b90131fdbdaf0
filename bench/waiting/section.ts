import { type Latencies, shown } from '../statistics';
import type { Waited } from './waiting';

/** The section of bench/results.md. */
export function waitingSection({ options, alone, beside, questionsPerSecond, endedAfterSeconds }: Waited): string[] {
  const row = (name: string, one: Latencies, other: Latencies): string =>
    `| ${name} | ${shown(one.p50)} | ${shown(one.max)} | ${shown(other.p50)} | ${shown(other.max)} | ${shown(other.p50 / one.p50)} |`;
  return [
    '## Waiting',
    '',
    `${options.waiting} payments that the upstream has taken and does not end; then ${options.fresh} new payments of each kind, one after another, from the agent's form to its`,
    'callback, in milliseconds; alone is the same before the others came. A top-up goes to the same upstream, a bill to Alseco.',
    '',
    '| | alone: median | longest | beside: median | longest | ratio of medians |',
    '|---|---|---|---|---|---|',
    row('top-up', alone.topUp, beside.topUp),
    row('bill', alone.bill, beside.bill),
    '',
    `- Meanwhile the upstream was asked for a status ${shown(questionsPerSecond)} times a second, the new payments' own questions included.`,
    `- When the upstream ended all of them, the last was final here ${shown(endedAfterSeconds)} s later, by asking alone: its Callback was off.`,
  ];
}
