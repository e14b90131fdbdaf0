import { homedir } from 'node:os';
import { delimiter, isAbsolute, join } from 'node:path';
import { z } from 'zod';

/**
 * The only file that reads the environment. Every variable has a default, its unit in the name where it has one,
 * and one line in `.env.example` (a test compares them).
 */
const port = (fallback: number) => z.coerce.number().int().min(0).max(65_535).default(fallback);
const text = (fallback: string) => z.string().min(1).default(fallback);
const endpoint = z.url({ protocol: /^https?$/, error: 'must be an http or https URL' }).optional();
const zone = (fallback: string) => text(fallback).refine(isZone, 'not an IANA time zone');
/** Node 20 knows no offsets as zones; the upstream's clock may be one all the same. */
const zoneOrOffset = (fallback: string) =>
  text(fallback).refine((name) => /^[+-]\d{2}:\d{2}$/.test(name) || isZone(name), 'neither an IANA time zone nor an offset such as +06:00');
const flag = z
  .enum(['0', '1'])
  .default('0')
  .transform((value) => value === '1');

const Environment = z.object({
  LADDERS: z.enum(['production', 'fast']).default('production'),
  LOG_LEVEL: z.enum(['trace', 'debug', 'info', 'warn', 'error', 'silent']).default('info'),
  DATA_DIR: text('.data'),
  DATABASE_URL: z.string().optional(),
  DATABASE_POOL: z.coerce.number().int().min(2).max(200).default(20),
  REGISTRY_KEY: z
    .string()
    .regex(/^[0-9a-f]{64}$/, 'must be 32 bytes as 64 hex digits')
    .optional(),
  API_HOST: text('127.0.0.1'),
  API_PORT: port(8080),
  API_TRUST_PROXY: z.string().default(''),
  ACCEPT_BACKLOG_MAX_AGE_S: z.coerce.number().int().min(1).max(86_400).default(900),
  ACCEPT_RATE_PER_MINUTE: z.coerce.number().int().min(1).max(1_000_000).default(60_000),
  WORKER_HOST: text('127.0.0.1'),
  WORKER_PORT: port(9464),
  WORKER_ROLES: z
    .string()
    .regex(/^(payments|books|payments,books|books,payments)$/, 'must be payments, books, or both with a comma')
    .default('payments,books')
    .transform((roles) => roles.split(',') as ReadonlyArray<'payments' | 'books'>),
  TEMPORAL_ADDRESS: z.string().optional(),
  TEMPORAL_NAMESPACE: text('default'),
  TEMPORAL_API_KEY: z.string().optional(),
  TEMPORAL_TLS: flag,
  TEMPORAL_TLS_CLIENT_CERT_PATH: z.string().optional(),
  TEMPORAL_TLS_CLIENT_KEY_PATH: z.string().optional(),
  TEMPORAL_TLS_SERVER_CA_CERT_PATH: z.string().optional(),
  TEMPORAL_TLS_SERVER_NAME: z.string().optional(),
  TEMPORAL_CLI_PATH: z.string().optional(),
  TEMPORAL_PORT: port(7233),
  TEMPORAL_UI_PORT: port(8233),
  TASK_QUEUE_PREFIX: text('tolem'),
  WORKERS: z.coerce.number().int().min(1).max(100).default(1),
  ALSECO_ENDPOINT: endpoint,
  ALSECO_BANK_CODE: z
    .string()
    .regex(/^[A-Za-z]{4}$/)
    .default('ALSC'),
  ALSECO_ZONE: zone('Asia/Almaty'),
  ALSECO_SYSREF_PREFIX: z
    .string()
    .regex(/^[A-Za-z0-9]{1,20}$/)
    .default('TLM'),
  ALSECO_SHARED_CODE: flag,
  ALSECO_PROXY_URL: z.url().optional(),
  ALSECO_CONNECTIONS: z.coerce.number().int().min(3).max(100).default(12),
  ALSECO_OVERRIDES: z.string().optional(),
  UPSTREAM_ENDPOINT: endpoint,
  UPSTREAM_AGENT_ID: z.string().regex(/^\d+$/).default('9001'),
  UPSTREAM_AGENT_PASSWORD: text('tolem-sandbox'),
  UPSTREAM_ZONE: zoneOrOffset('Asia/Almaty'),
  UPSTREAM_AGENT_ZONE: zoneOrOffset('Asia/Almaty'),
  UPSTREAM_CONTRACT_ZONE: zone('Asia/Almaty'),
  UPSTREAM_CURRENCY: z.enum(['KZT', 'USD', 'RUB']).default('KZT'),
  UPSTREAM_LOW_BALANCE: z
    .string()
    .regex(/^\d+(\.\d+)?$/)
    .default('100000'),
  UPSTREAM_CONNECTIONS: z.coerce.number().int().min(3).max(100).default(12),
  SANDBOX_HOST: text('127.0.0.1'),
  SANDBOX_ALSECO_PORT: port(8181),
  SANDBOX_UPSTREAM_PORT: port(8282),
  SANDBOX_DATA_DIR: text('.data/sandbox'),
  TOLEM_STAFF: z.string().optional(),
});

export type Config = z.infer<typeof Environment>;
export const ENVIRONMENT_NAMES = Object.keys(Environment.shape);

/** Reads and checks the environment; throws an Error with one sentence per bad variable (the value of a secret is never shown). */
export function readConfig(environment: Record<string, string | undefined> = process.env): Config {
  const given = Object.fromEntries(Object.entries(environment).filter(([name, value]) => name in Environment.shape && value !== ''));
  const read = Environment.safeParse(given);
  if (!read.success) throw new Error(read.error.issues.map((issue) => `${issue.path.join('.')}: ${issue.message}`).join('; '));
  return read.data;
}

/** Whether the variable stands in the environment itself, as opposed to having its default. */
export function isGiven(name: keyof Config, environment: Record<string, string | undefined> = process.env): boolean {
  return environment[name] !== undefined && environment[name] !== '';
}

/** What a child process gets: this process's own environment with the changes in it; one that is undefined is left out. */
export function childEnvironment(changes: Record<string, string | undefined>): Record<string, string> {
  return Object.fromEntries(Object.entries({ ...process.env, ...changes }).filter((pair): pair is [string, string] => pair[1] !== undefined));
}

/** Where programs are searched and where this user's caches lie (XDG), all absolute. */
export function machinePaths(environment: Record<string, string | undefined> = process.env): { programs: string[]; cache: string } {
  const programs = (environment['PATH'] ?? '').split(delimiter).filter(isAbsolute);
  const given = environment['XDG_CACHE_HOME'];
  return { programs, cache: given && isAbsolute(given) ? given : join(homedir(), '.cache') };
}

function isZone(name: string): boolean {
  try {
    new Intl.DateTimeFormat('en', { timeZone: name });
    return /^([A-Za-z_]+\/[A-Za-z_/+-]+|UTC|[+-]\d{2}:\d{2})$/.test(name);
  } catch {
    return false;
  }
}
