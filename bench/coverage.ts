import type { IntervalOf } from '../src/contract/latency.ts';
import { summarizeLatency } from '../src/core/analysis/summary.ts';
import { RandomStream } from '../src/core/analysis/simulate/random-stream.ts';
import type { Figure } from './figure.ts';

const SERIES = 2000;
const CORRELATIONS = [0, 0.5, 0.8];
/** Independent samples that say as much about the mean: n(1 − φ)/(1 + φ). */
const EFFECTIVE_SIZES = [50, 75, 100, 200, 500, 1000];
const TOO_SMALL = 20;
const LOWEST = 0.93;
const HIGHEST = 0.97;
const MEDIAN_MS = 100;
const DEVIATION_MS = 5;

/** How often the 95 % intervals hold the truth, and how often there is one, over simulated AR(1) series. */
export function benchCoverage(seed: number, say: (text: string) => void): Figure[] {
  say(`Seed ${seed}; the same seed gives the same series.`);
  const random = new RandomStream(seed);
  return CORRELATIONS.flatMap((phi) => [
    ...EFFECTIVE_SIZES.map((size) => covered(phi, size, random, say)),
    withheld(phi, random, say),
  ]);
}

interface Tally {
  readonly answered: number;
  readonly covered: Readonly<Record<'mean' | 'p50', number>>;
}

function tally(phi: number, effectiveSize: number, random: RandomStream): Tally {
  const count = Math.ceil((effectiveSize * (1 + phi)) / (1 - phi) - 1e-9);
  let answered = 0;
  const holds = { mean: 0, p50: 0 };
  for (let series = 0; series < SERIES; series += 1) {
    const intervals = summarizeLatency(autoregressive(count, phi, random))?.intervals;
    if (intervals?.p50 === undefined) continue;
    answered += 1;
    for (const name of ['mean', 'p50'] as const satisfies readonly IntervalOf[]) {
      const [low, high] = intervals[name] ?? [0, 0];
      if (low <= MEDIAN_MS && MEDIAN_MS <= high) holds[name] += 1;
    }
  }
  return {
    answered: answered / SERIES,
    covered: { mean: holds.mean / answered, p50: holds.p50 / answered },
  };
}

function covered(phi: number, size: number, random: RandomStream, say: (text: string) => void): Figure {
  const { answered, covered: shares } = tally(phi, size, random);
  const measured = `p50 ${percent(shares.p50)}, mean ${percent(shares.mean)}, answered ${percent(answered)}`;
  say(`φ ${phi}, effective size ${size}: ${measured}`);
  return {
    name: `95 % intervals, φ ${phi}, effective size ${size}`,
    target: '93–97 %',
    measured,
    met: [shares.p50, shares.mean].every((share) => share >= LOWEST && share <= HIGHEST),
    detail: { phi, effectiveSize: size, series: SERIES, answered, ...shares },
  };
}

function withheld(phi: number, random: RandomStream, say: (text: string) => void): Figure {
  const { answered } = tally(phi, TOO_SMALL, random);
  const measured = `needs more in ${percent(1 - answered)}`;
  say(`φ ${phi}, effective size ${TOO_SMALL}: ${measured}`);
  return {
    name: `no interval, φ ${phi}, effective size ${TOO_SMALL}`,
    target: '≥ 90 %',
    measured,
    met: answered <= 0.1,
    detail: { phi, effectiveSize: TOO_SMALL, series: SERIES, answered },
  };
}

function autoregressive(count: number, phi: number, random: RandomStream): Float64Array {
  let value = random.normal();
  return Float64Array.from({ length: count }, () => {
    const now = value;
    value = phi * value + Math.sqrt(1 - phi * phi) * random.normal();
    return MEDIAN_MS + DEVIATION_MS * now;
  });
}

function percent(share: number): string {
  return `${(share * 100).toFixed(1)} %`;
}
