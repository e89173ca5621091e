import type { Milliseconds, Percent } from '../../../contract/units.ts';

/** /proc/pressure/cpu, the line "some": microseconds since boot in which somebody was ready and had no processor. */
export function parseCpuPressure(text: string): Milliseconds | null {
  const total = /^some .*total=(\d+)$/m.exec(text)?.[1];
  return total === undefined ? null : Number(total) / 1000;
}

/** Of the time that passed; null before there are two readings, and where the kernel keeps none. */
export function pressurePercent(
  before: Milliseconds | null,
  after: Milliseconds | null,
  passedMs: Milliseconds,
): Percent | null {
  if (before === null || after === null || passedMs <= 0) return null;
  return Math.min(100, Math.max(0, ((after - before) / passedMs) * 100));
}
