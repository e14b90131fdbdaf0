import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { bundleWorkflowCode, DefaultLogger } from '@temporalio/worker';

/** Its name in the benchmark's folder (DATA_DIR of the bare processes). */
export const BUNDLE = 'bare-bundle.js';

export async function writeBundle(folder: string): Promise<void> {
  const { code } = await bundleWorkflowCode({ workflowsPath: join(__dirname, 'workflows.ts'), logger: new DefaultLogger('WARN') });
  writeFileSync(join(folder, BUNDLE), code);
}
