/** The value below which `share` of the sorted sample lies (nearest rank). */
export function quantile(sorted: ArrayLike<number>, share: number): number {
  if (sorted.length === 0) throw new RangeError('no sample');
  return sorted[Math.min(sorted.length - 1, Math.max(0, Math.ceil(share * sorted.length) - 1))] as number;
}

export function median(values: readonly number[]): number {
  if (values.length === 0) throw new RangeError('no values');
  const sorted = [...values].sort((a, b) => a - b);
  const middle = sorted.length >> 1;
  const upper = sorted[middle] as number;
  return sorted.length % 2 === 1 ? upper : (upper + (sorted[middle - 1] as number)) / 2;
}

/** A figure with three significant digits. */
export function shown(value: number): string {
  if (!Number.isFinite(value)) return '–';
  if (value === 0) return '0';
  const digits = Math.max(0, 2 - Math.floor(Math.log10(Math.abs(value))));
  const scale = 10 ** digits;
  return String(Math.round(value * scale) / scale);
}

/** Median and spread over the pairs: `12.3 (11.8–13.1)`. */
export const spread = (values: readonly number[]): string => `${shown(median(values))} (${shown(Math.min(...values))}–${shown(Math.max(...values))})`;

/** Latencies of one half, in milliseconds. */
export interface Latencies {
  readonly requests: number;
  readonly seconds: number;
  readonly p50: number;
  readonly p99: number;
  readonly max: number;
}

export function latencies(samples: Float64Array, seconds: number): Latencies {
  const sorted = samples.slice().sort();
  return {
    requests: samples.length,
    seconds,
    p50: quantile(sorted, 0.5),
    p99: quantile(sorted, 0.99),
    max: quantile(sorted, 1),
  };
}
