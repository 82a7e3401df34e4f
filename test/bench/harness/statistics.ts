/** The value below which `share` (0..1) of the values lie, the nearest one (no interpolation). NaN of none. */
export function quantile(values: readonly number[], share: number): number {
  if (values.length === 0) return Number.NaN;
  const sorted = values.toSorted((a, b) => a - b);
  const rank = Math.ceil(share * sorted.length) - 1;
  return sorted[Math.min(sorted.length - 1, Math.max(0, rank))] ?? Number.NaN;
}

export function median(values: readonly number[]): number {
  return quantile(values, 0.5);
}

export function largest(values: readonly number[]): number {
  return values.reduce((max, value) => Math.max(max, value), Number.NEGATIVE_INFINITY);
}

export function sum(values: readonly number[]): number {
  return values.reduce((total, value) => total + value, 0);
}

/** A count over `ms` as a rate by the minute. */
export function perMinute(times: number, ms: number): number {
  return (times * 60_000) / ms;
}

/** `1.4 s`, `120 ms`, `never`; `none` of NaN. */
export function duration(ms: number): string {
  if (Number.isNaN(ms)) return 'none';
  if (ms === Number.POSITIVE_INFINITY) return 'never';
  return ms < 1000 ? `${Math.round(ms)} ms` : `${(ms / 1000).toFixed(1)} s`;
}

/** With a separator for thousands: `1,200`. */
export function count(value: number): string {
  return Number.isNaN(value) ? 'none' : Math.round(value).toLocaleString('en-US');
}

/** `96 %`. */
export function percent(share: number): string {
  return Number.isNaN(share) ? 'none' : `${(share * 100).toFixed(share < 0.1 ? 1 : 0)} %`;
}
