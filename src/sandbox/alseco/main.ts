import { readConfig } from '../../config';
import { runProcess } from '../../lifetime';
import { createLogger } from '../../telemetry';
import { startAlsecoSandbox } from './server';

const config = readConfig();

runProcess('sandbox-alseco', { logger: createLogger(config, 'sandbox-alseco') }, () =>
  startAlsecoSandbox({
    port: config.SANDBOX_ALSECO_PORT,
    host: config.SANDBOX_HOST,
    dataDir: config.SANDBOX_DATA_DIR,
    zone: config.ALSECO_ZONE,
    bankCode: config.ALSECO_BANK_CODE,
    overridesJson: config.ALSECO_OVERRIDES,
  }),
);
