import type { Config } from '../config';
import type { Ladders } from '../ladders';
import type { Admission } from '../wire/http';
import { askWhetherSandbox, type Heard, saysSandbox } from '../wire/sandbox';
import type { SupplierName } from './supplier';

/** Why a supplier must be a sandbox, and what whoever has a real one may do instead. */
const REASONS = {
  fast: 'LADDERS=fast is for sandboxes alone: a real supplier takes LADDERS=production',
  'demo data': 'this registry holds demo data, whose passwords everybody knows: give a real supplier a registry of its own',
  'plain http': 'plain http is for sandboxes and for loopback alone: a real supplier is reached by https',
} as const;

export interface AdmissionOptions {
  /** The variable that names the endpoint. */
  readonly variable: string;
  readonly endpoint: string;
  readonly proxyUrl?: string | undefined;
  readonly ladders: Pick<Ladders, 'name' | 'connectMs'>;
  /** May fail while the registry is away: nothing is sent meanwhile. */
  readonly holdsDemoData: () => Promise<boolean>;
}

type Standing = { readonly kind: 'open' } | { readonly kind: 'held' | 'refused'; readonly why: string };
const OPEN: Standing = { kind: 'open' };

/**
 * Whether calls to a supplier may leave. Where it must be a sandbox, it has to say so before the first call, and again with
 * every answer: one answer without that word, and the next call asks anew. Who cannot be asked is sent nothing.
 */
export class SupplierAdmission implements Admission {
  private isOpen = false;
  private mustSay = false;
  private settling: Promise<Standing> | undefined;

  constructor(private readonly options: AdmissionOptions) {}

  async whyHeld(): Promise<string | null> {
    if (this.isOpen) return null;
    const standing = await this.settle();
    return standing.kind === 'open' ? null : standing.why;
  }

  heard(headers: Parameters<Admission['heard']>[0]): void {
    if (this.mustSay && !saysSandbox(headers)) this.isOpen = false;
  }

  /** Throws the sentence where a supplier that must be a sandbox is none; answers with why nothing is sent yet, else null. */
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
    let reason: keyof typeof REASONS | null;
    try {
      reason = await this.reason();
    } catch (error) {
      const why = error instanceof Error ? error.message : String(error);
      return { kind: 'held', why: `nothing is sent to ${this.shown()} until the registry says whether it holds demo data (${why})` };
    }
    this.mustSay = reason !== null;
    const heard: Heard = reason === null ? { is: 'sandbox' } : await this.ask();
    this.isOpen = heard.is === 'sandbox';
    if (heard.is === 'no answer')
      return { kind: 'held', why: `nothing is sent to ${this.shown()} until it says that it is a sandbox, and it cannot be asked: ${heard.why}` };
    if (heard.is === 'no sandbox' && reason)
      return { kind: 'refused', why: `${this.shown()} does not say that it is a sandbox, and ${REASONS[reason]}` };
    return OPEN;
  }

  private async reason(): Promise<keyof typeof REASONS | null> {
    const { endpoint, ladders, holdsDemoData } = this.options;
    if (ladders.name === 'fast') return 'fast';
    if (new URL(endpoint).protocol === 'http:' && !isLoopback(endpoint)) return 'plain http';
    return (await holdsDemoData()) ? 'demo data' : null;
  }
}

/** URL writes every IPv4 address in full; a name that only begins like one (127.example.com) is no loopback. */
function isLoopback(endpoint: string): boolean {
  const { hostname } = new URL(endpoint);
  return hostname === 'localhost' || hostname === '[::1]' || /^127\.\d+\.\d+\.\d+$/.test(hostname);
}

/** Where each supplier is called: as configured, else where its sandbox listens. */
export function endpointsOf(config: Config): Readonly<Record<SupplierName, string>> {
  return {
    alseco: config.ALSECO_ENDPOINT ?? `http://127.0.0.1:${config.SANDBOX_ALSECO_PORT}/AlsecoPaymentsService.asmx`,
    upstream: config.UPSTREAM_ENDPOINT ?? `http://127.0.0.1:${config.SANDBOX_UPSTREAM_PORT}`,
  };
}

export type Admissions = Readonly<Record<SupplierName, SupplierAdmission>>;

/** Throws the first sentence of a supplier that must be a sandbox and is none; answers with why something is sent nothing yet. */
export async function admitAtBoot(admissions: Admissions): Promise<string[]> {
  const held = await Promise.all(Object.values(admissions).map((admission) => admission.atBoot()));
  return held.filter((why) => why !== null);
}

export function createAdmissions(config: Config, ladders: AdmissionOptions['ladders'], holdsDemoData: () => Promise<boolean>): Admissions {
  const { alseco, upstream } = endpointsOf(config);
  return {
    alseco: new SupplierAdmission({ variable: 'ALSECO_ENDPOINT', endpoint: alseco, proxyUrl: config.ALSECO_PROXY_URL, ladders, holdsDemoData }),
    upstream: new SupplierAdmission({ variable: 'UPSTREAM_ENDPOINT', endpoint: upstream, ladders, holdsDemoData }),
  };
}
