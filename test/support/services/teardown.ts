import { shared } from './setup';

/** Waits until the keeper has stopped everything, at most 40 s: longer than PostgreSQL's fast and immediate stops. */
export default async function teardown(): Promise<void> {
  const keeper = shared.tolemTestKeeper;
  if (!keeper || keeper.exitCode !== null) return;
  keeper.ref();
  await new Promise<void>((resolve) => {
    const timer = setTimeout(resolve, 40_000);
    keeper.once('exit', () => {
      clearTimeout(timer);
      resolve();
    });
    if (keeper.connected) keeper.send('stop');
  });
}
