/** Has dependency-cruiser hold the imports of src/ to the table in arrows.cjs. @type {import('dependency-cruiser').IConfiguration} */
const { ROOMS } = require('./arrows.cjs');

/** Every file of a room and of no room below it. */
function filesOf(room) {
  const below = Object.keys(ROOMS).filter((other) => other.startsWith(`${room}/`));
  const others = below.map((other) => `${other.slice(room.length + 1)}(?:\\.ts$|/)`).join('|');
  return `^src/${room}(?:\\.ts$|/${others === '' ? '' : `(?!${others})`})`;
}
const packageOf = (name) => `^node_modules/(?:@types/)?${name.replace('.', '\\.')}/`;

module.exports = {
  forbidden: [],
  allowed: Object.entries(ROOMS).flatMap(([room, { imports = [], packages = [], node = false }]) => [
    { from: { path: filesOf(room) }, to: { path: [room, ...imports].map(filesOf) } },
    ...(packages.length > 0 ? [{ from: { path: filesOf(room) }, to: { path: packages.map(packageOf) } }] : []),
    ...(node ? [{ from: { path: filesOf(room) }, to: { dependencyTypes: ['core'] } }] : []),
  ]),
  allowedSeverity: 'error',
  options: { parser: 'swc', doNotFollow: { path: '^node_modules' }, exclude: { path: '\\.(json|wsdl|sql)$' } },
};
