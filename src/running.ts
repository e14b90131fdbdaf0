import { readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { z } from 'zod';

const Identity = z.object({ pid: z.number().int(), started: z.string() });

/** `DATA_DIR/run.json` (0600): who runs on this folder, and the settings the processes were given. */
export const RunFile = z.object({
  starter: Identity,
  since: z.string(),
  processes: z.array(Identity.extend({ name: z.string() })),
  folders: z.record(z.string(), z.string()),
  /** As environment variables: DATABASE_URL, TEMPORAL_ADDRESS, REGISTRY_KEY, the endpoints and ports really in use. */
  environment: z.record(z.string(), z.string()),
});
export type RunFile = z.infer<typeof RunFile>;

export const runFilePath = (dataDir: string): string => join(resolve(dataDir), 'run.json');

/** The file's content, or undefined where nothing runs on the folder or the file cannot be read. */
export function readRunFile(dataDir: string): RunFile | undefined {
  try {
    return RunFile.parse(JSON.parse(readFileSync(runFilePath(dataDir), 'utf8')));
  } catch {
    return undefined;
  }
}

/** Fills what the caller's environment leaves open with what `npm start` on the same DATA_DIR uses; for the CLI. */
export function withRunning(dataDir: string, environment: Record<string, string | undefined>): Record<string, string | undefined> {
  const given = Object.fromEntries(Object.entries(environment).filter(([, value]) => value !== undefined && value !== ''));
  return { ...readRunFile(dataDir)?.environment, ...given };
}
