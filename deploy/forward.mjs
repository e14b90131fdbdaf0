import { connect, createServer } from 'node:net';

/**
 * Loaded before a process of a container (`node --import`). FORWARD lists addresses to listen on and where each leads,
 * `host:port=host:port`, comma-separated: suppliers on plain http and short ladders are allowed on loopback only, so
 * the sandboxes of other containers are brought to this one's loopback, and theirs out of it. Empty: nothing happens.
 */
const pairs = (process.env.FORWARD ?? '').split(',').filter((pair) => pair !== '');

for (const pair of pairs) {
  const [from, to] = pair.split('=').map(address);
  const server = createServer({ pauseOnConnect: true }, (incoming) => {
    const outgoing = connect(to);
    for (const [one, other] of [
      [incoming, outgoing],
      [outgoing, incoming],
    ]) {
      one.on('error', () => other.destroy());
      one.on('close', () => other.destroy());
      one.pipe(other);
    }
    incoming.resume();
  });
  server.on('error', (error) => {
    process.stderr.write(`forward ${pair}: ${error.message}\n`);
    process.exit(1);
  });
  server.listen(from);
  server.unref();
}

function address(text) {
  const parts = /^([^:]+):(\d+)$/.exec(text ?? '');
  if (!parts) {
    process.stderr.write(`FORWARD is not host:port=host:port: ${text}\n`);
    process.exit(1);
  }
  return { host: parts[1], port: Number.parseInt(parts[2], 10) };
}
