import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { startPostgres } from '../../src/start/postgres/server';
import type { Spawned } from '../../src/start/process/spawned';
import { type Server, type Standby, standbyOf } from '../../test/support/services/standby';
import { lastingPort } from './ports';

/** PostgreSQL's address may lead to another server than before. */
export interface Failover {
  /** A copy of the server that writes now; it follows it. */
  standby(): Promise<Standby>;
  /** From now on the address leads to this one. Answers with the server it led to. */
  takeOver(standby: Standby): Server;
  /** Works with a server that has died, started again where nobody else finds it, and removes it for good. */
  autopsy<T>(server: Server, work: () => Promise<T>): Promise<T>;
}

export const MOST_CONNECTIONS = 300;
const PRIMARY = 'PostgreSQL';

export interface Hands {
  /** Where the copies' folders go. */
  readonly folder: string;
  readonly logFile: string;
  readonly running: Map<string, Spawned>;
  keepAs(name: string): (spawned: Spawned) => void;
  stop(name: string): Promise<void>;
  primary(): Server;
  became(primary: Server): void;
}

export function standbys({ folder, logFile, running, keepAs, stop, primary, became }: Hands): Failover {
  let copies = 0;
  const options = { logFile, maxConnections: MOST_CONNECTIONS };
  const nameOf = ({ port }: Server) => `standby on ${port}`;
  return {
    standby: async () => {
      const port = await lastingPort();
      const spawned = keepAs(nameOf({ ...primary(), port }));
      return standbyOf(primary(), join(folder, `standby-${++copies}`), { ...options, port, spawned });
    },
    takeOver: (standby) => {
      const lost = primary();
      became(standby);
      const spawned = running.get(nameOf(standby));
      if (!spawned) throw new Error(`no standby runs on ${standby.port}`);
      running.delete(nameOf(standby));
      keepAs(PRIMARY)(spawned);
      return lost;
    },
    autopsy: async (server, work) => {
      const name = `the lost one on ${server.port}`;
      await startPostgres({ ...options, ...server, spawned: keepAs(name) });
      try {
        return await work();
      } finally {
        await stop(name);
        running.delete(name);
        rmSync(server.place.folder, { recursive: true, force: true });
      }
    },
  };
}
