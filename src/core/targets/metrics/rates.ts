import type { GenerationTimes } from '../../../contract/generation.ts';
import type { Run } from '../../../contract/run.ts';
import type { ScenarioPoint } from '../../../contract/scenario.ts';
import { middle } from './latency.ts';
import { measured, measuredOr, notMeasured, type Metric, type Reading, type Subject } from './types.ts';

export const RATE_METRICS: readonly Metric[] = [
  { id: 'requestsPerSecond', label: 'requests a second', unit: 'per-second', read: requests },
  {
    id: 'requestsPerMinute',
    label: 'requests a minute',
    unit: 'per-minute',
    read: (subject) => times(requests(subject), 60),
  },
  { id: 'samplesPerSecond', label: 'samples a second', unit: 'per-second', read: samples },
  { id: 'tokensPerSecond', label: 'tokens a second', unit: 'per-second', read: tokens },
  {
    id: 'firstTokenTime',
    label: 'time to first token, p50',
    unit: 'ms',
    read: ({ details }) => measuredOr(generationOf(details)?.firstTokenMs.p50, NO_GENERATION),
  },
  {
    id: 'timePerToken',
    label: 'time per output token, p50',
    unit: 'ms',
    read: ({ details }) => measuredOr(generationOf(details)?.perTokenMs?.p50, NO_GENERATION),
  },
  {
    id: 'users',
    label: 'concurrent users',
    unit: 'number',
    read: ({ details }) => {
      const kept = (details.scenario?.points ?? []).filter(({ unfinished }) => unfinished === 0);
      const most = Math.max(0, ...kept.map(({ streams }) => streams ?? 0));
      return most > 0 ? measured(most) : notMeasured('It needs a multi-stream scenario or a load test.');
    },
  },
  {
    id: 'queuedAtPeak',
    label: 'queued at the peak',
    unit: 'number',
    read: ({ details }) =>
      details.scenario === null
        ? notMeasured('It needs a scenario or a load test.')
        : measured(Math.max(...details.scenario.points.map(({ longestQueue }) => longestQueue))),
  },
];

const NO_GENERATION = 'The run generated no tokens.';

function best({ scenario }: Subject['details']): ScenarioPoint | null {
  return scenario?.points[scenario.best] ?? null;
}

function generationOf({ generation }: Subject['details']): GenerationTimes | null {
  return generation?.withCache ?? generation?.withoutCache ?? null;
}

/** One request after the other, unless a scenario has measured more of them at once. */
function requests({ run, details }: Subject): Reading {
  const point = best(details);
  return point === null ? perIteration(run, 1) : measured(point.queriesPerSecond);
}

function samples({ run, details }: Subject): Reading {
  const point = best(details);
  return point === null ? perIteration(run, run.config.batch) : measured(point.samplesPerSecond);
}

function tokens({ run, details }: Subject): Reading {
  const generation = generationOf(details);
  if (generation !== null) return measured(generation.tokensPerSecond);
  if (run.config.sequence === null) return notMeasured('The model has no sequence axis.');
  const point = best(details);
  if (point !== null) return measuredOr(point.tokensPerSecond, 'The scenario counted no tokens.');
  return perIteration(run, run.config.batch * run.config.sequence);
}

/** From the mean and its interval; the ends change places. */
function perIteration({ latencyMs }: Run, items: number): Reading {
  const mean = middle(latencyMs, 'mean');
  if (mean.kind !== 'measured') return mean;
  const rate = (ms: number): number => (items * 1000) / ms;
  if (!(mean.value > 0)) return notMeasured('The clock saw no time pass.');
  return measured(rate(mean.value), mean.interval && [rate(mean.interval[1]), rate(mean.interval[0])]);
}

function times(reading: Reading, factor: number): Reading {
  if (reading.kind !== 'measured') return reading;
  const { value, interval } = reading;
  return measured(value * factor, interval && [interval[0] * factor, interval[1] * factor]);
}
