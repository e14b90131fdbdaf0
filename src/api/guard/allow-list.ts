import { BlockList, isIP } from 'node:net';

const MAX_LISTS = 1_000;
const lists = new Map<string, BlockList>();

/** An IPv4 address that came over an IPv6 socket is the IPv4 address. */
export const plainAddress = (address: string): string => address.replace(/^::ffff:(?=\d+\.\d+\.\d+\.\d+$)/i, '');

/** Whether an address is among `allowed` (addresses or networks such as `10.1.0.0/16`); an empty list allows any. */
export function isAllowed(allowed: readonly string[], address: string): boolean {
  if (allowed.length === 0) return true;
  const plain = plainAddress(address);
  const family = isIP(plain);
  return family !== 0 && listOf(allowed).check(plain, family === 6 ? 'ipv6' : 'ipv4');
}

function listOf(allowed: readonly string[]): BlockList {
  const key = allowed.join(' ');
  const known = lists.get(key);
  if (known) return known;
  if (lists.size >= MAX_LISTS) lists.clear();
  const made = new BlockList();
  for (const each of allowed) {
    const [network = '', prefix] = each.split('/');
    const family = isIP(network) === 6 ? 'ipv6' : 'ipv4';
    if (prefix === undefined) made.addAddress(network, family);
    else made.addSubnet(network, Number.parseInt(prefix, 10), family);
  }
  lists.set(key, made);
  return made;
}
