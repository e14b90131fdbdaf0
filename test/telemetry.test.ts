import { Writable } from 'node:stream';
import { createLogger } from '../src/telemetry';

function logger() {
  const lines: string[] = [];
  const stream = new Writable({
    write(chunk: Buffer, _encoding, done) {
      lines.push(chunk.toString('utf8'));
      done();
    },
  });
  return { log: createLogger({ LOG_LEVEL: 'info' }, 'api', stream), lines };
}

test('secrets are cut and accounts masked, at the top of an entry and one level below', () => {
  const { log, lines } = logger();
  const secrets = {
    AgentPassword: 's-1',
    password: 's-2',
    authorization: 's-3',
    voucherCode: 's-4',
    Code: 's-5',
    callbackSecret: 's-6',
    account: '7081982000',
    Account: '7081982001',
  };
  log.info(secrets, 'top');
  log.info({ inner: secrets }, 'below');
  const text = lines.join('');
  expect(lines).toHaveLength(2);
  expect(text).not.toMatch(/s-\d/);
  expect(text).not.toContain('708198200');
  expect(text).toContain('"account":"70…00"');
});

test('an error is told by type, text, code and stack; a driver’s row is not', () => {
  const { log, lines } = logger();
  log.error(
    { err: Object.assign(new Error('duplicate key'), { code: '23505', detail: 'Key (account)=(7081982000) exists', where: 'row 7081982000' }) },
    'failed',
  );
  const line = JSON.parse(lines[0] ?? '') as { err: object };
  expect(line.err).toMatchObject({ type: 'Error', message: 'duplicate key', code: '23505' });
  expect(lines[0]).not.toContain('7081982000');
});
