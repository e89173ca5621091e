import type { RandomStream } from '../../src/core/analysis/simulate/random-stream.ts';

/** What the runs of a history without a change may look like, each about zero with a deviation of about one. */
export const NOISES: Readonly<Record<string, (random: RandomStream) => () => number>> = {
  normal: (random) => () => random.normal(),
  'heavy-tailed': (random) => () =>
    random.normal() / Math.hypot(random.normal(), random.normal(), random.normal()),
  Laplace: (random) => () => (random.uniform() < 0.5 ? -1 : 1) * exponential(random) * Math.SQRT1_2,
  exponential: (random) => () => exponential(random),
  'log-normal': (random) => () => Math.exp(random.normal() / 2),
  'correlated by 0.3': (random) => {
    let value = random.normal();
    return () => (value = 0.3 * value + Math.sqrt(1 - 0.3 ** 2) * random.normal());
  },
  rounded: (random) => () => Math.round(random.normal() * 2) / 2,
  'coarsely rounded': (random) => () => Math.round(random.normal()),
  'single outliers': (random) => () => random.normal() + (random.uniform() < 0.02 ? 10 : 0),
  'two modes': (random) => () => random.normal() * 0.3 + (random.uniform() < 0.3 ? 2 : 0),
};

const exponential = (random: RandomStream): number => -Math.log(1 - random.uniform());
