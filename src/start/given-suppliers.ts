import type { Config } from '../config';
import { LADDERS } from '../ladders';
import { createAdmissions, givenEndpoints, noRegistry, type SupplierAdmission } from '../suppliers/admission';
import { StartRefused, sentenceOf } from './refusal';

const COUNTS = {
  sandbox: 'it says that it is a sandbox',
  'no sandbox': 'it does not say that it is a sandbox, so it counts as a real supplier',
  'no answer': 'it does not answer, so it counts as a real supplier',
} as const;

export interface GivenSuppliers {
  readonly allSandboxes: boolean;
  /** One sentence for each. */
  readonly said: readonly string[];
}

/**
 * Asks each supplier that was given whether it is a sandbox, before anything is started. Refuses, with one sentence, what
 * api and worker would refuse: a real supplier with LADDERS=fast, or over plain http off loopback.
 */
export async function askGivenSuppliers(config: Config): Promise<GivenSuppliers> {
  // What the registry knows of them can be read only once it runs; worker and api ask it.
  const admissions = createAdmissions(config, LADDERS[config.LADDERS], noRegistry({ holdsDemoData: false }));
  const asked = await Promise.all(givenEndpoints(config).map(({ name }) => askOne(name, admissions[name])));
  return { allSandboxes: asked.every(({ isSandbox }) => isSandbox), said: asked.flatMap(({ said }) => said) };
}

async function askOne(name: string, admission: SupplierAdmission): Promise<{ isSandbox: boolean; said: string[] }> {
  const heard = await admission.ask();
  const held = await admission.atBoot().catch((error: unknown) => {
    throw new StartRefused(`${sentenceOf(error)}.`);
  });
  const said = [`${name}: the one that ${admission.shown()} names; ${COUNTS[heard.is]}`, ...(held ? [`${name}: ${held}`] : [])];
  return { isSandbox: heard.is === 'sandbox', said };
}
