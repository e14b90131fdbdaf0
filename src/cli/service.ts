import { Command } from 'commander';
import { z } from 'zod';
import { compare, type Money, money } from '../domain/money';
import { findService, listServices, pauseService, putService, type Service } from '../registry/catalog/services';
import { Refused } from '../registry/staff/refused';
import { inShell, VERBS } from '../staff-view/verb';
import { Currency, Limit, Name, Percent, Reason, ServiceNumber, SupplierArgument } from './terminal/arguments';
import { Usage } from './terminal/globals';
import type { Io } from './terminal/io';
import { shownMoney } from './terminal/shown';
import { verb } from './terminal/verb';

const KINDS = ['plain', 'dynamic', 'static', 'utility'] as const;

const Settings = z.object({
  name: Name.optional(),
  kind: z.enum(KINDS, { error: `a kind is ${KINDS.join(', ')}` }).optional(),
  supplier: z.union([SupplierArgument, z.literal('none')]).optional(),
  currency: Currency.optional(),
  pattern: z.string().min(1).max(500).optional(),
  testAccount: z.string().max(200).optional(),
  min: Limit.optional(),
  max: Limit.optional(),
  remuneration: Percent.optional(),
  topCommission: Percent.optional(),
  contractCurrency: z.array(Currency).min(1).optional(),
});

const withSettings = (command: Command): Command =>
  command
    .option('--name <name>', 'as agents see it')
    .option('--kind <kind>', `${KINDS.join(', ')}`)
    .option('--supplier <name>', 'where it goes: alseco, upstream, or none for no route (-501)')
    .option('--currency <currency>', 'what the receiver gets')
    .option('--pattern <expression>', 'regular expression over the whole account')
    .option('--test-account <account>', 'shown to agents; must match the pattern')
    .option('--min <amount>', "smallest amount in the contract's currency")
    .option('--max <amount>', 'largest amount')
    .option('--remuneration <percent>', "the agent's remuneration (Rate of GetSettingServices)")
    .option('--top-commission <percent>', 'what the agent may add for its customer')
    .option('--contract-currency <currency...>', 'contracts it is offered to');

/** `tolem service …`: what is sold, its limits and where it goes. */
export function serviceCommand(io: Io): Command {
  const noun = new Command('service');
  noun
    .command('list')
    .description('all services')
    .action(
      verb(io, z.object({}), async (session) => {
        const services = (await listServices(session.database)).map(serviceView);
        session.rows(
          services,
          [
            { title: 'service', right: true },
            { title: 'name' },
            { title: 'kind' },
            { title: 'supplier' },
            { title: 'cur' },
            { title: 'min', right: true },
            { title: 'max', right: true },
            { title: 'agent %', right: true },
            { title: 'account' },
            { title: 'paused' },
          ],
          (service) => [
            service.id,
            service.name,
            service.kind,
            service.supplier ?? 'none',
            service.currency,
            shownMoney(service.minAmount),
            shownMoney(service.maxAmount),
            service.remuneration,
            service.accountPattern,
            service.pausedReason ?? '',
          ],
          `There is no service yet: ${inShell(VERBS.helpWith('service', 'add'))}`,
        );
      }),
    );
  for (const what of ['add', 'set'] as const) {
    withSettings(
      noun.command(`${what} <service>`).description(what === 'add' ? 'a new service; it needs a rate too' : 'change what is given'),
    ).action(
      verb(io, Settings.extend({ service: ServiceNumber }), async (session, { service: id, ...given }) => {
        await session.act({ action: `service.${what}`, subject: `service:${id}`, detail: { ...given } }, async (tx) => {
          const known = await findService(tx, id, 'KZT');
          if (what === 'add' && known) throw new Refused(`There is a service ${id} already.`);
          if (what === 'set' && !known) throw new Refused(`There is no service ${id}.`);
          await putService(tx, whole({ id, ...(known ?? {}) }, given));
        });
        session.show({ id }, () => [`Service ${id} is ${what === 'add' ? `added; its rate: ${inShell(VERBS.setRate(id))}` : 'changed'}.`]);
      }),
    );
  }
  for (const state of ['pause', 'resume'] as const) {
    noun
      .command(`${state} <service>`)
      .description(state === 'pause' ? 'refuse new payments (-501) until it is resumed' : 'take payments again')
      .requiredOption('--reason <text>', 'why')
      .action(
        verb(io, z.object({ service: ServiceNumber, reason: Reason }), async (session, { service, reason }) => {
          await session.act({ action: `service.${state}`, subject: `service:${service}`, reason }, async (tx) => {
            if (!(await pauseService(tx, service, state === 'pause' ? reason : null))) throw new Refused(`There is no service ${service}.`);
          });
          session.show({ id: service, paused: state === 'pause' }, () => [`Service ${service} is ${state === 'pause' ? 'paused' : 'resumed'}.`]);
        }),
      );
  }
  return noun;
}

const serviceView = (service: Service) => ({
  ...service,
  minAmount: money(service.minAmount),
  maxAmount: money(service.maxAmount),
  remuneration: money(service.remuneration),
  topCommission: money(service.topCommission),
});

/** What is given over what is known; throws where the whole is no service. */
function whole(known: Partial<Service> & Pick<Service, 'id'>, given: z.output<typeof Settings>): Service {
  const service = {
    id: known.id,
    name: given.name ?? known.name,
    kind: given.kind ?? known.kind,
    supplier: given.supplier === undefined ? known.supplier : given.supplier === 'none' ? null : given.supplier,
    currency: given.currency ?? known.currency,
    accountPattern: given.pattern ?? known.accountPattern,
    testAccount: given.testAccount ?? known.testAccount ?? '',
    minAmount: given.min ?? known.minAmount,
    maxAmount: given.max ?? known.maxAmount,
    remuneration: given.remuneration ?? known.remuneration ?? money('0'),
    topCommission: given.topCommission ?? known.topCommission ?? money('0'),
    contractCurrencies: given.contractCurrency ?? known.contractCurrencies ?? ['KZT'],
  };
  const { name, kind, supplier, currency, accountPattern, testAccount, minAmount, maxAmount } = service;
  if (!name || !kind || supplier === undefined || !currency || !accountPattern || !minAmount || !maxAmount) {
    throw new Usage('a new service needs --name, --kind, --supplier, --currency, --pattern, --min and --max');
  }
  refuseContradictions(accountPattern, testAccount, minAmount, maxAmount);
  return { ...service, name, kind, supplier, currency, accountPattern, minAmount, maxAmount, pausedReason: null };
}

function refuseContradictions(pattern: string, testAccount: string, min: Money, max: Money): void {
  let expression: RegExp;
  try {
    expression = new RegExp(`^(?:${pattern})$`, 'u');
  } catch {
    throw new Usage(`--pattern: not a regular expression: ${pattern}`);
  }
  if (testAccount !== '' && !expression.test(testAccount))
    throw new Refused(`The test account ${testAccount} does not match the pattern ${pattern}.`);
  if (compare(min, max) > 0) throw new Refused(`The smallest amount ${min} is above the largest ${max}.`);
}
