/**
 * The arrows: which room of src/ may import which. Closed by default: what no line allows is refused, and a new folder may import nothing,
 * nor be imported, until it stands here. docs/ARCHITECTURE.md shows the same table to people; a test holds every pair of both.
 *
 * A room is a folder, or a file at the top of src/. A room below another (suppliers/alseco) is no part of it.
 */
const EVERYWHERE = ['contracts', 'domain', 'ladders', 'zone'];
/** What api and cli, the two doors, have in common. */
const DOOR = ['staff-view', 'temporal', 'registry', 'suppliers', 'suppliers/alseco', 'wire', 'config', 'contracts/workflows', ...EVERYWHERE];
const ROOMS = {
  domain: { packages: ['big.js'] },
  zone: { imports: ['domain'], packages: ['luxon'] },
  ladders: {},
  contracts: { imports: ['domain', 'ladders'], packages: ['zod', 'lossless-json'], node: true },
  'contracts/workflows': { imports: ['ladders'], packages: ['@temporalio/common'] },
  config: { imports: ['domain', 'ladders'], packages: ['zod'], node: true },
  telemetry: { imports: ['config', 'domain'], packages: ['pino', 'prom-client'] },
  lifetime: { packages: ['pino'], node: true },
  loop: { node: true },
  running: { packages: ['zod'], node: true },
  wire: { imports: EVERYWHERE, packages: ['iconv-lite', 'lossless-json', 'saxes', 'soap', 'undici'], node: true },
  suppliers: { imports: ['suppliers/alseco', 'suppliers/upstream', 'wire', 'config', ...EVERYWHERE], node: true },
  'suppliers/alseco': { imports: ['suppliers', 'wire', 'config', ...EVERYWHERE], packages: ['luxon', 'soap', 'zod'], node: true },
  'suppliers/upstream': { imports: ['suppliers', 'wire', 'config', ...EVERYWHERE], packages: ['luxon', 'zod'], node: true },
  registry: { imports: ['wire', 'config', 'telemetry', ...EVERYWHERE], packages: ['pg', 'pino'], node: true },
  'staff-view': { imports: ['registry', ...EVERYWHERE] },
  workflows: { imports: ['activities', 'contracts/workflows', 'domain'], packages: ['@temporalio/workflow'] },
  activities: {
    imports: ['registry', 'suppliers', 'wire', 'telemetry', 'contracts/workflows', ...EVERYWHERE],
    packages: ['@temporalio/activity', '@temporalio/common', 'pino', 'zod'],
    node: true,
  },
  temporal: {
    imports: ['registry', 'wire', 'config', 'telemetry', 'loop', 'contracts/workflows', ...EVERYWHERE],
    packages: ['@temporalio/client', '@temporalio/common', 'pino', 'prom-client'],
    node: true,
  },
  worker: {
    imports: [
      'workflows',
      'activities',
      'temporal',
      'registry',
      'suppliers',
      'suppliers/alseco',
      'suppliers/upstream',
      'wire',
      'config',
      'telemetry',
      'lifetime',
      'loop',
      'contracts/workflows',
      ...EVERYWHERE,
    ],
    packages: ['@temporalio/worker', 'fastify', 'pino', 'prom-client'],
    node: true,
  },
  api: {
    imports: ['telemetry', 'lifetime', ...DOOR],
    packages: ['@fastify/swagger', '@temporalio/client', 'fastify', 'pino', 'zod'],
    node: true,
  },
  cli: {
    imports: ['running', ...DOOR],
    packages: ['@temporalio/client', 'commander', 'luxon', 'undici', 'zod'],
    node: true,
  },
  start: {
    imports: ['registry', 'suppliers', 'wire', 'config', 'lifetime', 'running', ...EVERYWHERE],
    packages: ['@temporalio/client', '@temporalio/worker', 'luxon', 'pg', 'zod'],
    node: true,
  },
  sandbox: { imports: ['wire', 'config', 'lifetime', 'telemetry', ...EVERYWHERE], packages: ['fastify', 'pino', 'zod'], node: true },
  'sandbox/alseco': {
    imports: ['sandbox', 'wire', 'config', 'lifetime', 'telemetry', ...EVERYWHERE],
    packages: ['fastify', 'pdfkit', 'pino', 'zod'],
    node: true,
  },
  'sandbox/upstream': {
    imports: ['sandbox', 'wire', 'config', 'lifetime', 'telemetry', ...EVERYWHERE],
    packages: ['fastify', 'pino', 'undici', 'zod'],
    node: true,
  },
};

module.exports = { ROOMS };
