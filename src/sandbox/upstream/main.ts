import { join } from 'node:path';
import pino from 'pino';
import { readConfig } from '../../config';
import { runProcess } from '../../lifetime';
import { startSandbox } from './server';

const config = readConfig();

runProcess('sandbox-upstream', { logger: pino({ level: config.LOG_LEVEL }) }, () =>
  startSandbox({
    port: config.SANDBOX_UPSTREAM_PORT,
    host: config.SANDBOX_HOST,
    journal: join(config.SANDBOX_DATA_DIR, 'upstream.jsonl'),
    agentId: config.UPSTREAM_AGENT_ID,
    password: config.UPSTREAM_AGENT_PASSWORD,
    zones: { upstream: config.UPSTREAM_ZONE, agent: config.UPSTREAM_AGENT_ZONE },
  }),
);
