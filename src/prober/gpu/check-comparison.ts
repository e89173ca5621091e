import { RandomStream } from '../../core/analysis/simulate/random-stream.ts';
import { referenceDifference } from '../cpu/kernel-reference.ts';
import { farOff, type Judged } from '../cpu/judged.ts';
import type { Card } from './card.ts';
import { comparison, COMPARISON_VALUES } from './launches.ts';
import { poisonedOutput } from './poisoned-output.ts';

const LENGTHS = [0, 1, 3, 31, 257, 4095, 4096, 4097, 10_007, 70_001];
/** Eight are added up in single precision, then in double. */
const TOLERANCE = 8 * 2 ** -24;

interface Agreement {
  readonly compared: number;
  readonly notFinite: number;
  readonly maxError: number;
  readonly meanError: number;
  readonly rmsError: number;
  readonly cosine: number;
}

export function* outputComparison(card: Card): Generator<Judged> {
  const random = new RandomStream(4);
  const values = (count: number, scale: number) =>
    Float32Array.from({ length: count }, () => random.normal() * scale);
  for (const length of card.isStandIn ? LENGTHS : [...LENGTHS, 1_000_003]) {
    for (const scale of [1, 1e25, 1e-22]) {
      const [a, b] = [values(length, scale), values(length, scale)];
      yield judge(card, `${length} of about ${scale}`, a, b);
    }
    if (length < 5) continue;
    const [a, b] = [values(length, 1), values(length, 1)];
    for (const value of [Number.NaN, Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY]) {
      a[Math.floor(random.uniform() * length)] = value;
      b[Math.floor(random.uniform() * length)] = value;
    }
    yield judge(card, `${length}, some of them not finite`, a, b);
  }
}

function judge(card: Card, size: string, a: Float32Array, b: Float32Array): Judged {
  const expected = referenceDifference(Float64Array.from(a), Float64Array.from(b));
  const got = compareOnCard(card, a, b);
  card.release();
  const isCounted = got?.compared === expected.compared && got.notFinite === expected.notFinite;
  const error =
    got !== null && isCounted ? farOff(asShares(got, expected), asShares(expected, expected)) : Infinity;
  return { size, error, tolerance: TOLERANCE };
}

function compareOnCard(card: Card, a: Float32Array, b: Float32Array): Agreement | null {
  const { steps, partials } = comparison(card, card.upload(a), card.upload(b), a.length);
  partials.fill(0xff);
  const values = new Float64Array(COMPARISON_VALUES);
  const out = poisonedOutput(card, values);
  const [first, last] = steps;
  card.launch(first);
  card.run({ ...last, args: [...last.args.slice(0, -1), out.memory] });
  return out.read() ? agreementOf(values, a.length) : null;
}

/** From what comparison.cu leaves. */
export function agreementOf(values: Float64Array, count: number): Agreement {
  const [absolute = 0, square = 0, dot = 0, ofA = 0, ofB = 0, maxError = 0, notFinite = 0] = values;
  const compared = count - notFinite;
  const each = Math.max(1, compared);
  return {
    compared,
    notFinite,
    maxError,
    meanError: absolute / each,
    rmsError: Math.sqrt(square / each),
    cosine: dot / (Math.sqrt(ofA) * Math.sqrt(ofB)),
  };
}

function asShares(of: Agreement, expected: Agreement): number[] {
  const share = (value: number, unit: number): number => (unit === 0 ? value : value / unit);
  return [
    share(of.maxError, expected.maxError),
    share(of.meanError, expected.meanError),
    share(of.rmsError, expected.rmsError),
    of.cosine,
  ];
}
