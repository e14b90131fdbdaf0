import type { AddressInfo } from 'node:net';
import fastify from 'fastify';
import { Pool } from 'pg';
import { readConfig } from '../../src/config';
import { runProcess } from '../../src/lifetime';
import { createLogger } from '../../src/telemetry';

/** What Payment is held against: a Fastify route that reads a form and does one INSERT, with a pool as large as the api's. */
const config = readConfig();
const logger = createLogger(config, 'bench route');
const BODY_LIMIT = 64 * 1024;

runProcess('bench route', { logger }, async () => {
  const pool = new Pool({ connectionString: config.DATABASE_URL, max: config.DATABASE_POOL });
  const app = fastify({ logger: false });
  app.addContentTypeParser('application/x-www-form-urlencoded', { parseAs: 'string', bodyLimit: BODY_LIMIT }, (_request, body, done) =>
    done(null, new URLSearchParams(String(body))),
  );
  app.post('/insert', async (request) => {
    const form = request.body as URLSearchParams;
    await pool.query('INSERT INTO bench_inserts (agent_id, transaction_id, service_id, account, amount, services) VALUES ($1, $2, $3, $4, $5, $6)', [
      ...['AgentID', 'TransactionID', 'Service', 'Account', 'Amount', 'Services'].map((name) => form.get(name)),
    ]);
    return { ResponseStatus: 1, TransactinID: form.get('TransactionID') };
  });
  await app.listen({ host: '127.0.0.1', port: 0 });
  return {
    port: (app.server.address() as AddressInfo).port,
    async stop() {
      await app.close();
      await pool.end();
    },
  };
});
