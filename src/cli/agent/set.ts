import { randomBytes } from 'node:crypto';
import type { Command } from 'commander';
import { z } from 'zod';
import type { AgentId } from '../../domain/ids';
import { type Money, ZERO } from '../../domain/money';
import { type AgentChanges, addAgent, changeAgent, setOverdraft } from '../../registry/catalog/agents';
import { Refused } from '../../registry/staff/refused';
import { whyNotAllowed } from '../../wire/webhook';
import { Address, AgentNumber, Currency, Limit, Name, Zone } from '../terminal/arguments';
import { Usage } from '../terminal/globals';
import type { Io } from '../terminal/io';
import { newPassword } from '../terminal/password';
import type { Session } from '../terminal/session';
import { verb } from '../terminal/verb';

const MAX_ADDRESSES = 100;
const OFF = 'off';

const Access = z.object({
  zone: Zone.optional(),
  contractZone: Zone.optional(),
  allowedIp: z
    .array(z.union([z.literal('any'), Address]))
    .max(MAX_ADDRESSES)
    .optional(),
  callbackUrl: z.string().max(2_000).optional(),
  overdraft: Limit.optional(),
  password: z.boolean().optional(),
});

const withAccess = (command: Command): Command =>
  command
    .option('--zone <zone>', "IANA zone of the agent's own times")
    .option('--contract-zone <zone>', 'IANA zone of the business day')
    .option('--allowed-ip <address...>', 'addresses or networks it may call from; "any" for all')
    .option('--callback-url <url>', 'where final statuses are told to; "off" for none')
    .option('--overdraft <amount>', 'credit granted beyond the deposit');

/** `tolem agent add`. */
export function agentAdd(io: Io, noun: Command): void {
  withAccess(noun.command('add <agent>').description('a new agent; its password is made here and shown once, unless --password'))
    .requiredOption('--name <name>', 'as on the contract')
    .option('--currency <currency>', "the contract's: KZT, USD or RUB", 'KZT')
    .option('--password', 'read its password from a prompt or a pipe')
    .action(
      verb(io, Access.extend({ agent: AgentNumber, name: Name, currency: Currency }), async (session, asked) => {
        const { agent, name, currency } = asked;
        const { changes, shownOnce } = await accessChanges(session, asked);
        const password = await newPassword(session, asked.password === true);
        const zone = asked.zone ?? session.config.ALSECO_ZONE;
        await session.act({ action: 'agent.add', subject: `agent:${agent}`, detail: { name, currency, ...auditable(asked) } }, async (tx) => {
          const contract = { currency, zone, contractZone: asked.contractZone ?? zone, overdraft: ZERO };
          if (!(await addAgent(tx, { id: agent, name, passwordHash: password.hash, ...contract })))
            throw new Refused(`There is an agent ${agent} already.`);
          await changeAgent(tx, agent, changes);
        });
        if (asked.overdraft !== undefined) await grant(session, agent, asked.overdraft);
        told(session, agent, 'added', password.generated, shownOnce);
      }),
    );
}

/** `tolem agent set`. */
export function agentSet(io: Io, noun: Command): void {
  withAccess(noun.command('set <agent>').description('change what is given; a new callback address gets a new secret, shown once'))
    .option('--name <name>')
    .option('--password', 'read a new password from a prompt or a pipe')
    .option('--new-password', 'make a new password here and show it once')
    .action(
      verb(io, Access.extend({ agent: AgentNumber, name: Name.optional(), newPassword: z.boolean().optional() }), async (session, asked) => {
        const { agent } = asked;
        const { changes, shownOnce } = await accessChanges(session, asked);
        const password = asked.password || asked.newPassword ? await newPassword(session, asked.password === true) : null;
        const all: AgentChanges = { ...changes, ...(asked.name ? { name: asked.name } : {}), ...(password ? { passwordHash: password.hash } : {}) };
        if (Object.keys(all).length === 0 && asked.overdraft === undefined) throw new Usage('nothing to change was given');
        if (Object.keys(all).length > 0) {
          const detail = { ...auditable(asked), ...(asked.name ? { name: asked.name } : {}), ...(password ? { password: 'changed' } : {}) };
          await session.act({ action: 'agent.set', subject: `agent:${agent}`, detail }, async (tx) => {
            if (!(await changeAgent(tx, agent, all))) throw new Refused(`There is no agent ${agent}.`);
          });
        }
        if (asked.overdraft !== undefined) await grant(session, agent, asked.overdraft);
        told(session, agent, 'changed', password?.generated ?? null, shownOnce);
      }),
    );
}

/** Credit is money: another role grants it than sets addresses. */
function grant(session: Session, agent: AgentId, overdraft: Money): Promise<void> {
  return session.act({ action: 'agent.overdraft', subject: `agent:${agent}`, detail: { overdraft } }, async (tx) => {
    if (!(await setOverdraft(tx, agent, overdraft))) throw new Refused(`There is no agent ${agent}.`);
  });
}

async function accessChanges(session: Session, asked: z.output<typeof Access>): Promise<{ changes: AgentChanges; shownOnce: string | null }> {
  const { zone, contractZone, allowedIp, callbackUrl } = asked;
  const plain: AgentChanges = {
    ...(zone ? { zone } : {}),
    ...(contractZone ? { contractZone } : {}),
    ...(allowedIp ? { allowedIps: allowedIp.includes('any') ? [] : allowedIp } : {}),
  };
  if (callbackUrl === undefined) return { changes: plain, shownOnce: null };
  if (callbackUrl === OFF) return { changes: { ...plain, callbackUrl: null, callbackSecret: null }, shownOnce: null };
  const problem = whyNotAllowed(callbackUrl, session.ladders.name === 'fast');
  if (problem) throw new Refused(`${problem}.`);
  const secret = `whsec_${randomBytes(24).toString('base64')}`;
  return { changes: { ...plain, callbackUrl, callbackSecret: session.vault().seal(secret) }, shownOnce: secret };
}

const auditable = ({ zone, contractZone, allowedIp, callbackUrl }: z.output<typeof Access>): Record<string, unknown> =>
  Object.fromEntries(Object.entries({ zone, contractZone, allowedIp, callbackUrl }).filter(([, value]) => value !== undefined));

function told(session: Session, agent: string, what: string, password: string | null, callbackSecret: string | null): void {
  session.show({ id: agent, ...(password ? { password } : {}), ...(callbackSecret ? { callbackSecret } : {}) }, () => [
    `Agent ${agent} is ${what}.`,
    ...(password ? [`Its password, shown this once: ${password}`] : []),
    ...(callbackSecret ? [`The secret its callbacks are signed with, shown this once: ${callbackSecret}`] : []),
  ]);
}
