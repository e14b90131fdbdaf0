import type { CellResult } from './cell';
import { FAULTS, type Fault, type Sandbox } from './fault';
import type { FaultRun } from './run';
import { endsUnderIt, TIMES, WAYS, type Way } from './way';

const TITLES: Readonly<Record<Sandbox, string>> = { alseco: 'Alseco', upstream: 'Upstream' };
const SIGNS: Readonly<Record<CellResult['outcome'], string>> = { right: '✓', 'not met': '·', wrong: '✗', 'not run': ' ' };

/** The section of docs/crash-matrix.md about faults. */
export function faultReport({ results, wrong }: FaultRun, minutes: number): string[] {
  const count = (outcome: CellResult['outcome']): number => results.filter((result) => result.outcome === outcome).length;
  const ran = results.filter(({ outcome }) => outcome !== 'not run');
  const payments = ran.reduce((sum, result) => sum + result.payments, 0);
  const waited = ran.filter(({ cell: { way, fault, times } }) => times === 'every' && !endsUnderIt(way, fault));
  const others = ran.filter((result) => !waited.includes(result));
  const notMet = results.filter(({ outcome }) => outcome === 'not met');
  const all = [...results.flatMap((result) => result.wrong), ...wrong];
  return [
    '## Faults',
    '',
    'Here nothing dies: the suppliers misbehave. Each **cell** is one fault at one operation of the payment path, with payments and accounts of its own, met by the **first** call, by the **second** alone (where a good first call leaves nothing to ask, it is cut, so that there is a second), or by **every** call until the fault is over. How each must end stands in the rules and is written down beforehand (`matrix/faults/way.ts`): a payment ends with its right status, counted at the supplier as one booking where it succeeded and none where it failed; under a fault that lasts it either ends all the same, because money was booked and the books prove it or because nothing that failed is read, or it waits and says for what and until when, and ends right once the fault is over.',
    '',
    `| cells | right | fault not met | wrong | not run | payments | slowest to final | slowest to say why it waits | slowest to final after a fault that lasted | minutes |`,
    '|---:|---:|---:|---:|---:|---:|---:|---:|---:|---:|',
    `| ${results.length} | ${count('right')} | ${count('not met')} | ${count('wrong')} | ${count('not run')} | ${payments} | ${slowest(others.map(({ slowestMs }) => slowestMs))} | ${slowest(waited.map(({ saidMs }) => saidMs))} | ${slowest(waited.map(({ slowestMs }) => slowestMs))} | ${minutes} |`,
    '',
    'Three signs stand for first, second, every: `✓` ended right; `w` waited with a stated reason while the fault lasted, and ended right after it; `·` ended right, but its fault was not met as often as it should have been, so that it proves nothing; `✗` wrong; `=` to a call that only reads this fault is the one in a line above. A blank was not run, because the time was over.',
    '',
    ...(['alseco', 'upstream'] as const).flatMap((sandbox) => table(sandbox, results)),
    '### What a payment says while it waits',
    '',
    '| operation | for example |',
    '|---|---|',
    ...WAYS.flatMap((way) => {
      const said = results.find(({ cell, waited: words }) => cell.way === way && cell.times === 'every' && words !== null)?.waited;
      return said ? [`| ${way.name} | ${said.replaceAll('|', '/').slice(0, 200)} |`] : [];
    }),
    '',
    'GetInvoicesByInvoices…, GetAccountState and RollbackPaymentsBySysRef are asked by clerks and by no payment. Lists and probes name no payment: their faults meet small groups of payments in doubt, one fault after another.',
    '',
    ...(notMet.length === 0
      ? []
      : [
          'Not met:',
          '',
          ...notMet.map(
            ({ cell: { way, fault, times }, met }) =>
              `- ${way.name}, ${fault.name}, ${times}: met ${met} times; the payment was final before this call was made.`,
          ),
          '',
        ]),
    all.length === 0
      ? 'Every payment ended as it must; ledger, suppliers’ books, Status, Callback and list agree about all of them.'
      : `**${all.length} wrong:**`,
    ...(all.length === 0 ? [] : ['', '```text', ...all.map((each) => each.slice(0, 4_000)), '```']),
    '',
  ];
}

function table(sandbox: Sandbox, results: readonly CellResult[]): string[] {
  const ways = WAYS.filter((way) => way.sandbox === sandbox);
  return [
    `### ${TITLES[sandbox]}`,
    '',
    `| fault | what happens | ${ways.map(({ name }) => name).join(' | ')} |`,
    `|---|---|${ways.map(() => ':---:|').join('')}`,
    ...FAULTS[sandbox].map((fault) => `| ${fault.name} | ${fault.words} | ${ways.map((way) => signs(results, way, fault)).join(' | ')} |`),
    '',
  ];
}

function signs(results: readonly CellResult[], way: Way, fault: Fault): string {
  if (way.shared && fault.twin) return '=';
  return TIMES.map((times) => {
    const result = results.find(({ cell }) => cell.way === way && cell.fault === fault && cell.times === times);
    if (result?.outcome === 'right' && times === 'every' && !endsUnderIt(way, fault)) return 'w';
    return SIGNS[result?.outcome ?? 'not run'];
  }).join(' ');
}

function slowest(times: readonly number[]): string {
  const ms = Math.max(0, ...times);
  return Number.isFinite(ms) ? `${(ms / 1_000).toFixed(1)} s` : 'never';
}
