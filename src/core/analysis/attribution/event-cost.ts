/** One operator as it was recorded, in µs of an iteration. */
export interface RecordedOperator {
  /** Its own, without what ran inside of it. */
  readonly ownUs: number;
  /** Events of it in an iteration, and of others directly inside of it. */
  readonly events: number;
  readonly innerEvents: number;
  /** How many of its events are the first of an iteration. */
  readonly firstEvents: number;
  /** Tensors that the runtime writes into each of its events. */
  readonly tensors: number;
  /** What of its own time counts: on a GPU that while no kernel ran. */
  readonly exposed: number;
  /** Of its kernels, in which nothing is recorded that would cost. */
  readonly kernelUs: number;
}

export interface RecordedIteration {
  readonly operators: readonly RecordedOperator[];
  /** Between two events, where the executor was the only thing that ran. */
  readonly gapUs: number;
  /** What of the recorded iteration lies outside of the executor. */
  readonly outsideUs: number;
  /** The same iteration while nothing was recorded. */
  readonly cleanUs: number;
}

export interface EventCost {
  /** What recording an event of two tensors adds to the time that it records. */
  readonly costUs: number;
  /** In the order of the operators: recorded, less that cost. With `outsideUs` they make up the clean time. */
  readonly ownUs: readonly number[];
  readonly outsideUs: number;
  /** What was left of the recorded times, to the clean ones. */
  readonly factor: number;
}

/** Durations are cut to whole microseconds: half of one is missing in the mean. */
const CUT_OFF_US = 0.5;
/**
 * The runtime measures an operator's sizes, writes its shapes as text and fills a table of some fifteen entries before
 * it takes the end time; to build the name, keep the record and free all that comes after, so that what lies between
 * two events tells how long the same kind of work takes on this machine.
 */
const OF_GAP = 1;
/** Each tensor more or less than an input and an output. */
const OF_EACH_TENSOR = 0.06;
/** The cheapest operators, such as a Reshape, do next to nothing: of what they are recorded with, this is recording. */
const OF_CHEAPEST = 0.91;
/**
 * The first operator of an iteration finds neither the recorder nor the executor in the caches: it shows so much of
 * the cost more, which is not its own time.
 */
const OF_FIRST = 0.4;
/** Cheaper ones than this share of all are chance. */
const CHEAPEST_SHARE = 0.02;
/** No operator takes nothing at all: so much of what was recorded is left to the cheapest. */
const LEAST_SHARE = 0.04;
/** Recording drives the rest of the program out of the caches: what lies outside is less on a clean pass, not this much. */
const LEAST_OUTSIDE = 0.3;
/** How far the cost may move from what events alone tell, to make the sum right. */
const MOST_MOVE = 0.35;

/**
 * How much of each recorded time is the recording's. Two things tell: what events themselves show (the cheapest ones,
 * and the gaps between them), and that operators and what lies outside of them have to make up the clean time. The
 * former says where to begin; where the rest of the clean time is then less than the outside can be, or more than it
 * was, the cost moves as far as it may, and what is still missing is scaled.
 */
export function fitEventCost(recorded: RecordedIteration): EventCost {
  const { operators, cleanUs, outsideUs } = recorded;
  const begin = costByEvents(recorded);
  const sumAt = (costUs: number): number => ownTimes(operators, costUs, recorded.gapUs).sum;
  const [least, most] = [LEAST_OUTSIDE * outsideUs, outsideUs];
  const rest = cleanUs - sumAt(begin);
  const wanted = cleanUs - Math.min(most, Math.max(least, rest));
  const costUs = rest >= least && rest <= most ? begin : solve(sumAt, wanted, begin);
  const { own, sum } = ownTimes(operators, costUs, recorded.gapUs);
  const outside = Math.min(most, Math.max(least, cleanUs - sum), cleanUs);
  if (sum === 0) return { costUs, ownUs: own, outsideUs: cleanUs, factor: 1 };
  const factor = (cleanUs - outside) / sum;
  return { costUs, ownUs: own.map((value) => value * factor), outsideUs: outside, factor };
}

function costByEvents({ operators, gapUs }: RecordedIteration): number {
  const cheap = operators
    .filter(({ events, innerEvents }) => events > 0 && innerEvents === 0)
    .map((operator) => (operator.ownUs / operator.events + CUT_OFF_US) / weightOf(operator))
    .sort((a, b) => a - b);
  const cheapest = cheap[Math.floor(cheap.length * CHEAPEST_SHARE)] ?? 0;
  return Math.max(0, Math.min(OF_CHEAPEST * cheapest, OF_GAP * gapUs));
}

function ownTimes(
  operators: readonly RecordedOperator[],
  costUs: number,
  gapUs: number,
): { readonly own: readonly number[]; readonly sum: number } {
  let sum = 0;
  const own = operators.map((operator) => {
    const { ownUs, events, innerEvents, exposed, kernelUs } = operator;
    // Inside of control flow, what lies between two events is in the time of the outer one.
    const whole = ownUs + events * CUT_OFF_US - innerEvents * gapUs;
    const weight = events * weightOf(operator) + OF_FIRST * operator.firstEvents;
    const left = Math.max(LEAST_SHARE * ownUs, whole - costUs * weight);
    const value = kernelUs + exposed * left;
    sum += value;
    return value;
  });
  return { own, sum };
}

function weightOf({ tensors }: RecordedOperator): number {
  return Math.max(0.5, 1 + OF_EACH_TENSOR * (tensors - 2));
}

/** The cost at which the sum is what is wanted, as near to the given one as it may stay. */
function solve(sumAt: (costUs: number) => number, wanted: number, begin: number): number {
  let low = begin * (1 - MOST_MOVE);
  let high = begin / OF_CHEAPEST;
  for (let step = 0; step < 40; step += 1) {
    const middle = (low + high) / 2;
    if (sumAt(middle) > wanted) low = middle;
    else high = middle;
  }
  return (low + high) / 2;
}
