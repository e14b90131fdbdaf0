import { createCipheriv, createDecipheriv, randomBytes, scrypt, timingSafeEqual } from 'node:crypto';

/** scrypt N=2^17, r=8, p=1: some 0.4 s and 128 MiB each, so callers bound how many run at once. */
const COST = { N: 2 ** 17, r: 8, p: 1, maxmem: 192 * 1024 * 1024 };
const HASH = /^scrypt\$17\$([0-9a-f]{32})\$([0-9a-f]{64})$/;

export async function hashPassword(password: string): Promise<string> {
  const salt = randomBytes(16);
  return `scrypt$17$${salt.toString('hex')}$${(await derive(password, salt)).toString('hex')}`;
}

/** Constant-time; throws when the stored text is not one of our hashes. */
export async function verifyPassword(password: string, stored: string): Promise<boolean> {
  const parts = HASH.exec(stored);
  if (!parts?.[1] || !parts[2]) throw new Error('not a password hash of ours');
  return timingSafeEqual(await derive(password, Buffer.from(parts[1], 'hex')), Buffer.from(parts[2], 'hex'));
}

function derive(password: string, salt: Buffer): Promise<Buffer> {
  return new Promise((resolve, reject) => {
    scrypt(password.normalize('NFC'), salt, 32, COST, (error, key) => (error ? reject(error) : resolve(key)));
  });
}

/** Seals with AES-256-GCM what is secret in the registry (voucher codes, callback secrets), and what must come back through Temporal unchanged. */
export interface Vault {
  /** `boundTo` travels apart from it: whoever opens must name the same. */
  seal(plain: string, boundTo?: string): Buffer;
  /** Throws when the key or what it is bound to is another one, or the bytes were changed. */
  open(sealed: Buffer, boundTo?: string): string;
}

const NONCE_BYTES = 12;
const TAG_BYTES = 16;

/** `keyHex` is 32 bytes as 64 hex digits (REGISTRY_KEY). */
export function vault(keyHex: string): Vault {
  const key = Buffer.from(keyHex, 'hex');
  if (key.length !== 32) throw new Error('REGISTRY_KEY must be 32 bytes as 64 hex digits');
  return {
    seal(plain, boundTo = '') {
      const nonce = randomBytes(NONCE_BYTES);
      const cipher = createCipheriv('aes-256-gcm', key, nonce).setAAD(Buffer.from(boundTo, 'utf8'));
      return Buffer.concat([nonce, cipher.update(plain, 'utf8'), cipher.final(), cipher.getAuthTag()]);
    },
    open(sealed, boundTo = '') {
      const decipher = createDecipheriv('aes-256-gcm', key, sealed.subarray(0, NONCE_BYTES), { authTagLength: TAG_BYTES });
      decipher.setAAD(Buffer.from(boundTo, 'utf8')).setAuthTag(sealed.subarray(-TAG_BYTES));
      return Buffer.concat([decipher.update(sealed.subarray(NONCE_BYTES, -TAG_BYTES)), decipher.final()]).toString('utf8');
    },
  };
}
