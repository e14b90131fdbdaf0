import { DefaultLogger, Runtime } from '@temporalio/worker';

/** Run by temporal-download.ts with a folder and a version: downloads the CLI there, proves that it starts, and ends. */
async function download(folder: string, version: string): Promise<void> {
  Runtime.install({ logger: new DefaultLogger('ERROR'), shutdownSignals: [] });
  const runtime = Runtime.instance();
  const server = await runtime.createEphemeralServer({
    type: 'dev-server',
    exe: { type: 'cached-download', downloadDir: folder, version, ttl: 0, sdkName: 'sdk-typescript', sdkVersion: '1.24.0' },
    namespace: 'default',
    ip: '127.0.0.1',
    port: null,
    uiPort: null,
    dbFilename: null,
    ui: false,
    log: { format: 'pretty', level: 'error' },
    extraArgs: [],
  });
  await runtime.shutdownEphemeralServer(server);
}

process.on('disconnect', () => process.exit(1));
const [folder = '', version = ''] = process.argv.slice(2);
download(folder, version).then(
  () => process.exit(0),
  (error: unknown) => process.send?.(error instanceof Error ? error.message : String(error), () => process.exit(1)),
);
