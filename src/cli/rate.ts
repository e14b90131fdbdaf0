import { Command } from 'commander';
import { z } from 'zod';
import { printMoney } from '../domain/money';
import { addRate, findService, listRates } from '../registry/catalog/services';
import { Refused } from '../registry/staff/refused';
import { instantOf } from '../zone';
import { Currency, ExchangeRate, Rows, ServiceNumber } from './terminal/arguments';
import { Usage } from './terminal/globals';
import type { Io } from './terminal/io';
import { shownTime } from './terminal/shown';
import { verb } from './terminal/verb';

/** `tolem rate …`: units of the service's currency for one unit of the contract's; each change is a row. */
export function rateCommand(io: Io): Command {
  const noun = new Command('rate');
  noun
    .command('list [service]')
    .description('rates, newest first')
    .option('--limit <rows>', 'at most so many', '50')
    .action(
      verb(io, z.object({ service: ServiceNumber.optional(), limit: Rows }), async (session, { service, limit }) => {
        const rates = await listRates(session.database, service ?? null, limit);
        session.rows(
          rates,
          [
            { title: 'service', right: true },
            { title: 'from' },
            { title: 'to' },
            { title: 'rate', right: true },
            { title: 'source' },
            { title: 'valid from' },
          ],
          (row) => [row.service, row.from, row.to, printMoney(row.rate), row.source, shownTime(session.zone, row.validFrom)],
          'There is no rate yet.',
        );
      }),
    );
  noun
    .command('set <service>')
    .description('a rate of our own, from now or from a later moment; payments keep the one they were accepted with')
    .requiredOption('--rate <rate>', "units of the service's currency for one of the contract's")
    .option('--from <currency>', "the contract's currency", 'KZT')
    .option('--valid-from <moment>', 'yyyy-MM-dd HH:mm of the zone of --times-in, or ISO with an offset')
    .action(
      verb(io, z.object({ service: ServiceNumber, rate: ExchangeRate, from: Currency, validFrom: z.string().optional() }), async (session, asked) => {
        const { service, rate, from } = asked;
        const validFrom = asked.validFrom === undefined ? null : instantOf(session.zone, asked.validFrom);
        if (asked.validFrom !== undefined && validFrom === null)
          throw new Usage(`--valid-from: not a moment such as "2026-11-21 09:00": ${asked.validFrom}`);
        if (validFrom !== null && Date.parse(validFrom) < Date.now())
          throw new Refused('A rate begins now or later: earlier payments have theirs frozen.');
        const to = await session.act({ action: 'rate.set', subject: `service:${service}`, detail: { rate, from, validFrom } }, async (tx) => {
          const known = await findService(tx, service, from);
          if (!known) throw new Refused(`There is no service ${service}.`);
          if (known.currency === from && printMoney(rate) !== '1.0')
            throw new Refused(`Service ${service} pays ${from} out of ${from}: its rate is 1.`);
          await addRate(tx, { service, from, to: known.currency, rate, source: 'own', validFrom });
          return known.currency;
        });
        session.show({ service, from, to, rate, validFrom }, () => [
          `Service ${service}: 1 ${from} = ${rate} ${to} ${validFrom ? `from ${shownTime(session.zone, validFrom)} (${session.zone})` : 'from now on'}.`,
        ]);
      }),
    );
  return noun;
}
