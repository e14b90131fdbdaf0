import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** The name is one that the keeper of the next test run or benchmark sweeps, should this one be killed. */
export const newFolder = (): string => mkdtempSync(join(tmpdir(), 'tolem-test-bench'));

export const removeFolder = (folder: string): void => rmSync(folder, { recursive: true, force: true });
