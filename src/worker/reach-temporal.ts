import { makeTelemetryFilterString, NativeConnection, Runtime } from '@temporalio/worker';
import type { Logger } from 'pino';
import type { Config } from '../config';
import type { Ladders } from '../ladders';
import { temporalAddressOf, temporalClient, temporalTls } from '../temporal/connection';
import { missingSearchAttributes, REGISTER_COMMAND, registerSearchAttributes } from '../temporal/search-attributes';
import { temporalLogger } from './runtime-log';

interface Reached {
  readonly connection: NativeConnection;
  readonly client: ReturnType<typeof temporalClient>;
}

/** Connects to Temporal, with every search attribute that a start of ours names. */
export async function reachTemporal(config: Config, ladders: Ladders, logger: Logger): Promise<Reached> {
  Runtime.install({
    logger: temporalLogger(logger),
    shutdownSignals: [],
    telemetryOptions: { logging: { forward: {}, filter: makeTelemetryFilterString({ core: 'WARN' }) } },
  });
  const tls = temporalTls(config);
  const connection = await NativeConnection.connect({
    address: temporalAddressOf(config),
    ...(tls ? { tls } : {}),
    ...(config.TEMPORAL_API_KEY ? { apiKey: config.TEMPORAL_API_KEY } : {}),
  });
  const client = temporalClient(config, ladders.temporalCallMs);
  const registered = await registerSearchAttributes(client).catch((error: Error) => {
    logger.error(
      { error: error.message, command: REGISTER_COMMAND },
      'the search attributes are missing and may not be registered from here: run the command',
    );
    return [];
  });
  if (registered.length > 0) logger.info({ registered }, 'search attributes registered');
  const missing = await missingSearchAttributes(client);
  if (missing.length > 0) throw new Error(`search attributes are missing: run ${REGISTER_COMMAND}`);
  return { connection, client };
}
