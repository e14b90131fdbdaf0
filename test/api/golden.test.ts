import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse, stringify } from 'lossless-json';
import { z } from 'zod';
import type { ServiceId } from '../../src/domain/ids';
import { type Rate, rate } from '../../src/domain/money';
import { addRate, findService, pauseService } from '../../src/registry/catalog/services';
import { FORM_TYPE, type Gateway, gateway, post } from './gateway';
import { type SeededPayment, seedPayment } from './seeded';

/**
 * One folder per sample of the collection in both languages: the request is sent over HTTP, the answer compared in keys,
 * their order, and numbers as text. Mended against the document: one AccountCheck negates its number, the printed request of
 * Payment Static belongs to another answer (its printed form is a case of its own), and fractions of a second have six places
 * and a zero, because PostgreSQL keeps six.
 */
const FOLDER = join(__dirname, '..', 'golden', 'partner');

const World = z.object({
  rates: z.record(z.string(), z.string()).default({}),
  balance: z.string().optional(),
  only: z.string().optional(),
  limits: z.record(z.string(), z.tuple([z.string(), z.string()])).default({}),
  payments: z.array(z.custom<SeededPayment>()).default([]),
});

let world: Gateway;
beforeAll(async () => {
  world = await gateway();
});
beforeEach(() => world.reset());
afterAll(() => world.close());

test.each(readdirSync(FOLDER))('%s', async (name) => {
  const file = (of: string) => join(FOLDER, name, of);
  const sample = readFileSync(file('answer.json'), 'utf8');
  const isForm = existsSync(file('request.form'));
  const body = readFileSync(file(isForm ? 'request.form' : 'request.json'));
  await arrange(world, existsSync(file('world.json')) ? World.parse(JSON.parse(readFileSync(file('world.json'), 'utf8'))) : World.parse({}));
  world.supplierSays({ kind: 'found', extras: extrasOf(sample) });

  const basic = { authorization: `Basic ${Buffer.from('144:sandbox').toString('base64')}` };
  const answer = isForm
    ? await post(world, '/home/index', body, { 'content-type': FORM_TYPE })
    : await post(world, name.endsWith('total-amount') ? '/home/posttotalamount' : '/home/postpayments', body, {
        'content-type': 'application/json',
        ...basic,
      });

  expect(answer.code).toBe(200);
  expect(answer.headers.get('content-type')).toBe('application/json; charset=utf-8');
  expect(comparable(answer.text, sample)).toBe(stringify(parse(sample)));
});

/** Our own RequestIDs are drawn: where a new one was drawn it must look like one, and is then compared as the sample's. */
function comparable(text: string, sample: string): string | undefined {
  const drawn = /"RequestID":(\d{15}),/.exec(text)?.[1];
  const shown = /"RequestID": (\d+),/.exec(sample)?.[1] ?? '';
  const same = drawn ? text.replace(`"RequestID":${drawn},`, `"RequestID":${shown},`) : text;
  // Registers name their differences after the document's first words.
  return stringify(
    parse(same.replace(/("message":"Итоговая строка успешно загружена); расхождения: TotalAmount 500254.67, по услугам 500000.67;[^"]*/, '$1')),
  );
}

function extrasOf(sample: string): Array<{ FieldName: string; FieldValue: string }> {
  const read = z
    .object({ TransactionContent: z.object({ Extras: z.array(z.object({ FieldName: z.string(), FieldValue: z.string() })) }) })
    .safeParse(parse(sample));
  return read.success ? read.data.TransactionContent.Extras : [];
}

async function arrange({ database }: Gateway, { rates, balance, only, limits, payments }: z.infer<typeof World>): Promise<void> {
  // The sample's times are Moscow for the agent and three hours more for the payment organization.
  await database.query(`UPDATE agents SET zone = 'Europe/Moscow', contract_zone = 'Asia/Omsk' WHERE id = 144`);
  for (const [service, value] of Object.entries(rates)) {
    const found = await findService(database, service as ServiceId, 'KZT');
    await addRate(database, {
      service: service as ServiceId,
      from: 'KZT',
      to: found?.currency ?? '',
      rate: rate(value) as Rate,
      source: 'own',
      validFrom: null,
    });
  }
  if (balance) await database.query('UPDATE agent_balances SET available = $1 WHERE agent_id = 144', [balance]);
  for (const [service, [least, most]] of Object.entries(limits)) {
    await database.query('UPDATE services SET min_amount = $2, max_amount = $3 WHERE id = $1', [service, least, most]);
  }
  for (const id of ['7', '1911', '1549', '48', '815']) if (only && id !== only) await pauseService(database, id as ServiceId, 'not in this sample');
  for (const payment of payments) await seedPayment(database, payment);
}
