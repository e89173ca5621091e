import { setImmediate as nextTurn } from 'node:timers/promises';
import type { NoiseFloor } from '../../contract/calibration.ts';
import type {
  Difference,
  DifferenceApi,
  DifferenceRequest,
  NoDifference,
} from '../../contract/difference.ts';
import type { ProfileApi } from '../../contract/profile.ts';
import type { Run } from '../../contract/run.ts';
import { differenceOfRuns } from '../analysis/difference/difference-of-runs.ts';
import { differenceOfTraces } from '../analysis/difference/difference-of-traces.ts';
import type { ProfiledRun } from '../analysis/difference/profiled-run.ts';
import { noiseOf } from '../analysis/difference/times/noise.ts';
import { tracedSides, type TraceQuestions } from './traced-sides.ts';

export interface DifferenceSurroundings {
  readonly profiles: Pick<ProfileApi, 'getProfile' | 'getModelGraph'>;
  readonly traces: TraceQuestions;
  getRun(reference: string): Run;
  /** Of the median, where both were made on one machine that was calibrated. */
  noiseBetween(a: Run, b: Run): NoiseFloor | null;
}

/** Differences that add up: of two profiled runs, and of two traces that are open. */
export function differenceApi(around: DifferenceSurroundings): DifferenceApi {
  return {
    getDifference: async (request) =>
      request.kind === 'runs'
        ? differenceBetweenRuns(around.getRun(request.a), around.getRun(request.b), around)
        : differenceBetweenTraces(request, around),
  };
}

async function differenceBetweenRuns(
  a: Run,
  b: Run,
  { profiles, noiseBetween }: DifferenceSurroundings,
): Promise<Difference | NoDifference> {
  const [ofA, ofB] = [await profiledRun(a, profiles), await profiledRun(b, profiles)];
  if (ofA === null || ofB === null) return notProfiled(ofA === null ? a : null, ofB === null ? b : null);
  return answerOf(differenceOfRuns(ofA, ofB, noiseOf(noiseBetween(a, b))));
}

async function profiledRun(
  run: Run,
  profiles: DifferenceSurroundings['profiles'],
): Promise<ProfiledRun | null> {
  const profile = await profiles.getProfile(run.id);
  if (profile === null) return null;
  // A profile without a graph, of a file that is gone: its operators are matched by themselves.
  const graph = await profiles.getModelGraph(run.id).catch(() => null);
  return { run, profile, graph };
}

/** Matching a graph of thousands of nodes takes some tenths of a second: others have their turn between. */
async function answerOf<T>(steps: Generator<void, T>): Promise<T> {
  for (;;) {
    const step = steps.next();
    if (step.done === true) return step.value;
    await nextTurn();
  }
}

function notProfiled(a: Run | null, b: Run | null): NoDifference {
  const missing = [a, b].filter((run) => run !== null);
  const both = missing.length === 2;
  return {
    kind: 'none',
    reason: `${both ? 'Neither run was' : `${a === null ? 'B' : 'A'} was not`} profiled: nothing tells which of its operators took how long.`,
    nextStep: [...new Set(missing.map(({ model }) => `dyno profile ${model.ref.location}`))].join(' and '),
    unprofiled: [...new Set(missing.map(({ id }) => id))],
  };
}

async function differenceBetweenTraces(
  request: Extract<DifferenceRequest, { readonly kind: 'traces' }>,
  { traces }: DifferenceSurroundings,
): Promise<Difference | NoDifference> {
  const { a, b, per } = await tracedSides(request, traces);
  return answerOf(differenceOfTraces(a, b, { per, by: request.by }));
}
