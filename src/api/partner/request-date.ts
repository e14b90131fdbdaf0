import { instantOf, localTime } from '../../registry/zone';

const LOCAL = /^(\d{4}-\d{2}-\d{2})[ T](\d{2}:\d{2})(:\d{2})?(\.\d{1,9})?$/;

/**
 * RequestDate as the agent's own time `yyyy-MM-ddTHH:mm:ss`: local text stays what it is, text with Z or an offset
 * is turned into `zone`, the agent's. Null for anything else.
 */
export function agentTime(zone: string, text: string): string | null {
  if (text.length > 40) return null;
  const local = LOCAL.exec(text);
  if (local) return instantOf('UTC', text) === null ? null : `${local[1]}T${local[2]}${local[3] ?? ':00'}`;
  const instant = instantOf(zone, text);
  return instant === null ? null : localTime(zone, instant);
}
