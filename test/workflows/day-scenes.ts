import {
  bookQueue,
  type DayInput,
  type DayLadders,
  type DayStep,
  dayLadders,
  LAUNCH_DAY_WORKFLOW,
  type LaunchDayInput,
  launchDayWorkflowId,
  RECONCILIATION_WORKFLOW,
  reconciliationWorkflowId,
} from '../../src/contracts/workflows/day';
import { startDay } from '../../src/temporal/start-day';
import { until } from '../support/until';
import { ended, type Played, plays } from './scenes';
import { type Start, supplierOf } from './stage';

export const DAY = '2026-11-21';

export const step = (given: Partial<DayStep> & Pick<DayStep, 'next'>): DayStep => ({
  state: 'comparing',
  statusClass: given.next === 'wait' ? 'waiting' : 'running',
  needsStaff: false,
  waitsFor: null,
  waitsUntil: null,
  forMs: null,
  read: null,
  compared: null,
  breaks: [],
  readError: null,
  ...given,
});
export const waits = (waitsFor: string, given: Partial<DayStep> = {}): DayStep => step({ next: 'wait', waitsFor, ...given });

const READ = { read: { count: '100', sum: '1000.5' } };
const COMPARED = { ...READ, compared: { oursCount: '98', oursSum: '980.5', pairs: '97', unexplained: '0' } };
export const FETCH = step({ next: 'fetch', state: 'ended' });
export const COMPARE = step({ next: 'compare', ...READ });
export const REPAIR = step({ next: 'repair', ...COMPARED });
export const TO_SIGN = waits('signatures', {
  ...COMPARED,
  state: 'to sign',
  needsStaff: true,
  waitsUntil: '2026-11-22T04:00:00.000Z',
  breaks: [
    { kind: 'duplicate', count: 2 },
    { kind: 'only theirs', count: 1 },
  ],
});
export const READY = step({ next: 'finished', state: 'ready', statusClass: 'succeeded', waitsFor: 'confirmation', ...COMPARED });

export const day: Start = async (payment, starts) => {
  await startDay(starts, supplierOf(payment), DAY, 'a test');
  return reconciliationWorkflowId(supplierOf(payment), DAY);
};

/** With waiting times of its own. */
export const shortDay =
  (short: Partial<DayLadders>): Start =>
  async (payment, { client, prefix, ladders }) => {
    const input: DayInput = { supplier: supplierOf(payment), day: DAY, ladders: { ...dayLadders(ladders), ...short } };
    const workflowId = reconciliationWorkflowId(input.supplier, DAY);
    await client.workflow.start(RECONCILIATION_WORKFLOW, { workflowId, taskQueue: bookQueue(prefix), args: [input] });
    return workflowId;
  };

export const launched: Start = async (payment, { client, prefix, ladders }) => {
  const input: LaunchDayInput = { supplier: supplierOf(payment), launchMs: 10_000, resend: ladders.resend };
  const workflowId = launchDayWorkflowId(input.supplier);
  await client.workflow.start(LAUNCH_DAY_WORKFLOW, { workflowId, taskQueue: bookQueue(prefix), args: [input] });
  return workflowId;
};

/** A day whose run waits in a state until it is told, and is then ready. */
const toldWhile =
  (waiting: DayStep): Played =>
  async (on) => {
    const scene = await on.begins({ lookAtDay: [waiting, READY] }, day);
    await until('it waits', async () => (await scene.attributes()).status === 'waiting');
    await scene.nudge();
    return [await ended(scene)];
  };

async function continued(...[on]: Parameters<Played>): ReturnType<Played> {
  const scene = await on.begins({ lookAtDay: [TO_SIGN, waits('staff'), READY] }, shortDay({ lookEveryMs: 200, runMs: 100 }));
  const { workflowId, runId } = await scene.handle.describe();
  return [{ workflowId, runId }, await ended(scene)];
}

const readOnce = { lookAtDay: [FETCH], readBook: [COMPARE] };
/** Every shape of a day's history, and of its launch. */
export const DAY_SCENES: Readonly<Record<string, Played>> = {
  'reconciliation-open': toldWhile(waits('day end', { state: 'open' })),
  'reconciliation-agreed': plays({ ...readOnce, compareDay: [READY] }, day),
  'reconciliation-away': plays(
    { lookAtDay: [FETCH, FETCH], readBook: [waits('supplier', { state: 'ended', forMs: 20 }), COMPARE], compareDay: [READY] },
    day,
  ),
  'reconciliation-repaired': plays(
    { lookAtDay: [FETCH, FETCH], readBook: [COMPARE, COMPARE], compareDay: [REPAIR, READY], repairDay: [waits('repairs', { forMs: 20 })] },
    day,
  ),
  'reconciliation-signed': toldWhile(TO_SIGN),
  'reconciliation-unlike': toldWhile(waits('staff', { state: 'unlike', needsStaff: true })),
  'reconciliation-tried': plays({ lookAtDay: [step({ next: 'try', state: 'confirmed' })], tryDay: [{ ...READY, state: 'confirmed' }] }, day),
  'reconciliation-carried': continued,
  'launch-due': plays({ launch: [{ opened: [DAY], started: [DAY] }] }, launched),
};
