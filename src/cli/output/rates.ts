import { formatNumber, NOT_MEASURED } from '../../contract/units.ts';

/** Gigabytes a second; from thousands on in terabytes. */
export function formatBandwidth(gigabytes: number | null): string {
  if (gigabytes === null) return NOT_MEASURED;
  return gigabytes >= 1000 ? `${formatNumber(gigabytes / 1000)} TB/s` : `${formatNumber(gigabytes)} GB/s`;
}

/** Billions of operations a second; from thousands on in trillions. */
export function formatArithmetic(giga: number | null, what: 'flop' | 'op' = 'flop'): string {
  if (giga === null) return NOT_MEASURED;
  return giga >= 1000 ? `${formatNumber(giga / 1000)} T${what}/s` : `${formatNumber(giga)} G${what}/s`;
}

export function formatMicroseconds(microseconds: number | null): string {
  return microseconds === null ? NOT_MEASURED : `${formatNumber(microseconds)} µs`;
}
