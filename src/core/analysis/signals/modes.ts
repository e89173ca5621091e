import type { Modes } from '../../../contract/signals.ts';
import { valueAtRank } from '../order-statistics.ts';

const FEWEST_SAMPLES = 50;
/** Single slow iterations are no mode: neither tail is looked at, and each mode has so many samples. */
const TRIMMED = 0.025;
const SMALLEST_SHARE = 0.05;
const FEWEST_IN_MODE = 10;
/** Points that stand for the distribution, and places at which its density is looked at. */
const POINTS = 512;
const GRID = 256;
/** The density between two modes, as a share of the lower one's. */
const DEEPEST_VALLEY = 0.5;
/**
 * Ashman's D asks for 2 between the components of a fitted mixture. A cut through one normal distribution leaves
 * halves 2.65 apart, through an even one 3.46.
 */
const SMALLEST_SEPARATION = 4;
/** Between the centres: less is not two speeds. */
const SMALLEST_RATIO = 1.02;

/**
 * Two speeds rather than one: a density with two peaks and a valley between them (Silverman 1986, his bandwidth), on
 * either side of which the samples lie together and far apart from the others by Ashman, Bird and Zepf's D (1994).
 * All on logarithms, where the long tail of a latency is no second peak.
 */
export function modesOf(latenciesMs: Float64Array, ascending: Float64Array, medianMs: number): Modes | null {
  if (ascending.length < FEWEST_SAMPLES || (ascending[0] as number) <= 0) return null;
  const one: Modes = { detected: false, centresMs: [medianMs], shares: [1], switches: 0 };
  const points = bodyOf(ascending);
  const valley = valleyOf(points);
  if (valley === null) return one;
  const cutMs = Math.exp(valley);
  const fast = countBelow(ascending, cutMs);
  const share = fast / ascending.length;
  const centresMs = [
    valueAtRank(ascending, (fast - 1) / 2),
    valueAtRank(ascending, (fast + ascending.length - 1) / 2),
  ] as const;
  const fewest = Math.max(FEWEST_IN_MODE, SMALLEST_SHARE * ascending.length);
  const detected =
    Math.min(fast, ascending.length - fast) >= fewest &&
    centresMs[1] / centresMs[0] >= SMALLEST_RATIO &&
    separationOf(points, valley) >= SMALLEST_SEPARATION;
  if (!detected) return one;
  return { detected, centresMs, shares: [share, 1 - share], switches: switchesAt(latenciesMs, cutMs) };
}

function bodyOf(ascending: Float64Array): Float64Array {
  const last = ascending.length - 1;
  const points = Math.min(POINTS, Math.ceil(ascending.length * (1 - 2 * TRIMMED)));
  return Float64Array.from({ length: points }, (_, index) => {
    const level = TRIMMED + ((1 - 2 * TRIMMED) * index) / (points - 1);
    // A sample's own value: between two modes an interpolated one would be in neither.
    return Math.log(ascending[Math.round(last * level)] as number);
  });
}

/** The lowest place between two peaks of the density; null where there is but one. */
function valleyOf(points: Float64Array): number | null {
  const bandwidth = bandwidthOf(points);
  if (bandwidth === 0) return null;
  const low = (points[0] as number) - bandwidth;
  const step = ((points[points.length - 1] as number) + bandwidth - low) / (GRID - 1);
  const density = Float64Array.from({ length: GRID }, (_, place) => {
    const at = low + place * step;
    let sum = 0;
    for (const point of points) sum += Math.exp(-(((at - point) / bandwidth) ** 2) / 2);
    return sum;
  });
  const place = deepestValley(density);
  return place === null ? null : low + place * step;
}

/** Where the lower of the highest peaks on both sides stands most above the place. */
function deepestValley(density: Float64Array): number | null {
  const peakAfter = Float64Array.from(density);
  for (let place = GRID - 2; place >= 0; place -= 1) {
    peakAfter[place] = Math.max(peakAfter[place] as number, peakAfter[place + 1] as number);
  }
  let deepest: number | null = null;
  let smallest = DEEPEST_VALLEY;
  let peakBefore = 0;
  for (let place = 0; place < GRID; place += 1) {
    const here = density[place] as number;
    peakBefore = Math.max(peakBefore, here);
    const depth = here / Math.min(peakBefore, peakAfter[place] as number);
    if (depth < smallest) {
      smallest = depth;
      deepest = place;
    }
  }
  return deepest;
}

/** Silverman's, but no narrower than the steps of a coarse clock, each of which would be a peak. */
function bandwidthOf(points: Float64Array): number {
  const count = points.length;
  const deviation = deviationOf(points);
  const quartiles = valueAtRank(points, (count - 1) * 0.75) - valueAtRank(points, (count - 1) * 0.25);
  const spread = quartiles > 0 ? Math.min(deviation, quartiles / 1.34) : deviation;
  return Math.max(0.9 * spread * count ** -0.2, clockStepOf(points));
}

function clockStepOf(points: Float64Array): number {
  let smallest = Number.POSITIVE_INFINITY;
  for (let index = 1; index < points.length; index += 1) {
    const gap = (points[index] as number) - (points[index - 1] as number);
    if (gap > 1e-9 && gap < smallest) smallest = gap;
  }
  return Number.isFinite(smallest) ? smallest : 0;
}

function separationOf(points: Float64Array, valley: number): number {
  const cut = countBelow(points, valley);
  const [left, right] = [points.subarray(0, cut), points.subarray(cut)];
  const apart = meanOf(right) - meanOf(left);
  return (Math.SQRT2 * apart) / Math.hypot(deviationOf(left), deviationOf(right));
}

function switchesAt(latenciesMs: Float64Array, cutMs: number): number {
  let switches = 0;
  for (let index = 1; index < latenciesMs.length; index += 1) {
    const before = (latenciesMs[index - 1] as number) < cutMs;
    const now = (latenciesMs[index] as number) < cutMs;
    if (before !== now) switches += 1;
  }
  return switches;
}

function countBelow(ascending: Float64Array, value: number): number {
  let low = 0;
  let high = ascending.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if ((ascending[middle] as number) < value) low = middle + 1;
    else high = middle;
  }
  return low;
}

function meanOf(values: Float64Array): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}

function deviationOf(values: Float64Array): number {
  const mean = meanOf(values);
  return Math.sqrt(values.reduce((sum, value) => sum + (value - mean) ** 2, 0) / values.length);
}
