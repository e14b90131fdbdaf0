import type { AnswerPair, Answers } from './answer/answer';
import { total } from './cpu';
import type { LedgerTimes } from './ledger/ledger';
import { ledgerSection } from './ledger/section';
import type { Half } from './lifecycle/half';
import type { Lifecycle, Pair } from './lifecycle/lifecycle';
import type { Lists } from './lists/lists';
import { listSection } from './lists/section';
import { median, shown, spread } from './statistics';
import { waitingSection } from './waiting/section';
import type { Waited } from './waiting/waiting';

const PATH_AIM = 3;
const RATIO_AIM = 0.8;
const P99_AIM = 3;

export interface Measured {
  readonly date: string;
  readonly machine: readonly string[];
  readonly lifecycle?: Lifecycle;
  readonly waiting?: Waited;
  readonly answers?: Answers;
  readonly lists?: Lists;
  readonly ledger?: LedgerTimes;
}

/** The whole of bench/results.md, or the sections of what was measured. */
export function report({ date, machine, lifecycle, waiting, answers, lists, ledger }: Measured): string {
  return [
    '# Measured',
    '',
    'Written by `npm run bench`. Each figure is the median over interleaved pairs with its spread (least–greatest).',
    '',
    `- ${date}`,
    ...machine.map((line) => `- ${line}`),
    '',
    ...(lifecycle ? [...lifecycleSection(lifecycle), ''] : []),
    ...(waiting ? [...waitingSection(waiting), ''] : []),
    ...(answers ? [...answerSection(answers), ''] : []),
    ...(lists ? [...listSection(lists), ''] : []),
    ...(ledger ? [...ledgerSection(ledger), ''] : []),
  ].join('\n');
}

function lifecycleSection({ options, pairs, laddered }: Lifecycle): string[] {
  const of = (pick: (half: Half) => number) => ({ tolem: pairs.map(({ tolem }) => pick(tolem)), bare: pairs.map(({ bare }) => pick(bare)) });
  const row = (name: string, pick: (half: Half) => number) => {
    const { tolem, bare } = of(pick);
    return `| ${name} | ${spread(tolem)} | ${spread(bare)} | ${spread(tolem.map((value, at) => value / (bare[at] as number)))} |`;
  };
  const ratios = pairs.map(({ tolem, bare }) => tolem.perSecond / bare.perSecond);
  const { activities } = (pairs[0] as Pair).tolem.path;
  const sum = (pick: (half: Half) => number) => pairs.reduce((all, { tolem }) => all + pick(tolem), 0);
  return [
    '## Lifecycle',
    '',
    `Payments of service 815 with one document, from the agent's form to its callback, ${options.count} a half with ${options.atOnce} in flight, ${pairs.length} pairs,`,
    `after ${options.warmUp} to warm up. Beside *bare*: a workflow with the same name, input, options, details, search attributes and upserts, whose activities do`,
    'nothing, on the same queues, started by a process of its own; PostgreSQL and both sandboxes up but idle, api and worker stopped (and the',
    'bare processes while Tolem is measured). CPU is what the kernel counted for the processes named, all threads, PostgreSQL with its backends, until the',
    'last workflow closed; under *bare* the api is the process that starts the workflows. Load generator and sandboxes are not counted and use the same cores.',
    '',
    '| | Tolem | bare | ratio |',
    '|---|---|---|---|',
    row('finished per second', (half) => half.perSecond),
    row('CPU ms per payment', (half) => total(half.cpuMs)),
    ...['api', 'worker', 'Temporal', 'PostgreSQL'].map((name) => row(`– ${name}`, (half) => half.cpuMs[name] ?? 0)),
    '',
    `- Rate against bare: ${spread(ratios)}; aim at least ${RATIO_AIM}: ${verdict(median(ratios) >= RATIO_AIM)}.`,
    `- Remote activities of a payment, read from its history: ${activities.length} (${activities.join(', ')}); aim at most ${PATH_AIM}: ${verdict(activities.length <= PATH_AIM)}. So took ${sum((half) => half.straight)} of the ${sum((half) => half.looked)} histories read.`,
    `- Callbacks whose first try failed or found the agent's two places taken, and which a workflow of their own delivered: ${laddered} of ${pairs.length * (options.count + options.warmUp)}.`,
  ];
}

function answerSection({ options, stopped, working }: Answers): string[] {
  const rows = [...stopped].flatMap(([connections, pairs]) => {
    const of = (pick: (pair: AnswerPair) => number) => spread(pairs.map(pick));
    const line = (name: string, of: (pick: 'payment' | 'route') => string) => `| ${name} | ${connections} | ${of('payment')} | ${of('route')} |`;
    return [
      `${line('requests per second', (side) => of((pair) => pair[side].requests / pair[side].seconds))} ${of((pair) => pair.payment.requests / pair.payment.seconds / (pair.route.requests / pair.route.seconds))} |`,
      ...(['p50', 'p99', 'max'] as const).map(
        (name) => `${line(`${name} ms`, (side) => of((pair) => pair[side][name]))} ${of((pair) => pair.payment[name] / pair.route[name])} |`,
      ),
    ];
  });
  const verdicts = [...stopped].map(([connections, pairs]) => {
    const ratio = median(pairs.map(({ payment, route }) => payment.p99 / route.p99));
    return `${connections} connections ${shown(ratio)}: ${verdict(ratio <= P99_AIM)}`;
  });
  const { payment, route, perSecond } = working;
  return [
    '## Answer of Payment',
    '',
    `\`Payment\` (service 815), one agent for each 15 connections as the protocol gives them, ${options.requests} requests a half after ${options.warmUp} to warm up, each connection sending its next request as soon as it is answered,`,
    `${[...stopped.values()][0]?.length ?? 0} pairs, workers stopped, Temporal up and told of new payments as always. Beside a Fastify route that reads the same form and does one INSERT into a table of its`,
    'own in the same database, with a pool of the same size. Payments of one agent queue for its one balance row; inserts of the route queue for nothing.',
    'After each half of Payment the outbox is emptied, so that the starts still due burden no other half.',
    '',
    '| | connections | Payment | one INSERT | ratio |',
    '|---|---|---|---|---|',
    ...rows,
    '',
    `- p99 against the route, workers stopped; aim at most ${P99_AIM}: ${verdicts.join('; ')}.`,
    `- Workers on, payments coming in steadily at half the finishing rate (${shown(perSecond)}/s for ${shown(payment.seconds)} s, ${payment.requests} requests, timed from when each was due): p50 ${shown(payment.p50)} ms, p99 ${shown(payment.p99)} ms, max ${shown(payment.max)} ms; the route asked as often in between: p50 ${shown(route.p50)} ms, p99 ${shown(route.p99)} ms, max ${shown(route.max)} ms. A figure only.`,
  ];
}

const verdict = (met: boolean): string => (met ? 'met' : '**not met**');
