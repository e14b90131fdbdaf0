import { closeSync, openSync, readFileSync, rmSync, statSync, writeSync } from 'node:fs';

const WAIT_MS = 10 * 60_000;
const UNREADABLE_AFTER_MS = 5_000;

/** Runs `work` while no other process of this checkout does; waits at most ten minutes and takes over from a dead holder. */
export async function withLock(path, say, work) {
  const deadline = Date.now() + WAIT_MS;
  let told = false;
  while (!take(path)) {
    if (Date.now() > deadline) throw new Error(`another command is still preparing this checkout; if none is, remove ${path}`);
    if (!told) say('Waiting for another command that prepares this checkout');
    told = true;
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
  const release = () => rmSync(path, { force: true });
  process.once('exit', release);
  try {
    return await work();
  } finally {
    process.removeListener('exit', release);
    release();
  }
}

function take(path) {
  try {
    const file = openSync(path, 'wx');
    writeSync(file, String(process.pid));
    closeSync(file);
    return true;
  } catch (error) {
    if (error.code !== 'EEXIST') throw error;
    if (!holderLives(path)) rmSync(path, { force: true });
    return false;
  }
}

function holderLives(path) {
  try {
    const pid = Number.parseInt(readFileSync(path, 'utf8'), 10);
    if (Number.isNaN(pid)) return Date.now() - statSync(path).mtimeMs < UNREADABLE_AFTER_MS;
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return error.code === 'EPERM';
  }
}
