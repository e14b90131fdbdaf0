import { createHash } from 'node:crypto';
import { copyFileSync, existsSync, mkdirSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';

const ASSET = /\.(sql|wsdl|xsd|xml|html|css|json|svg|gif)$/;
const STAMP = ['dist', '.stamp.json'];

function walk(folder) {
  if (!existsSync(folder)) return [];
  return readdirSync(folder, { withFileTypes: true }).flatMap((entry) => {
    const path = join(folder, entry.name);
    return entry.isDirectory() ? walk(path) : [path];
  });
}

/** Everything dist/ is made from. */
export function sources(root) {
  return [...walk(join(root, 'src')).sort(), join(root, 'tsconfig.json'), join(root, 'node_modules', '.package-lock.json')].filter((path) =>
    existsSync(path),
  );
}

export function assets(root) {
  return walk(join(root, 'src')).filter((path) => ASSET.test(path));
}

/** Cheap on purpose (names, sizes, times): the CLI asks at every call. */
export function fingerprint(paths) {
  const hash = createHash('sha256');
  for (const path of paths) {
    const { size, mtimeMs } = statSync(path);
    hash.update(`${path}\0${size}\0${mtimeMs}\n`);
  }
  return hash.digest('hex');
}

/** Whether every package of the lock is installed in its version; packages of other platforms may be missing. */
export function installedAs(lock, installed) {
  const [wanted, there] = [lock, installed].map((path) => JSON.parse(readFileSync(path, 'utf8')).packages);
  return Object.entries(wanted).every(
    ([name, { version, optional }]) => name === '' || (there[name] ? there[name].version === version : optional === true),
  );
}

/** Of the content of what workflows may import, and of the SDK that bundles it. */
export function bundleInputs(root) {
  const hash = createHash('sha256');
  const code = [
    ...walk(join(root, 'dist'))
      .filter((path) => path.endsWith('.js') && !path.endsWith('workflow-bundle.js'))
      .sort(),
  ];
  const imported = code.filter((path) => /^(workflows|domain|contracts|[^/\\]+$)/.test(relative(join(root, 'dist'), path)));
  for (const path of [...imported, join(root, 'node_modules', '@temporalio', 'worker', 'package.json')]) hash.update(path).update(readFileSync(path));
  return hash.digest('hex');
}

export function copyAssets(root, paths) {
  for (const path of paths) {
    const target = join(root, 'dist', relative(join(root, 'src'), path));
    mkdirSync(dirname(target), { recursive: true });
    copyFileSync(path, target);
  }
}

/** Removes from dist/ what has no source any more: an old migration must not run, an old file must not be imported. */
export function prune(root) {
  const dist = join(root, 'dist');
  for (const path of walk(dist)) {
    const name = relative(dist, path);
    if (name.startsWith('.') || name === 'workflow-bundle.js') continue;
    const source = join(root, 'src', name.replace(/\.js(\.map)?$/, '.ts'));
    if (!existsSync(source) && !existsSync(join(root, 'src', name))) rmSync(path);
  }
}

export function readStamp(root) {
  try {
    return JSON.parse(readFileSync(join(root, ...STAMP), 'utf8'));
  } catch {
    return {};
  }
}

export function writeStamp(root, changes) {
  mkdirSync(join(root, 'dist'), { recursive: true });
  writeFileSync(join(root, ...STAMP), `${JSON.stringify({ ...readStamp(root), ...changes })}\n`);
}
