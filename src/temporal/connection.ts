import { readFileSync } from 'node:fs';
import { Client, Connection, type ConnectionOptions, defaultGrpcRetryOptions, makeGrpcRetryInterceptor } from '@temporalio/client';
import type { Config } from '../config';

type TemporalConfig = Pick<
  Config,
  | 'TEMPORAL_ADDRESS'
  | 'TEMPORAL_PORT'
  | 'TEMPORAL_NAMESPACE'
  | 'TEMPORAL_API_KEY'
  | 'TEMPORAL_TLS'
  | 'TEMPORAL_TLS_CLIENT_CERT_PATH'
  | 'TEMPORAL_TLS_CLIENT_KEY_PATH'
  | 'TEMPORAL_TLS_SERVER_CA_CERT_PATH'
  | 'TEMPORAL_TLS_SERVER_NAME'
>;

export const temporalAddressOf = (config: TemporalConfig): string => config.TEMPORAL_ADDRESS ?? `127.0.0.1:${config.TEMPORAL_PORT}`;

/** TLS as the Temporal CLI names it; undefined where the connection is plain. */
export function temporalTls(config: TemporalConfig) {
  const {
    TEMPORAL_TLS_CLIENT_CERT_PATH: crt,
    TEMPORAL_TLS_CLIENT_KEY_PATH: key,
    TEMPORAL_TLS_SERVER_CA_CERT_PATH: ca,
    TEMPORAL_TLS_SERVER_NAME: serverName,
  } = config;
  if (!config.TEMPORAL_TLS && !config.TEMPORAL_API_KEY && !crt && !ca) return undefined;
  return {
    ...(serverName ? { serverNameOverride: serverName } : {}),
    ...(ca ? { serverRootCACertificate: readFileSync(ca) } : {}),
    ...(crt && key ? { clientCertPair: { crt: readFileSync(crt), key: readFileSync(key) } } : {}),
  };
}

type Interceptor = NonNullable<ConnectionOptions['interceptors']>[number];

/**
 * Every call has this limit unless it names its own. `withDeadline` does the same through an AsyncLocalStorage, which makes every
 * promise of the process dearer for as long as it runs.
 */
const limited =
  (callMs: number): Interceptor =>
  (options, nextCall) =>
    nextCall({ ...options, deadline: options.deadline ?? Date.now() + callMs }) as ReturnType<Interceptor>;

/** Lazy: a process starts while Temporal is away, and goes on when it comes. `callMs` bounds each call with all its tries. */
export function temporalClient(config: TemporalConfig, callMs: number): Client {
  const tls = temporalTls(config);
  const connection = Connection.lazy({
    address: temporalAddressOf(config),
    interceptors: [limited(callMs), makeGrpcRetryInterceptor(defaultGrpcRetryOptions())],
    ...(tls ? { tls } : {}),
    ...(config.TEMPORAL_API_KEY ? { apiKey: config.TEMPORAL_API_KEY } : {}),
  });
  return new Client({ connection, namespace: config.TEMPORAL_NAMESPACE });
}
