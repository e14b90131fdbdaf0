import type { Config } from '../config';
import { bySupplier, type SupplierName } from '../contracts/supply';
import type { Ladders } from '../ladders';
import type { Admission } from '../wire/http';
import { askWhetherSandbox, type Heard, saysSandbox } from '../wire/sandbox';

/** Why a supplier must be a sandbox, and what whoever has a real one may do instead. */
const REASONS = {
  fast: 'LADDERS=fast is for sandboxes alone: a real supplier takes LADDERS=production',
  'demo data': 'this registry holds demo data, whose passwords everybody knows: give a real supplier a registry of its own',
  'plain http': 'plain http is for sandboxes and for loopback alone: a real supplier is reached by https',
} as const;

/** What the registry knows of the suppliers beside it. May fail while it is away: nothing is sent meanwhile. */
export interface RegistryMemory {
  holdsDemoData(): Promise<boolean>;
  /** Since when (ISO instant) a supplier of that name is known that was no sandbox; null: none. */
  realSince(name: SupplierName): Promise<string | null>;
  noteReal(name: SupplierName): Promise<void>;
}

/** Where the registry cannot be asked yet. */
export const noRegistry = ({ holdsDemoData }: { readonly holdsDemoData: boolean }): RegistryMemory => ({
  holdsDemoData: async () => holdsDemoData,
  realSince: async () => null,
  noteReal: async () => {},
});

export interface AdmissionOptions {
  readonly name: SupplierName;
  /** The variable that names the endpoint. */
  readonly variable: string;
  readonly endpoint: string;
  readonly proxyUrl?: string | undefined;
  readonly ladders: Pick<Ladders, 'name' | 'connectMs'>;
  readonly memory: RegistryMemory;
}

type Standing = { readonly kind: 'open' } | { readonly kind: 'held' | 'refused'; readonly why: string };
const OPEN: Standing = { kind: 'open' };

/**
 * Whether calls to a supplier may leave. Where it must be a sandbox, it has to say so before the first call, and again with
 * every answer; where the registry has had a real one it must not. One answer that says otherwise, and the next call asks anew.
 * Who cannot be asked is sent nothing where it matters. Whoever is no sandbox is remembered by the registry.
 */
export class SupplierAdmission implements Admission {
  private isOpen = false;
  private mustSay = false;
  private realSince: string | null = null;
  private settling: Promise<Standing> | undefined;

  constructor(private readonly options: AdmissionOptions) {}

  async whyHeld(): Promise<string | null> {
    if (this.isOpen) return null;
    const standing = await this.settle();
    return standing.kind === 'open' ? null : standing.why;
  }

  heard(headers: Parameters<Admission['heard']>[0]): void {
    const isSandbox = saysSandbox(headers);
    if (isSandbox ? this.realSince !== null : this.mustSay) this.isOpen = false;
    else if (!isSandbox) this.remember().catch(() => undefined);
  }

  /** Throws the sentence where it is a sandbox and must not be, or the other way round; answers with why nothing is sent yet, else null. */
  async atBoot(): Promise<string | null> {
    const standing = await this.settle();
    if (standing.kind === 'refused') throw new Error(standing.why);
    return standing.kind === 'held' ? standing.why : null;
  }

  ask(): Promise<Heard> {
    const { endpoint, proxyUrl, ladders } = this.options;
    return askWhetherSandbox(endpoint, { limitMs: ladders.connectMs, proxyUrl });
  }

  /** The endpoint as people may read it. */
  shown(): string {
    const { host, pathname, protocol } = new URL(this.options.endpoint);
    return `${this.options.variable} (${protocol}//${host}${pathname.replace(/\/$/, '')})`;
  }

  private settle(): Promise<Standing> {
    this.settling ??= this.judge().finally(() => {
      this.settling = undefined;
    });
    return this.settling;
  }

  private async judge(): Promise<Standing> {
    const { name, memory } = this.options;
    try {
      const reason = await this.reason();
      this.realSince = await memory.realSince(name);
      this.mustSay = reason !== null;
      const standing = this.weigh(await this.ask(), reason);
      if (standing === 'real') await this.remember();
      this.isOpen = standing === 'real' || standing === OPEN;
      return standing === 'real' ? OPEN : standing;
    } catch (error) {
      const why = error instanceof Error ? error.message : String(error);
      return {
        kind: 'held',
        why: `nothing is sent to ${this.shown()} until the registry says whether it holds demo data, or has had a real one (${why})`,
      };
    }
  }

  /** `real`: it may be called, and is to be remembered. */
  private weigh(heard: Heard, reason: keyof typeof REASONS | null): Standing | 'real' {
    const { name } = this.options;
    switch (heard.is) {
      case 'sandbox':
        return this.realSince === null ? OPEN : { kind: 'refused', why: `${this.shown()} ${hasBeenReal(name, this.realSince)}` };
      case 'no sandbox':
        return reason ? { kind: 'refused', why: `${this.shown()} does not say that it is a sandbox, and ${REASONS[reason]}` } : 'real';
      case 'no answer': {
        if (!reason && this.realSince === null) return OPEN;
        const word = reason ? 'that' : 'whether';
        return {
          kind: 'held',
          why: `nothing is sent to ${this.shown()} until it says ${word} it is a sandbox, and it cannot be asked: ${heard.why}`,
        };
      }
    }
  }

  private async remember(): Promise<void> {
    if (this.realSince !== null) return;
    await this.options.memory.noteReal(this.options.name);
    this.realSince = new Date().toISOString();
  }

  private async reason(): Promise<keyof typeof REASONS | null> {
    const { endpoint, ladders, memory } = this.options;
    if (ladders.name === 'fast') return 'fast';
    if (new URL(endpoint).protocol === 'http:' && !isLoopback(endpoint)) return 'plain http';
    return (await memory.holdsDemoData()) ? 'demo data' : null;
  }
}

/** URL writes every IPv4 address in full; a name that only begins like one (127.example.com) is no loopback. */
function isLoopback(endpoint: string): boolean {
  const { hostname } = new URL(endpoint);
  return hostname === 'localhost' || hostname === '[::1]' || /^127\.\d+\.\d+\.\d+$/.test(hostname);
}

const hasBeenReal = (name: SupplierName, since: string): string =>
  `says that it is a sandbox, and this registry has had a real ${name} since ${since}: its open payments would be carried out at a sandbox; ` +
  `name the real one, or for a copy that shall never meet it again: tolem supplier forget ${name} --reason "…"`;

/** The variable that names a supplier's endpoint, and where its sandbox listens. */
const ENDPOINTS = {
  alseco: {
    variable: 'ALSECO_ENDPOINT',
    proxy: 'ALSECO_PROXY_URL',
    sandbox: ({ SANDBOX_ALSECO_PORT }) => `http://127.0.0.1:${SANDBOX_ALSECO_PORT}/AlsecoPaymentsService.asmx`,
  },
  upstream: { variable: 'UPSTREAM_ENDPOINT', proxy: null, sandbox: ({ SANDBOX_UPSTREAM_PORT }) => `http://127.0.0.1:${SANDBOX_UPSTREAM_PORT}` },
} as const satisfies Record<
  SupplierName,
  { readonly variable: keyof Config; readonly proxy: keyof Config | null; readonly sandbox: (config: Config) => string }
>;

/** Where each supplier is called: as configured, else where its sandbox listens. */
export const endpointsOf = (config: Config): Readonly<Record<SupplierName, string>> =>
  bySupplier((name) => config[ENDPOINTS[name].variable] ?? ENDPOINTS[name].sandbox(config));

/** Suppliers whose endpoint is given, by their variables. */
export const givenEndpoints = (config: Config): ReadonlyArray<{ readonly name: SupplierName; readonly variable: string }> =>
  Object.values(bySupplier((name) => ({ name, ...ENDPOINTS[name] }))).filter(({ variable }) => config[variable] !== undefined);

export type Admissions = Readonly<Record<SupplierName, SupplierAdmission>>;

/** Throws the first sentence of a supplier that may not be called so; answers with why something is sent nothing yet. */
export async function admitAtBoot(admissions: Admissions): Promise<string[]> {
  const held = await Promise.all(Object.values(admissions).map((admission) => admission.atBoot()));
  return held.filter((why) => why !== null);
}

export function createAdmissions(config: Config, ladders: AdmissionOptions['ladders'], memory: RegistryMemory): Admissions {
  const endpoints = endpointsOf(config);
  return bySupplier((name) => {
    const { variable, proxy } = ENDPOINTS[name];
    return new SupplierAdmission({ name, variable, endpoint: endpoints[name], proxyUrl: proxy ? config[proxy] : undefined, ladders, memory });
  });
}
