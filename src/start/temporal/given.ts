import { connect } from 'node:net';
import type { Config } from '../../config';
import { StartRefused, sentenceOf } from '../refusal';

const CONNECT_TIMEOUT_MS = 10_000;

/** Proves that something listens at TEMPORAL_ADDRESS; namespace, TLS and key are the worker's to prove when it connects. */
export async function checkGivenTemporal(config: Config): Promise<void> {
  const address = config.TEMPORAL_ADDRESS ?? '';
  const parts = /^\[?([^\]/\s]+?)\]?:(\d{1,5})$/.exec(address);
  if (!parts) throw new StartRefused(`TEMPORAL_ADDRESS is not host:port: ${address}`);
  const [, host = '', port = ''] = parts;
  await new Promise<void>((resolve, reject) => {
    const socket = connect({ host, port: Number.parseInt(port, 10), timeout: CONNECT_TIMEOUT_MS });
    const refuse = (why: string) => {
      socket.destroy();
      reject(new StartRefused(`No Temporal server answers at TEMPORAL_ADDRESS ${address}: ${why}.`));
    };
    socket.once('connect', () => {
      socket.destroy();
      resolve();
    });
    socket.once('timeout', () => refuse(`no connection within ${CONNECT_TIMEOUT_MS / 1000} s`));
    socket.once('error', (error) => refuse(sentenceOf(error)));
  });
}
