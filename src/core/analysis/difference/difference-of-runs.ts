import type { Difference } from '../../../contract/difference.ts';
import type { Interval } from '../../../contract/latency.ts';
import { runCautions } from './run-cautions.ts';
import { judgeParts } from './judge-parts.ts';
import { draftParts } from './parts/build-parts.ts';
import { framesOf } from './parts/frames.ts';
import { groupOperators } from './parts/operator-groups.ts';
import type { ProfiledRun } from './profiled-run.ts';
import { sentenceOf } from './sentence.ts';
import type { Noise } from './times/noise.ts';
import { around, reachOf, scaledTimes, type ScaledTimes } from './times/scaled-times.ts';
import { matchedOf } from './matched.ts';
import { nodePlaces } from './node-places.ts';

/**
 * From the difference of two runs' medians to operators whose differences add up to it, with what none of them accounts
 * for as the rest. A is the reference. Pauses every few milliseconds of a large model.
 */
export function* differenceOfRuns(a: ProfiledRun, b: ProfiledRun, noise: Noise): Generator<void, Difference> {
  const sideA = { operators: a.profile.operators, graph: a.graph, times: scaledTimes(a.run, a.profile) };
  const sideB = { operators: b.profile.operators, graph: b.graph, times: scaledTimes(b.run, b.profile) };
  const grouped = yield* groupOperators(sideA, sideB);
  yield;
  const drafts = yield* draftParts(sideA, sideB, grouped);
  yield;
  const [aMs, bMs] = [sideA.times.totalMs, sideB.times.totalMs];
  const { parts, drift, spread } = judgeParts(drafts, aMs + bMs, noise);
  yield;
  const deltaMs = bMs - aMs;
  const residualMs = deltaMs - parts.reduce((sum, part) => sum + part.deltaMs, 0);
  const frames = framesOf(
    parts.map((part) => ({
      path: part.module,
      name: part.name === '' ? part.op : part.name,
      aMs: part.a?.ms ?? 0,
      bMs: part.b?.ms ?? 0,
    })),
  );
  yield;
  const matched = matchedOf(parts);
  const difference: Omit<Difference, 'sentence' | 'cautions'> = {
    kind: 'runs',
    a: a.run.name === '' ? a.run.model.name : a.run.name,
    b: b.run.name === '' ? b.run.model.name : b.run.name,
    per: 'iteration',
    aMs,
    bMs,
    deltaMs,
    deltaCi95: totalInterval(sideA.times, sideB.times, noise),
    parts,
    residualMs,
    residualCi95: residualInterval(residualMs, sideA.times, sideB.times, noise, drift),
    outsideDeltaMs: sideB.times.outsideMs - sideA.times.outsideMs,
    drift,
    frames,
    matched,
    nodes: {
      a: nodePlaces(a.graph?.nodes.length ?? 0, sideA.operators, parts, 'a'),
      b: nodePlaces(b.graph?.nodes.length ?? 0, sideB.operators, parts, 'b'),
    },
  };
  yield;
  return {
    ...difference,
    cautions: runCautions(a, b, difference, noise, spread),
    sentence: sentenceOf(difference),
  };
}

function totalInterval(a: ScaledTimes, b: ScaledTimes, { share }: Noise): Interval | null {
  if (a.totalCi95 === null || b.totalCi95 === null) return null;
  const fromProcess = (share * (a.totalMs + b.totalMs)) / 2;
  return around(b.totalMs - a.totalMs, Math.hypot(reachOf(a.totalCi95), reachOf(b.totalCi95), fromProcess));
}

function residualInterval(
  residualMs: number,
  a: ScaledTimes,
  b: ScaledTimes,
  { share }: Noise,
  drift: Difference['drift'],
): Interval | null {
  if (a.outsideReachMs === null || b.outsideReachMs === null) return null;
  // What all unchanged operators moved by, the runtime around them may have moved by too.
  const moved = Math.max(share, drift === null ? 0 : Math.abs(Math.log(drift.factor)));
  const fromProcess = (moved * (Math.abs(a.outsideMs) + Math.abs(b.outsideMs))) / 2;
  return around(residualMs, Math.hypot(a.outsideReachMs, b.outsideReachMs, fromProcess));
}
