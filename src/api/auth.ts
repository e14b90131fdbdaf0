import { type Agent, agentsAtAddress, findAgent } from '../registry/catalog/agents';
import type { Caller, CallerQuestion } from '../registry/catalog/callers';
import type { Database } from '../registry/database';
import { metrics } from '../telemetry';
import { isAllowed, plainAddress } from './guard/allow-list';
import { PasswordCheck } from './guard/password-check';
import { RateLimit } from './guard/rate';
import { HttpRefused, RequestRefused } from './partner/refusal';
import type { Together } from './together';

/** Passwords that are not remembered as right, per address: guessing is slow, working agents never notice. */
const TRIES_PER_MINUTE = 120;

export interface AuthenticationOptions {
  readonly database: Database;
  readonly together: Pick<Together, 'caller'>;
  readonly ratePerMinute: number;
  readonly passwords?: PasswordCheck;
}

/** Tells which agent calls. Every refusal is −1, whatever the reason; 429 and 503 speak HTTP. */
export class Authentication {
  private readonly passwords: PasswordCheck;
  private readonly tries = new RateLimit(TRIES_PER_MINUTE);
  private readonly agents: RateLimit;

  constructor(private readonly options: AuthenticationOptions) {
    this.passwords = options.passwords ?? new PasswordCheck();
    this.agents = new RateLimit(options.ratePerMinute);
  }

  /** By password; the address must be on the agent's list where it has one. */
  async byPassword(question: CallerQuestion, password: string, address: string): Promise<Caller> {
    const caller = await this.options.together.caller(question);
    const stored = caller && isAllowed(caller.agent.allowedIps, address) ? caller.agent.passwordHash : null;
    const verdict = await this.passwords.check(question.agent, password, stored, () =>
      this.limit(this.tries.take(plainAddress(address)), 'too many passwords'),
    );
    if (verdict === 'busy') throw new HttpRefused(503, 'слишком много проверок пароля', 1);
    if (!caller || verdict === 'wrong') return this.refuse('password');
    this.admitted(caller.agent);
    return caller;
  }

  /** By the caller's address alone, where exactly one agent has it (the bare array of PostPayments). */
  async byAddress(address: string): Promise<Agent> {
    const [id, ...others] = await agentsAtAddress(this.options.database, plainAddress(address));
    const agent = id && others.length === 0 ? await findAgent(this.options.database, id) : null;
    return agent ? this.admitted(agent) : this.refuse('address');
  }

  private admitted(agent: Agent): Agent {
    if (agent.pausedReason !== null) return this.refuse('paused', 'партнёр приостановлен');
    this.limit(this.agents.take(agent.id), 'agent');
    return agent;
  }

  private refuse(why: string, more: string | null = null): never {
    metrics.refusedCallers.inc({ why });
    throw new RequestRefused(-1, more);
  }

  private limit(waitS: number, why: string): void {
    if (waitS === 0) return;
    metrics.refusedCallers.inc({ why });
    throw new HttpRefused(429, 'слишком много запросов', waitS);
  }
}
