import type { FastifyInstance } from 'fastify';
import { z } from 'zod';
import { instantOf } from '../zone';
import type { Clock } from './clock';
import { type FaultName, type Faults, faultOrder } from './faults';

/** What every sandbox lets be switched. */
export interface Controlled {
  readonly faults: Faults;
  readonly counts: Map<string, number>;
  readonly clock: Clock;
  /** Its faults and operations: what an order may name. */
  readonly names: { readonly faults: readonly FaultName[]; readonly operations: readonly string[] };
  /** Empties the book. */
  reset(): void;
}

type Body = z.ZodType;
type Does<S extends Body> = (given: z.output<S>) => unknown;
/** Adds a switch at `/control/<name>`: what it takes, and what it does, whose answer is shown. */
export interface Switches {
  get<S extends Body>(name: string, query: S, does: Does<S>): void;
  post<S extends Body>(name: string, body: S, does: Does<S>): void;
}

/** A switch that cannot be set as asked: HTTP 400 with the reason. */
export class Bad extends Error {
  readonly statusCode = 400;
}

const Nothing = z.object({});
const MOST_MS = 3_200_000_000_000;
const ClockChange = z.strictObject({
  offsetMs: z.int().min(-MOST_MS).max(MOST_MS).optional(),
  zone: z
    .string()
    .refine((zone) => isZone(zone), 'no zone')
    .optional(),
});

/** `/control/…`: what a test, the demo or an integrator turns on a sandbox. Bodies are JSON, amounts in them are text. */
export function control(server: FastifyInstance, controlled: Controlled, own: (on: Switches) => void): void {
  const { faults, counts, clock, names } = controlled;
  const all = ['DELETE /control/faults'];
  const on: Switches = {
    get: (name, query, does) => {
      all.push(`GET /control/${name}`);
      server.get(`/control/${name}`, (request) => does(read(query, request.query)));
    },
    post: (name, body, does) => {
      all.push(`POST /control/${name}`);
      server.post(`/control/${name}`, (request) => does(read(body, request.body)));
    },
  };
  server.get('/control', () => all);
  const Order = faultOrder(names.faults, names.operations);
  const Cleared = z.strictObject({ operation: z.string().optional(), fault: z.string().optional() });
  on.get('faults', Nothing, () => faults.list());
  on.post('faults', Order, (order) => {
    faults.add(order);
    return faults.list();
  });
  server.delete('/control/faults', (request) => {
    faults.clear(read(Cleared, request.body));
    return faults.list();
  });
  on.get('counts', Nothing, () => Object.fromEntries(counts));
  on.post('clock', ClockChange, ({ offsetMs, zone }) => {
    clock.offsetMs = offsetMs ?? clock.offsetMs;
    clock.zone = zone ?? clock.zone;
    return { offsetMs: clock.offsetMs, zone: clock.zone, now: clock.now(), local: clock.local() };
  });
  on.post('reset', Nothing, () => {
    controlled.reset();
    faults.clear();
    counts.clear();
    clock.reset();
    return { reset: true };
  });
  own(on);
}

function read<S extends Body>(schema: S, value: unknown): z.output<S> {
  const result = schema.safeParse(value ?? {});
  if (result.success) return result.data;
  throw new Bad(result.error.issues.map((issue) => `${issue.path.join('.')}: ${issue.message}`).join('; '));
}

function isZone(zone: string): boolean {
  return instantOf(zone, '2026-11-21 10:00:00') !== null;
}
