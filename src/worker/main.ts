import { constants, setPriority } from 'node:os';
import { readConfig } from '../config';
import { LADDERS, shutdownForceMs } from '../ladders';
import { runProcess } from '../lifetime';
import { collectProcessMetrics, createLogger } from '../telemetry';
import { createWorkerApp } from './app';

const config = readConfig();
const ladders = LADDERS[config.LADDERS];
const logger = createLogger(config, 'worker');
collectProcessMetrics('worker');
// Beside payments on one machine, books that are read apart come second.
if (!config.WORKER_ROLES.includes('payments')) setPriority(constants.priority.PRIORITY_LOW);
runProcess('worker', { logger, stopTimeoutMs: shutdownForceMs(ladders) + ladders.marginMs }, () => createWorkerApp(config, logger));
