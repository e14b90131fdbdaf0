import type { Path } from './dry-run';
import type { Hop, Point } from './points';
import { named } from './points';
import type { Planned } from './round';
import { shuffled } from './seed';

/**
 * The points on these wires, in an order of the seed. Two paths of one supplier share their beginning: a point that comes
 * after the same messages on both is planned once, for one of them.
 */
export function planned(paths: readonly Path[], hops: readonly Hop[], random: () => number): Planned[] {
  const wanted = new Set(hops);
  const found = new Map<string, Planned>();
  for (const path of shuffled(paths, random)) {
    let before = '';
    for (const point of path.points) {
      const key = `${path.kind.supplier} ${before} ${named(point)}`;
      if (wanted.has(point.hop) && !found.has(key)) found.set(key, { kind: path.kind, point });
      if (point.side === 'request' && isOrdered(point)) before = named(point);
    }
  }
  return shuffled([...found.values()], random);
}

/** Messages of the worker to the registry and the suppliers follow one another; the others come beside them in any order. */
const isOrdered = ({ hop }: Point): boolean => !hop.startsWith('api') && !hop.endsWith('Temporal');
