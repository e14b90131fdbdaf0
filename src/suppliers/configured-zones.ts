import type { Config } from '../config';
import type { SupplierName } from '../contracts/supply';

/** In which zone the bank day of each is counted, where nobody talks to them. */
export const configuredZones = (config: Pick<Config, 'ALSECO_ZONE' | 'UPSTREAM_CONTRACT_ZONE'>): Readonly<Record<SupplierName, string>> => ({
  alseco: config.ALSECO_ZONE,
  upstream: config.UPSTREAM_CONTRACT_ZONE,
});
