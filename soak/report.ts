import { median, quantile } from '../bench/statistics';
import { KINDS, type Kind } from '../test/support/proof/kinds';
import type { Fact } from '../test/support/proof/registry';
import type { Memory } from './memory';
import type { Restarts } from './restarts';
import type { Doubts, Rest } from './verdict';

export interface Soak {
  readonly date: string;
  readonly seed: number;
  readonly machine: readonly string[];
  readonly connections: number;
  readonly all: readonly Fact[];
  readonly kinds: ReadonlyMap<string, Kind>;
  readonly loadSeconds: number;
  readonly rest: Rest;
  readonly armed: number;
  readonly met: number;
  readonly callbacksRefused: number;
  readonly restarts: Restarts;
  readonly doubts: Doubts;
  readonly memory: readonly Memory[];
  readonly broken: readonly string[];
}

const seconds = (value: number): string => (value < 10 ? value.toFixed(1) : value.toFixed(0));

/** docs/soak.md, in plain words. */
export function report(soak: Soak): string {
  const { all, restarts, doubts, rest } = soak;
  return `# Soak
What \`npm run soak\` saw on ${soak.date}. Repeat it with \`npm run soak -- --seed ${soak.seed}\`; \`npm run soak -- --payments 200\` is a short run that writes nothing. It ends by itself, with exit code 0 only if everything below held.

**The machine**
${soak.machine.map((line) => `- ${line}`).join('\n')}

**What was done.** ${all.length} payments of ${KINDS.length} kinds over ${soak.connections} connections in ${Math.round(soak.loadSeconds)} s: each client asks for its next payment when the last is final, or after 20 s. Meanwhile two workers were ended in turn, gracefully (${restarts.graceful} times) and by −9 (${restarts.killed} times), each brought back at once; ${soak.met} calls to the suppliers' sandboxes met a fault (${soak.armed} were switched on for one call each, every kind of both sandboxes on every operation of the payment path), and the agent's receiver refused ${soak.callbacksRefused} callbacks. Then everything had ${Math.round(rest.seconds)} s to come to its end.

**What held.** ${soak.broken.length === 0 ? verdict(soak) : `NOT everything: ${soak.broken.length} findings.`}

**What was unclear.** For ${doubts.payments} payments an answer was missing or could not be read, so the supplier's books or its Status were asked, ${doubts.looks} times in all; ${doubts.again} of them were sent again after it was proved that nothing had arrived. ${rest.byStaff === 0 ? 'All were solved without staff.' : `${rest.byStaff} were left to staff, who decided them by the supplier's book.`}

**Time to final**, from acceptance, in seconds; faults and restarts included

| kind | payments | median | p95 | p99 | longest |
|---|---:|---:|---:|---:|---:|
${KINDS.map((kind) => timesOf(kind, soak)).join('\n')}
${line('all', all)}

**Memory** in MiB (a shared page counts by its share); a worker's figures run over all its restarts

| process | start | peak | end |
|---|---:|---:|---:|
${soak.memory.map(({ name, start, peak, end }) => `| ${name} | ${[start, peak, end].map(Math.round).join(' | ')} |`).join('\n')}
`;
}

function verdict({ all, kinds }: Soak): string {
  const ended = [...new Set([...kinds.values()].map(({ ends }) => ends))].sort((a, b) => b - a);
  const counts = ended.map((status) => `${all.filter((fact) => fact.status === status).length} with ${status}`);
  return `None was lost and none was made twice: the suppliers' own books have exactly one booking for each payment that succeeded and none for any other (${counts.join(', ')}). Each ended as its kind ends. Every account of the ledger is what the payments make it, and the trial balance is zero. Status, the last Callback and the line of GetPaymentsByDate say the same of each.`;
}

function timesOf(kind: Kind, { all, kinds }: Soak): string {
  return line(
    kind.name,
    all.filter(({ transaction }) => kinds.get(transaction) === kind),
  );
}

function line(name: string, payments: readonly Fact[]): string {
  const took = payments
    .filter(({ final }) => final)
    .map((payment) => payment.seconds)
    .sort((a, b) => a - b);
  if (took.length === 0) return `| ${name} | 0 | | | | |`;
  return `| ${name} | ${took.length} | ${seconds(median(took))} | ${[0.95, 0.99, 1].map((share) => seconds(quantile(took, share))).join(' | ')} |`;
}
