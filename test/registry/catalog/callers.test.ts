import type { AgentId, ServiceId } from '../../../src/domain/ids';
import { type Money, type Rate, ZERO } from '../../../src/domain/money';
import { addAgent, findAgent } from '../../../src/registry/catalog/agents';
import { findCallers } from '../../../src/registry/catalog/callers';
import { addRate, findService, putService } from '../../../src/registry/catalog/services';
import { type Database, openDatabase } from '../../../src/registry/database';
import { migrate } from '../../../src/registry/migrate';
import { databaseUrl } from '../../support/services/services';

let database: Database;
const agent = (id: string) => id as AgentId;
const service = (id: string) => id as ServiceId;

beforeAll(async () => {
  const url = await databaseUrl();
  await migrate(url);
  database = openDatabase({ url, connections: 3, statementMs: 10_000 });
  await database.query(`INSERT INTO suppliers (name) VALUES ('upstream') ON CONFLICT DO NOTHING`);
  for (const [id, currency] of [
    ['144', 'KZT'],
    ['145', 'USD'],
  ] as const)
    await addAgent(database, { id: agent(id), name: id, currency, zone: 'Asia/Almaty', contractZone: 'UTC', passwordHash: 'none', overdraft: ZERO });
  await putService(database, {
    ...{ id: service('7'), name: 'Steam «7»', kind: 'plain', supplier: 'upstream', currency: 'USD', accountPattern: '[a-z"\\\\]+', testAccount: 'x' },
    ...{ minAmount: '1.00' as Money, maxAmount: '9007199254740993.55' as Money, remuneration: '0.125' as Money, topCommission: ZERO },
    contractCurrencies: ['KZT', 'USD'],
  });
  const rate = { service: service('7'), from: 'KZT', to: 'USD', source: 'own', validFrom: null } as const;
  await addRate(database, { ...rate, rate: '0.002159827212345678901' as Rate });
});
afterAll(() => database.close());

test('each question meets its own agent and service, exact and as read alone', async () => {
  const asked = [
    { agent: agent('145'), service: service('7') },
    { agent: agent('144'), service: service('7') },
    { agent: agent('999'), service: service('7') },
    { agent: agent('144'), service: null },
    { agent: agent('144'), service: service('8') },
    { agent: agent('144'), service: service('7') },
  ];
  const found = await findCallers(database, asked);
  const of144 = await findAgent(database, agent('144'));
  const rated = await findService(database, service('7'), 'KZT');
  expect(rated).toMatchObject({ maxAmount: '9007199254740993.55', rate: '0.002159827212345678901' });
  expect(found).toEqual([
    { agent: await findAgent(database, agent('145')), service: { ...rated, rate: null } },
    { agent: of144, service: rated },
    null,
    { agent: of144, service: null },
    { agent: of144, service: null },
    { agent: of144, service: rated },
  ]);
});
