import { once } from 'node:events';
import { type AddressInfo, createServer, type Socket } from 'node:net';
import { readConfig } from '../../src/config';
import { temporalClient } from '../../src/temporal/connection';

test('a Temporal that takes the connection and says nothing costs a call its limit, and no call more', async () => {
  const sockets: Socket[] = [];
  const silent = createServer((socket) => sockets.push(socket)).listen(0, '127.0.0.1');
  await once(silent, 'listening');
  const address = `127.0.0.1:${(silent.address() as AddressInfo).port}`;
  const { connection, workflow, options } = temporalClient(readConfig({ TEMPORAL_ADDRESS: address }), 300);
  try {
    await expect(connection.workflowService.describeNamespace({ namespace: options.namespace })).rejects.toThrow(/DEADLINE_EXCEEDED/);
    await expect(workflow.getHandle('144/1').describe()).rejects.toThrow();
  } finally {
    await connection.close();
    for (const socket of sockets) socket.destroy();
    silent.close();
  }
});
