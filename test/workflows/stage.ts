import { randomBytes, randomInt } from 'node:crypto';
import { Context } from '@temporalio/activity';
import { ApplicationFailure } from '@temporalio/common';
import { DefaultLogger, makeTelemetryFilterString, NativeConnection, Runtime, Worker } from '@temporalio/worker';
import { barePayment } from '../../bench/bare/payment';
import { readConfig } from '../../src/config';
import { callbackQueue, evidenceQueue, type NextStep, paymentWorkflowId, payQueue } from '../../src/contracts/workflows';
import { bookQueue } from '../../src/contracts/workflows/day';
import { LADDERS, type Ladders } from '../../src/ladders';
import type { Payment } from '../../src/registry/payment/payments';
import { temporalClient } from '../../src/temporal/connection';
import { registerSearchAttributes } from '../../src/temporal/search-attributes';
import { type Starts, startPayment } from '../../src/temporal/start';
import { temporalAddress } from '../support/services/services';
import { BUNDLE } from './replaying';
import { type Asked, type Input, Scene } from './scene';

/** What each activity does when it is asked the first, the second … time: answers, throws, or works. */
export type Script = Readonly<Record<string, readonly unknown[]>>;
/** Starts the workflow of a payment and answers its id. */
export type Start = (payment: Payment, starts: Starts) => Promise<string>;

/** So short that a repetition costs a test nothing. */
const AT_ONCE = { firstMs: 20, factor: 1, capMs: 20 };
const SHORT: Ladders = { ...LADDERS.fast, poll: AT_ONCE, evidence: AT_ONCE, resend: AT_ONCE };
/** Of one call to Temporal, a wait for a workflow's end included. */
const CALL_LIMIT_MS = 30_000;
const ACTIVITIES = ['check', 'pay', 'record', 'find', 'poll', 'undo', 'callback', 'deliver', 'reverse'];
const BOOK_ACTIVITIES = ['launch', 'lookAtDay', 'readBook', 'compareDay', 'repairDay', 'tryDay'];

const logging = { forward: {}, filter: makeTelemetryFilterString({ core: 'ERROR' }) };
Runtime.install({ logger: new DefaultLogger('ERROR'), shutdownSignals: [], telemetryOptions: { logging } });

/**
 * The built workflows on the run's Temporal server with activities that play a script: what a workflow makes of each answer is seen
 * without registry and suppliers. What no script provides for fails for good and names the activity.
 */
export async function stage(codePath = BUNDLE) {
  const address = await temporalAddress();
  const prefix = `s${randomBytes(4).toString('hex')}`;
  // Stages share a namespace: the ids of their workflows must differ.
  const first = randomInt(10_000_000, 900_000_000);
  const client = temporalClient(readConfig({ TEMPORAL_ADDRESS: address }), CALL_LIMIT_MS);
  await registerSearchAttributes(client);
  const starts: Starts = { client, prefix, ladders: SHORT };
  const scripts = new Map<string, { readonly lines: Map<string, unknown[]>; readonly asked: Asked[] }>();

  const play = async (activity: string, about: Input | string): Promise<unknown> => {
    const input = typeof about === 'string' ? { payment: about } : about;
    const script = scripts.get(String(input['payment'] ?? ownerOf(input)));
    script?.asked.push({ activity, input });
    const lines = script?.lines.get(activity);
    if (!lines?.length) throw ApplicationFailure.nonRetryable(`the script has no more of ${activity}`, 'NotInTheScript');
    const line = lines.shift();
    // What the test never gives ends with the stage.
    const said: unknown = typeof line === 'function' ? await Promise.race([line(input), Context.current().cancelled]) : line;
    if (said instanceof Error) throw said;
    return said;
  };
  const activities = Object.fromEntries([...ACTIVITIES, ...BOOK_ACTIVITIES].map((name) => [name, (about: Input | string) => play(name, about)]));
  const connection = await NativeConnection.connect({ address });
  const shared = { connection, namespace: client.options.namespace, activities, shutdownForceTime: '5s' };
  const running = { ...shared, workflowBundle: { codePath }, reuseV8Context: true };
  const workers = await Promise.all([
    Worker.create({ ...running, taskQueue: payQueue(prefix, 'alseco') }),
    Worker.create({ ...shared, taskQueue: evidenceQueue(prefix, 'alseco') }),
    Worker.create({ ...running, taskQueue: callbackQueue(prefix) }),
    Worker.create({ ...running, taskQueue: bookQueue(prefix) }),
  ]);
  const runs = workers.map((worker) => worker.run());

  return {
    starts,
    /** A payment of its own, its script, and its workflow, started. */
    begins: async (script: Script, start: Start = startedPayment): Promise<Scene> => {
      const payment = barePayment(String(first + scripts.size));
      const asked: Asked[] = [];
      scripts.set(payment.id, { asked, lines: new Map(Object.entries(script).map(([name, lines]) => [name, [...lines]])) });
      return new Scene(client.workflow.getHandle(await start(payment, starts)), payment, asked);
    },
    close: async () => {
      for (const worker of workers) worker.shutdown();
      await Promise.all(runs);
      await connection.close();
      await client.connection.close();
    },
  };
}
export type Stage = Awaited<ReturnType<typeof stage>>;

/** Days of a stage belong to suppliers of their own, so that no two stages have the same day. */
export const supplierOf = (payment: Payment): string => `s${payment.id}`;
const ownerOf = (input: Input): string => String(input['supplier']).slice(1);

export const startedPayment: Start = async (payment, starts) => {
  await startPayment(starts, payment);
  return paymentWorkflowId(payment.agent, payment.transaction);
};

/** With so little time for one call that a test can wait for its end. */
export const hurriedPayment: Start = (payment, starts) => {
  const pieces = { slotWaitMs: 100, supplierCallMs: 100, writeBudgetMs: 100, statementMs: 100, marginMs: 100 };
  return startedPayment(payment, { ...starts, ladders: { ...starts.ladders, ...pieces } });
};

/** An answer that the test gives when it wants to. */
export function held<T = NextStep>() {
  let give: (value: T) => void = () => {};
  const answer = new Promise<T>((resolve) => {
    give = resolve;
  });
  return { give: (value: T) => give(value), line: () => answer };
}
