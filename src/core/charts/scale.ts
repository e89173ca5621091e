import { formatNumber } from '../../contract/units.ts';
import type { Bytes, Milliseconds } from '../../contract/units.ts';

/** One unit for a whole axis, so that two labels of it can be held against each other. */
export interface AxisUnit {
  readonly name: string;
  /** Base units (ms, bytes) in one of these. */
  readonly size: number;
}

const DURATIONS: readonly AxisUnit[] = [
  { name: 'ns', size: 1e-6 },
  { name: 'µs', size: 1e-3 },
  { name: 'ms', size: 1 },
  { name: 's', size: 1e3 },
];
const LONG: readonly AxisUnit[] = [
  { name: 's', size: 1e3 },
  { name: 'min', size: 60e3 },
  { name: 'h', size: 3600e3 },
];
const SIZES: readonly AxisUnit[] = ['B', 'KiB', 'MiB', 'GiB', 'TiB'].map((name, power) => ({
  name,
  size: 1024 ** power,
}));

/** By the largest value shown: what it needs before the decimal point decides. */
export function durationUnit(largest: Milliseconds): AxisUnit {
  return fitting(DURATIONS, largest);
}

/** For an axis of elapsed time, where minutes read better than hundreds of seconds. */
export function elapsedUnit(largest: Milliseconds): AxisUnit {
  if (largest < 1e3) return durationUnit(largest);
  return largest < 300e3 ? (LONG[0] as AxisUnit) : fitting(LONG, largest);
}

export function byteUnit(largest: Bytes): AxisUnit {
  return fitting(SIZES, largest);
}

function fitting(units: readonly AxisUnit[], largest: number): AxisUnit {
  const size = Math.abs(largest);
  return units.findLast((unit) => size >= unit.size) ?? (units[0] as AxisUnit);
}

/** An axis label: the tick in the axis' unit, as short as it is exact. */
export function tickLabel(value: number, unit: AxisUnit): string {
  const scaled = value / unit.size;
  return formatNumber(Number(scaled.toPrecision(6)), 6)
    .replace(/(\.\d*?)0+$/, '$1')
    .replace(/\.$/, '');
}

/** Round ticks in the axis' own unit: ECharts would choose round numbers of milliseconds or bytes. */
export function niceAxis(
  range: { min: number; max: number },
  unit: AxisUnit,
  ticks = 5,
): {
  min: number;
  max: number;
  interval: number;
} {
  const low = range.min / unit.size;
  const high = range.max / unit.size;
  const span = high > low ? high - low : Math.max(Math.abs(high), 1e-9);
  const raw = span / ticks;
  const power = 10 ** Math.floor(Math.log10(raw));
  const step = ([1, 2, 2.5, 5].find((factor) => factor * power >= raw * 0.999) ?? 10) * power;
  const bottom = Math.floor(low / step + 1e-9) * step;
  const top = Math.max(Math.ceil(high / step - 1e-9) * step, bottom + step);
  return { min: bottom * unit.size, max: top * unit.size, interval: step * unit.size };
}
