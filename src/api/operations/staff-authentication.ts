import type { FastifyRequest } from 'fastify';
import type { Action } from '../../domain/permissions';
import type { Database } from '../../registry/database';
import { demandPermission, type Staff, staffPasswordHash } from '../../registry/staff/staff';
import { metrics } from '../../telemetry';
import { plainAddress } from '../guard/allow-list';
import { basicCredentials } from '../guard/basic';
import { PasswordCheck } from '../guard/password-check';
import { RateLimit } from '../guard/rate';
import { HttpRefused } from '../partner/refusal';
import { OperationRefused } from './refused';

/** Passwords not remembered as right, per address: staff type theirs once, whoever guesses is slow. */
const TRIES_PER_MINUTE = 30;
const CHALLENGE = { 'www-authenticate': 'Basic realm="tolem", charset="UTF-8"' };
const STAFF_NAME = /^[a-z0-9][a-z0-9._-]{0,63}$/;

/** HTTP Basic against staff accounts: who asks, and whether they may. 401, 403 (a Refused), 429 and 503. */
export class StaffAuthentication {
  private readonly passwords: PasswordCheck;
  private readonly tries = new RateLimit(TRIES_PER_MINUTE);

  constructor(
    private readonly database: Database,
    passwords?: PasswordCheck,
  ) {
    this.passwords = passwords ?? new PasswordCheck();
  }

  async staff(request: FastifyRequest, action: Action): Promise<Staff> {
    const given = basicCredentials(request.headers.authorization ?? '');
    if (!given || !STAFF_NAME.test(given.name)) throw this.unknown();
    const stored = await staffPasswordHash(this.database, given.name);
    const verdict = await this.passwords.check(`staff:${given.name}`, given.password, stored, () => this.limit(request.ip));
    if (verdict === 'busy') throw new HttpRefused(503, 'слишком много проверок пароля', 1);
    if (verdict === 'wrong' || stored === null) throw this.unknown();
    return demandPermission(this.database, given.name, action);
  }

  private unknown(): OperationRefused {
    metrics.refusedCallers.inc({ why: 'staff' });
    return new OperationRefused(401, 'give the name and password of a staff account (HTTP Basic)', {}, CHALLENGE);
  }

  private limit(address: string): void {
    const waitS = this.tries.take(plainAddress(address));
    if (waitS === 0) return;
    metrics.refusedCallers.inc({ why: 'too many passwords' });
    throw new HttpRefused(429, 'слишком много запросов', waitS);
  }
}

const actors = new WeakMap<FastifyRequest, string>();

/** Whoever was let in acts under this name from here on. */
export const actsAs = (request: FastifyRequest, name: string): void => {
  actors.set(request, name);
};

export function actorOf(request: FastifyRequest): string {
  const name = actors.get(request);
  if (name === undefined) throw new Error('nobody was asked who acts');
  return name;
}
