import { by } from '../mutant';

const FAILOVER = 'test/registry/failover.test.ts';
const DATABASE = 'test/registry/database.test.ts';

export const REGISTRY = [
  ...by('src/registry/pulse.ts', [
    ['OR pulse.timeline <>', 'OR false AND pulse.timeline <>', [FAILOVER, 'test/activities/evidence/lost-life.test.ts']],
    ['now() - pulse.beat_at > $1', 'now() - pulse.beat_at > 0 * $1', FAILOVER],
  ]),
  ...by('src/registry/durability.ts', [[`settings?.[name] === 'off'`, `settings?.[name] === 'no'`, [FAILOVER, DATABASE]]]),
  ...by('src/registry/database.ts', [
    ['if (REFUSES_WRITING.has(codeOf(error))) broken = error as Error;', '', DATABASE],
    [`if (command !== 'COMMIT') throw`, 'if (false) throw', DATABASE],
  ]),
];
