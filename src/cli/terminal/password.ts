import { randomBytes } from 'node:crypto';
import { isDemoPassword } from '../../registry/demo';
import { hashPassword } from '../../registry/secrets';
import { Refused } from '../../registry/staff/refused';
import type { Session } from './session';

const SHORTEST = 8;
const LONGEST = 128;

export interface GivenPassword {
  readonly hash: string;
  /** Set where it was made here: it is shown once and kept nowhere. */
  readonly generated: string | null;
}

/** Typed at a prompt or piped in where `typed`, else made here: never an argument, which every user of the machine can read. */
export async function newPassword(session: Session, typed: boolean): Promise<GivenPassword> {
  const password = typed ? await session.io.secret('Password') : randomBytes(18).toString('base64url');
  if (password.length < SHORTEST || password.length > LONGEST) throw new Refused(`A password has ${SHORTEST} to ${LONGEST} characters.`);
  if (isDemoPassword(password)) throw new Refused('That is a password of the demo, which everybody knows.');
  if (/[\p{Cc}\p{Cf}]/u.test(password)) throw new Refused('A password holds no control characters.');
  return { hash: await hashPassword(password), generated: typed ? null : password };
}
