import type {
  ScalingFit,
  ScalingGap,
  ScalingHoldout,
  ScalingPoint,
  ScalingQuestion,
} from '../../../contract/scaling.ts';
import { chooseLaw } from './choose-law.ts';
import { predictor, type Predictor } from './predict.ts';
import { lawInWords } from './words.ts';

const FEWEST_SIZES = 3;
/** From so many sizes on, the largest is kept from the fit and checked; of more, one in four. */
const HOLDOUT_FROM = 5;
const HOLDOUT_EVERY = 4;
const CURVE_POINTS = 60;
/** The curve goes on past the largest size by this factor. */
const BEYOND = 1.25;

/** The law that the points follow, or how many more sizes it takes to tell one. What is no number counts as absent. */
export function fitScaling(question: ScalingQuestion): ScalingFit | ScalingGap {
  const points = question.points
    .filter(({ x, y }) => Number.isFinite(x) && Number.isFinite(y) && x >= 0)
    .toSorted((a, b) => a.x - b.x);
  const sizes = [...new Set(points.map(({ x }) => x))];
  if (sizes.length < FEWEST_SIZES) {
    const missing = FEWEST_SIZES - sizes.length;
    const words = `no law yet: ${missing} more ${missing === 1 ? 'size is' : 'sizes are'} needed`;
    return { ...question, points, law: null, missing, words };
  }
  const heldOut = heldOutSizes(sizes);
  const mayFall = question.metric === 'throughput';
  const fitted = points.filter(({ x }) => !heldOut.has(x));
  const choice = chooseLaw(fitted, mayFall);
  const predict = predictor(choice, fitted, mayFall);
  return {
    ...question,
    points: fitted,
    law: predict.law.name,
    coefficients: predict.law.coefficients,
    crossValidationError: choice.chosen.crossValidationError,
    holdout: points.filter(({ x }) => heldOut.has(x)).map((point) => check(point, predict)),
    curve: curveOf(predict, sizes),
    words: lawInWords(question, predict.law),
  };
}

/** From the largest down, every fourth: to predict beyond what was measured is the hardest test. */
function heldOutSizes(sizes: readonly number[]): ReadonlySet<number> {
  if (sizes.length < HOLDOUT_FROM) return new Set();
  const count = Math.floor(sizes.length / HOLDOUT_EVERY);
  return new Set(Array.from({ length: count }, (_, index) => sizes.at(-1 - index * HOLDOUT_EVERY) as number));
}

function check(point: ScalingPoint, predict: Predictor): ScalingHoldout {
  const { y: predicted, interval } = predict.at(point.x);
  return { ...point, predicted, interval, held: point.y >= interval[0] && point.y <= interval[1] };
}

/** Evenly in ratio where sizes span more than a decade, as they are mostly chosen. */
function curveOf(predict: Predictor, sizes: readonly number[]): ScalingFit['curve'] {
  const from = sizes[0] as number;
  const to = (sizes.at(-1) as number) * BEYOND;
  const isWide = from > 0 && to / from > 10;
  return Array.from({ length: CURVE_POINTS + 1 }, (_, index) => {
    const share = index / CURVE_POINTS;
    const x = isWide ? from * (to / from) ** share : from + (to - from) * share;
    const { y, interval } = predict.at(x);
    return { x, y, low: interval[0], high: interval[1] };
  });
}
