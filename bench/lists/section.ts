import { median, shown, spread } from '../statistics';
import { type ListPair, type Lists, perSecond, WARM_UP_ROWS } from './lists';

const SPEED_AIM = 0.5;
const MEMORY_AIM = 1.2;
const KIB_PER_MIB = 1024;

/** The section of bench/results.md. */
export function listSection({ options, read }: Lists): string[] {
  const measured = [...read].map(([name, pairsOf]) => {
    const lengths = [...pairsOf.keys()];
    const least = Math.min(...lengths);
    const smallPeak = peak(pairsOf.get(least) ?? []);
    const rows = lengths.map((length) => {
      const pairs = pairsOf.get(length) ?? [];
      return { length, pairs, speed: median(pairs.map(speedOf)), growth: peak(pairs) / smallPeak };
    });
    return { name, least, rows, longer: rows.filter(({ length }) => length !== least) };
  });
  const row = (name: string, { length, pairs, growth }: (typeof measured)[number]['rows'][number]): string => {
    const of = (pick: (pair: ListPair) => number) => spread(pairs.map(pick));
    const cpu = of(({ tolem, bare }) => bare.cpuMs / tolem.cpuMs);
    const peakMib = of(({ tolem }) => tolem.peakKib / KIB_PER_MIB);
    return `| ${name} | ${length} | ${of(({ tolem }) => perSecond(tolem))} | ${of(({ bare }) => perSecond(bare))} | ${of(speedOf)} | ${cpu} | ${peakMib} | ${shown(growth)} |`;
  };
  const [first] = measured;
  const speeds = (first?.longer ?? []).map(({ length, speed }) => `${length} rows ${shown(speed)}: ${verdict(speed >= SPEED_AIM)}`);
  const growths = measured.map(({ name, least, longer }) => {
    const each = longer.map(({ length, growth }) => `${length} rows ${shown(growth)}: ${verdict(growth <= MEMORY_AIM)}`);
    return `  - ${name}, against ${least} rows: ${each.join('; ')}`;
  });
  return [
    '## Lists',
    '',
    'Read by the client from the HTTP answer down to what its callers get (for payments: times in the zone, exact sums, SHA-256 of the whole), beside a bare',
    '`saxes` parser (no namespaces, events counted and dropped) over the same bytes from the same server. Every reading is a process of its own, warmed up',
    `with a list of ${WARM_UP_ROWS} rows; peak memory is the most the kernel ever counted for that process, Node itself and the modules it loads included.`,
    `${options.main.name} in ${options.main.pairs} pairs; the other lists that may be long in ${options.others.pairs}, for their memory.`,
    '',
    '| list | rows | rows per second | bare | ratio | ratio by CPU | peak memory, MiB | beside the shortest |',
    '|---|---|---|---|---|---|---|---|',
    ...measured.flatMap(({ name, rows }) => rows.map((each) => row(name, each))),
    '',
    `- Speed of ${first?.name ?? 'no list'} against bare; aim at least ${SPEED_AIM}: ${speeds.join('; ')}.`,
    `- Peak memory; aim at most ${MEMORY_AIM}:`,
    ...growths,
  ];
}

const speedOf = ({ tolem, bare }: ListPair): number => perSecond(tolem) / perSecond(bare);
const peak = (pairs: readonly ListPair[]): number => median(pairs.map(({ tolem }) => tolem.peakKib));
const verdict = (met: boolean): string => (met ? 'met' : '**not met**');
