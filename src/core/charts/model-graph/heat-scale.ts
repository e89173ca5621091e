import type { HeatMetric } from '../../analysis/graph-heat/heat-metric.ts';

/** From an amount to a place between 0 and 1 on the scale of colours, and back for the legend. */
export interface HeatScale {
  readonly metric: HeatMetric;
  readonly highest: number;
  place(value: number): number;
  /** Amounts at even steps of the scale. */
  readonly ticks: readonly { readonly at: number; readonly value: number }[];
}

const STEPS = [0, 0.25, 0.5, 0.75, 1] as const;

/**
 * By the root of the amount: a few operators take most of everything, and what takes a hundredth of the most should
 * still be told from nothing. Null where no box has an amount.
 */
export function heatScale(metric: HeatMetric, values: Iterable<number | null>): HeatScale | null {
  let highest = -1;
  for (const value of values)
    if (value !== null && Number.isFinite(value)) highest = Math.max(highest, value);
  if (highest < 0) return null;
  const place = (value: number): number =>
    highest === 0 ? 0 : Math.sqrt(Math.min(1, Math.max(0, value / highest)));
  return { metric, highest, place, ticks: STEPS.map((at) => ({ at, value: highest * at * at })) };
}

/** Between the stops by straight lines in sRGB; stops are "rgb(1, 2, 3)" or "#010203". */
export function heatColour(stops: readonly string[], at: number): string {
  const last = stops.length - 1;
  const exact = Math.min(1, Math.max(0, at)) * last;
  const lower = Math.min(last - 1, Math.floor(exact));
  const one = channels(stops[lower] ?? '');
  const other = channels(stops[lower + 1] ?? '');
  const mixed = one.map((value, channel) =>
    Math.round(value + ((other[channel] ?? value) - value) * (exact - lower)),
  );
  return `rgb(${mixed.join(', ')})`;
}

function channels(colour: string): readonly number[] {
  const hex = /^#([0-9a-f]{2})([0-9a-f]{2})([0-9a-f]{2})$/i.exec(colour);
  if (hex !== null) return hex.slice(1).map((part) => Number.parseInt(part, 16));
  return (colour.match(/[\d.]+/g) ?? []).slice(0, 3).map(Number);
}
