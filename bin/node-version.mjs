// Imported first by every command: says one sentence instead of failing somewhere inside.
const [major = 0, minor = 0] = process.versions.node.split('.').map((part) => Number.parseInt(part, 10));
if (major < 20 || (major === 20 && minor < 9)) {
  process.stderr.write(`Tolem needs Node.js 20.9 or newer; this is ${process.versions.node}.\n`);
  process.exit(1);
}
