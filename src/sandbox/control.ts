import type { FastifyInstance } from 'fastify';
import { z } from 'zod';
import type { Clock } from './clock';
import { type FaultName, type Faults, faultOrder } from './faults';
import { given, zoneText } from './fields';
import type { Later } from './later';

/** What every sandbox lets be switched. */
export interface Controlled {
  readonly faults: Faults;
  readonly counts: Map<string, number>;
  readonly clock: Clock;
  readonly later: Later;
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
const ClockChange = z.strictObject({ offsetMs: z.int().min(-MOST_MS).max(MOST_MS).optional(), zone: zoneText.optional() });
const Cleared = z.strictObject({ operation: z.string().optional(), fault: z.string().optional() });

/** `/control/…`: what a test, the demo or an integrator turns on a sandbox. Bodies are JSON, amounts in them are text. */
export function control(server: FastifyInstance, controlled: Controlled, own: (on: Switches) => void): void {
  const { faults, counts, clock, later, names } = controlled;
  const on = switchboard(server, later, names.operations);
  on.get('faults', Nothing, () => faults.list());
  on.post('faults', faultOrder(names.faults, names.operations), (order) => {
    faults.add(order);
    return faults.list();
  });
  server.delete('/control/faults', (request) => {
    faults.clear(read(Cleared, request.body));
    return faults.list();
  });
  on.get('counts', Nothing, () => Object.fromEntries(counts));
  on.get('later', Nothing, () => later.list());
  on.post('clock', ClockChange, (change) => {
    Object.assign(clock, given(change));
    return { offsetMs: clock.offsetMs, zone: clock.zone, now: clock.now(), local: clock.local() };
  });
  on.post('reset', Nothing, () => {
    controlled.reset();
    faults.clear();
    counts.clear();
    later.clear();
    clock.reset();
    return { reset: true };
  });
  own(on);
}

/** Settings of a book: shown, and changed field by field. */
export function settings<S extends object>(
  on: Switches,
  change: z.ZodType<{ readonly [K in keyof S]?: S[K] | undefined }>,
  book: { readonly settings: S; setSettings(settings: S): void },
): void {
  on.get('settings', Nothing, () => book.settings);
  on.post('settings', change, (changed) => {
    book.setSettings({ ...book.settings, ...given(changed) });
    return book.settings;
  });
}

/** Adds switches to the server; `?after=<operation>` puts one off until the next call of that operation has been answered. */
function switchboard(server: FastifyInstance, later: Later, operations: readonly string[]): Switches {
  const When = z.strictObject({ after: z.enum(operations).optional() });
  const all = ['DELETE /control/faults'];
  server.get('/control', () => all);
  return {
    get: (name, query, does) => {
      all.push(`GET /control/${name}`);
      server.get(`/control/${name}`, (request) => does(read(query, request.query)));
    },
    post: (name, body, does) => {
      all.push(`POST /control/${name}`);
      server.post(`/control/${name}`, (request) => {
        const { after } = read(When, request.query);
        const asked = read(body, request.body);
        if (after === undefined) return does(asked);
        later.plan(after, name, request.body, () => does(asked));
        return { after, switch: name };
      });
    },
  };
}

function read<S extends Body>(schema: S, value: unknown): z.output<S> {
  const result = schema.safeParse(value ?? {});
  if (result.success) return result.data;
  throw new Bad(result.error.issues.map((issue) => `${issue.path.join('.')}: ${issue.message}`).join('; '));
}
