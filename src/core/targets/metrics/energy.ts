import type { RunEnergy } from '../../../contract/energy.ts';
import { measured, notMeasured, type Metric, type Reading, type Subject } from './types.ts';

export const ENERGY_METRICS: readonly Metric[] = [
  {
    id: 'operationsPerWatt',
    label: 'operations a second and watt',
    unit: 'number',
    read: (subject) => read(subject, ({ operationsPerJoule }) => operationsPerJoule, NO_FLOPS, 'inverse'),
  },
  {
    id: 'joulesPerInference',
    label: 'joules an inference',
    unit: 'number',
    read: (subject) => read(subject, ({ perInferenceJoules }) => perInferenceJoules, NO_INFERENCE),
  },
  {
    id: 'joulesPerToken',
    label: 'joules a token',
    unit: 'number',
    read: (subject) => read(subject, ({ perTokenJoules }) => perTokenJoules, NO_TOKENS),
  },
  {
    id: 'meanWatts',
    label: 'watts on average',
    unit: 'number',
    read: (subject) => read(subject, ({ meanWatts }) => meanWatts, NO_METER),
  },
];

const NO_METER = 'Nothing that was measured here has a meter of its power.';
const NO_FLOPS = 'The model’s file does not tell how many operations it takes.';
const NO_INFERENCE = 'A generation is no single inference: hold it against joulesPerToken.';
const NO_TOKENS = 'The run counted no tokens.';

/** With the meter's own error as the interval. */
function read(
  { run }: Subject,
  of: (energy: RunEnergy) => number | null,
  without: string,
  sense: 'same' | 'inverse' = 'same',
): Reading {
  const { energy } = run;
  if (energy === null || energy.joules === null || energy.errorPercent === null) {
    const [first] = energy?.unmetered ?? [];
    return notMeasured(first === undefined ? NO_METER : `${first.deviceName}: ${first.reason}`);
  }
  const value = of(energy);
  if (value === null) return notMeasured(without);
  const error = energy.errorPercent / 100;
  return sense === 'same'
    ? measured(value, [value * (1 - error), value * (1 + error)])
    : measured(value, [value / (1 + error), error < 1 ? value / (1 - error) : Number.POSITIVE_INFINITY]);
}
