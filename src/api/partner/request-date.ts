import { instantOf, localOf, localTime } from '../../zone';

/**
 * RequestDate as the agent's own time `yyyy-MM-ddTHH:mm:ss`: local text stays what it is, text with Z or an offset
 * is turned into `zone`, the agent's. Null for anything else.
 */
export function agentTime(zone: string, text: string): string | null {
  const local = localOf(text);
  if (local !== null) return local;
  const instant = instantOf(zone, text);
  return instant === null ? null : localTime(zone, instant);
}
