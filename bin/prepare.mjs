import { spawn, spawnSync } from 'node:child_process';
import { existsSync, statSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { assets, bundleInputs, copyAssets, fingerprint, installedAs, prune, readStamp, sources, writeStamp } from './build-state.mjs';
import { withLock } from './lock.mjs';

export const root = dirname(dirname(fileURLToPath(import.meta.url)));
const from = (...parts) => join(root, ...parts);
const say = (line) => process.stderr.write(`${line}\n`);

/**
 * Makes a fresh clone or a changed checkout ready to run: packages, dist/, the workflow bundle. Says nothing when all
 * is fresh. Ends the process with one sentence where it cannot.
 * @param {{ build?: boolean }} [options] `build: false` installs packages only
 */
export async function prepare({ build = true } = {}) {
  if (!needsInstall() && (!build || isFresh())) return;
  await withLock(from('.prepare.lock'), say, async () => {
    if (needsInstall()) await install();
    if (build && !isFresh()) await compile();
  });
}

function needsInstall() {
  const installed = from('node_modules', '.package-lock.json');
  if (!existsSync(installed)) return true;
  const lock = from('package-lock.json');
  if (statSync(lock).mtimeMs <= statSync(installed).mtimeMs || readStamp(root).lock === fingerprint([lock])) return false;
  // A newer file alone means little (a checkout touches it): what it asks for is compared with what is there.
  if (!installedAs(lock, installed)) return true;
  writeStamp(root, { lock: fingerprint([lock]) });
  return false;
}

/**
 * `npm install` and not `npm ci`: a registry that lacks another platform's optional package makes `npm ci` refuse the
 * whole lock. `--no-save` leaves the lock as it is.
 */
async function install() {
  say('Installing packages (npm install)');
  const started = Date.now();
  const npm = process.env.npm_execpath;
  const [program, first] = npm?.endsWith('.js') ? [process.execPath, [npm]] : ['npm', []];
  const options = ['install', '--no-save', '--no-fund', '--no-audit', '--loglevel=warn'];
  const child = spawn(program, [...first, ...options], { cwd: root, stdio: ['ignore', 2, 2] });
  const progress = setInterval(() => say(`Installing packages, ${seconds(started)} s`), 10_000);
  const ended = await new Promise((resolve) => {
    child.once('error', (error) => resolve(error.message));
    child.once('exit', (code, signal) => resolve(code === 0 ? undefined : (signal ?? `exit code ${code}`)));
  });
  clearInterval(progress);
  if (ended !== undefined) fail(`The packages could not be installed (npm install: ${ended}).`);
  writeStamp(root, { lock: fingerprint([from('package-lock.json')]) });
  say(`Packages installed in ${seconds(started)} s`);
}

function isFresh() {
  const stamp = readStamp(root);
  return stamp.sources === fingerprint(sources(root)) && existsSync(from('dist', '.stamp.json'));
}

async function compile() {
  const started = Date.now();
  const seen = fingerprint(sources(root));
  say('Building dist/');
  const tsc = spawnSync(process.execPath, [from('node_modules', 'typescript', 'bin', 'tsc'), '-p', 'tsconfig.json'], {
    cwd: root,
    stdio: ['ignore', 2, 2],
  });
  if (tsc.status !== 0) fail('The sources do not compile: see above.');
  prune(root);
  copyAssets(root, assets(root));
  await bundleWorkflows();
  writeStamp(root, { sources: seen, lock: fingerprint([from('package-lock.json')]) });
  say(`Built in ${seconds(started)} s`);
}

/** The prebuilt bundle the workers load: made again only when what goes into it has changed. */
async function bundleWorkflows() {
  const entry = from('dist', 'workflows', 'all.js');
  if (!existsSync(entry)) return say('There is no src/workflows/all.ts yet: no workflow bundle is built');
  const inputs = bundleInputs(root);
  const bundle = from('dist', 'workflow-bundle.js');
  if (existsSync(bundle) && readStamp(root).bundle === inputs) return;
  const { bundleWorkflowCode, DefaultLogger } = createRequire(import.meta.url)('@temporalio/worker');
  const { writeFileSync } = await import('node:fs');
  try {
    const { code } = await bundleWorkflowCode({ workflowsPath: entry, logger: new DefaultLogger('WARN') });
    writeFileSync(bundle, code);
  } catch (error) {
    fail(`The workflow bundle could not be built: ${error instanceof Error ? error.message : error}`);
  }
  writeStamp(root, { bundle: inputs });
}

function fail(sentence) {
  say(sentence);
  process.exit(1);
}

const seconds = (started) => ((Date.now() - started) / 1000).toFixed(1);
