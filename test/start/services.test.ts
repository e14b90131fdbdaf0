import { Connection } from '@temporalio/client';
import { Client } from 'pg';
import { databaseUrl, temporalAddress } from '../support/services/services';

test('each question for a database is answered with a fresh one of a real PostgreSQL', async () => {
  const urls = [await databaseUrl(), await databaseUrl()];
  expect(new Set(urls).size).toBe(2);
  for (const url of urls) {
    const client = new Client({ connectionString: url });
    await client.connect();
    await client.query('CREATE TABLE mark (n int)');
    expect((await client.query('SHOW fsync')).rows).toEqual([{ fsync: 'on' }]);
    await client.end();
  }
});

test('the Temporal server of the run answers for its namespace', async () => {
  const connection = await Connection.connect({ address: await temporalAddress() });
  const described = await connection.workflowService.describeNamespace({ namespace: 'default' });
  expect(described.namespaceInfo?.name).toBe('default');
  await connection.close();
});
