import { createHmac, randomBytes } from 'node:crypto';
import { verifyPassword } from '../../registry/secrets';
import { Slots } from '../../wire/slots';

const VERIFIED_MS = 5 * 60_000;
const MAX_VERIFIED = 10_000;
const AT_ONCE = 2;
const QUEUE = 64;
const QUEUE_MS = 8_000;

export type PasswordVerdict = 'right' | 'wrong' | 'busy';

/**
 * Checks passwords against scrypt hashes: two at once, a bounded queue, and a password found right is remembered for five
 * minutes under an HMAC whose key dies with the process. The stored hash is part of what is remembered, so a changed
 * password counts at once.
 */
export class PasswordCheck {
  private readonly key = randomBytes(32);
  private readonly verified = new Map<string, number>();
  private readonly running = new Map<string, Promise<PasswordVerdict>>();
  private readonly slots = new Slots(AT_ONCE, QUEUE);
  /** Nobody's: an unknown caller costs the same time as a known one. */
  private readonly nobody = `scrypt$17$${randomBytes(16).toString('hex')}$${randomBytes(32).toString('hex')}`;

  constructor(
    private readonly verify: typeof verifyPassword = verifyPassword,
    private readonly now: () => number = Date.now,
  ) {}

  /**
   * `stored` null: there is no such caller, or it may not try; the answer is then never `right`. `beforeDeriving` is called where
   * the password is neither remembered nor being checked already, and may throw.
   */
  async check(caller: string, password: string, stored: string | null, beforeDeriving: () => void = () => {}): Promise<PasswordVerdict> {
    const hash = stored ?? this.nobody;
    const digest = this.digest(caller, password, hash);
    if (this.isRemembered(digest)) return 'right';
    const running = this.running.get(digest);
    if (running) return running;
    beforeDeriving();
    const work = this.derived(password, hash, digest).finally(() => this.running.delete(digest));
    this.running.set(digest, work);
    return work;
  }

  private async derived(password: string, hash: string, digest: string): Promise<PasswordVerdict> {
    const release = await this.slots.take(QUEUE_MS);
    if (!release) return 'busy';
    try {
      if (!(await this.verify(password, hash))) return 'wrong';
      this.remember(digest);
      return 'right';
    } finally {
      release();
    }
  }

  private isRemembered(digest: string): boolean {
    const until = this.verified.get(digest);
    return until !== undefined && until > this.now();
  }

  private remember(digest: string): void {
    this.verified.delete(digest);
    const oldest = this.verified.keys().next();
    if (this.verified.size >= MAX_VERIFIED && !oldest.done) this.verified.delete(oldest.value);
    this.verified.set(digest, this.now() + VERIFIED_MS);
  }

  private digest(caller: string, password: string, stored: string): string {
    return createHmac('sha256', this.key).update(`${caller}\0${stored}\0`).update(password).digest('base64');
  }
}
