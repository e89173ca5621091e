import type { TraceUnit } from '../../contract/trace.ts';
import { byteUnit, durationUnit, niceAxis, type AxisUnit } from './scale.ts';

const MOST_TICKS = 24;

export interface LengthTick {
  /** In the axis' base: milliseconds, or thousands of the unit. */
  readonly at: number;
  readonly label: string;
}

export interface LengthAxis {
  readonly ticks: readonly LengthTick[];
  words(at: number): string;
}

/** Labels as exact as the view is narrow. `min` and `max` are milliseconds, or millions of what is counted. */
export function lengthAxis(
  range: { readonly min: number; readonly max: number },
  unit: TraceUnit = 'ns',
  wanted = 8,
): LengthAxis {
  const scale = unitOf(Math.max(Math.abs(range.min), Math.abs(range.max)), unit);
  const { interval } = niceAxis(range, scale, wanted);
  const digits = Math.min(9, Math.max(0, Math.ceil(-Math.log10(interval / scale.size) - 1e-9)));
  const words = (value: number): string =>
    `${(value / scale.size).toFixed(digits)} ${scale.name}`.replace(/^-(0(\.0+)?) /, '$1 ');
  // ECharts would count an interval from where the view begins.
  const first = Math.ceil(range.min / interval - 1e-9);
  const last = Math.min(first + MOST_TICKS, Math.floor(range.max / interval + 1e-9));
  const ticks = Array.from({ length: Math.max(0, last - first + 1) }, (_, step) => {
    const at = (first + step) * interval;
    return { at, label: words(at) };
  });
  return { ticks, words };
}

/** What is no time is held in millionths, as nanoseconds are of a millisecond. */
function unitOf(largest: number, unit: TraceUnit): AxisUnit {
  if (unit === 'ns') return durationUnit(largest);
  if (unit === 'bytes') {
    const { name, size } = byteUnit(largest * 1e6);
    return { name, size: size / 1e6 };
  }
  const steps: readonly AxisUnit[] = [
    { name: unit, size: 1e-6 },
    { name: `k ${unit}`, size: 1e-3 },
    { name: `M ${unit}`, size: 1 },
    { name: `G ${unit}`, size: 1e3 },
  ];
  return steps.findLast(({ size }) => largest >= size) ?? (steps[0] as AxisUnit);
}
