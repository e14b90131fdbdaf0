import type { Config } from '../config';
import type { KeptParts } from './parts';
import type { StartPlan } from './settings';

/** What a person can open and try now. */
export function addresses(config: Config, plan: StartPlan, parts: KeptParts): string[] {
  const rows: Array<[string, string]> = [
    ['api', `${parts.apiUrl}/home/index   ${parts.apiUrl}/ready   ${parts.apiUrl}/api/openapi.json`],
    ['Temporal UI', plan.devServer ? `http://127.0.0.1:${parts.setting('TEMPORAL_UI_PORT')}` : `beside ${config.TEMPORAL_ADDRESS}`],
    ['Alseco', `${parts.setting('ALSECO_ENDPOINT')}${plan.alsecoSandbox ? '   (sandbox, WSDL at ?wsdl)' : ''}`],
    ['upstream', `${parts.setting('UPSTREAM_ENDPOINT')}${plan.upstreamSandbox ? '   (sandbox)' : ''}`],
    ['data and logs', plan.dataDir],
    ['try', 'npx tolem payment list'],
    ['', 'npx tolem doctor'],
    ['stop', 'Ctrl-C'],
  ];
  return rows.map(([name, value]) => `${name.padEnd(14)} ${value}`);
}
