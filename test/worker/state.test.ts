import type { Worker } from '@temporalio/worker';
import { readConfig } from '../../src/config';
import { metrics } from '../../src/telemetry';
import { serveState } from '../../src/worker/state';
import { listening } from './listening';

let states: string[];
let page: Awaited<ReturnType<typeof serveState>>;
const heard = listening();

beforeAll(async () => {
  const queues = ['tolem-pay-alseco', 'tolem-callback'];
  const workers = queues.map((taskQueue, at) => ({ options: { taskQueue }, getState: () => states[at] }) as unknown as Worker);
  page = await serveState(readConfig({ WORKER_PORT: '0' }), workers, heard.logger, async () => {});
});
afterAll(() => page?.stop());
beforeEach(() => {
  states = ['RUNNING', 'RUNNING'];
});
const get = (path: string) => fetch(`http://127.0.0.1:${page.port}${path}`);

test('it lives as long as the process does, whatever its queues do', async () => {
  states = ['FAILED', 'STOPPED'];
  const answer = await get('/health');
  expect([answer.status, await answer.json()]).toEqual([200, { status: 'ok' }]);
});

test('it is ready while every queue is polled, and names the one that is not', async () => {
  expect((await get('/ready')).status).toBe(200);
  states = ['RUNNING', 'DRAINING'];
  const answer = await get('/ready');
  expect([answer.status, await answer.json()]).toEqual([
    503,
    {
      ready: false,
      queues: [
        { taskQueue: 'tolem-pay-alseco', state: 'RUNNING' },
        { taskQueue: 'tolem-callback', state: 'DRAINING' },
      ],
    },
  ]);
});

test('its metrics are Prometheus’s text', async () => {
  const answer = await get('/metrics');
  expect(answer.headers.get('content-type')).toBe(metrics.registry.contentType);
  expect(await answer.text()).toContain('# TYPE tolem_');
});

test('metrics that cannot be told are no crash: 503, and the log says why', async () => {
  const broken = jest.spyOn(metrics.registry, 'metrics').mockRejectedValueOnce(new Error('a gauge’s own failure'));
  const answer = await get('/metrics');
  expect(answer.status).toBe(503);
  expect(await answer.text()).not.toContain('gauge');
  expect(heard.said).toContainEqual(['warn', 'the state could not be told']);
  broken.mockRestore();
});

test('nothing else is there', async () => {
  expect((await get('/')).status).toBe(404);
});
