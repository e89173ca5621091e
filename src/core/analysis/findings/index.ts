import type { Finding } from '../../../contract/finding.ts';
import type { RunProfile } from '../../../contract/profile.ts';
import { formatNumber } from '../../../contract/units.ts';
import { batchTooSmall } from './detectors/batch-too-small.ts';
import { costlySessionOptions } from './detectors/costly-session-options.ts';
import { cpuFallback } from './detectors/cpu-fallback.ts';
import { farUnderRoofline } from './detectors/far-under-roofline.ts';
import { launchBound } from './detectors/launch-bound.ts';
import { memoryGrowth } from './detectors/memory-growth.ts';
import { needlessCopies } from './detectors/needless-copies.ts';
import { offTensorCoreGrid } from './detectors/off-tensor-core-grid.ts';
import { THROTTLING_METRICS, throttling } from './detectors/throttling.ts';
import { unfusedPattern } from './detectors/unfused-pattern.ts';
import { SEVERITIES, severityOfShare } from './severity.ts';
import { patternsIn } from './patterns/index.ts';
import type { Detector, Examined, FindingContext, Found } from './types.ts';
import { Wiring } from './wiring.ts';

/** What of a run's recording the detectors look at. */
export const METRICS_LOOKED_AT = THROTTLING_METRICS;

const DETECTORS: readonly Detector[] = [
  cpuFallback,
  launchBound,
  needlessCopies,
  unfusedPattern,
  offTensorCoreGrid,
  memoryGrowth,
  throttling,
  batchTooSmall,
  farUnderRoofline,
  costlySessionOptions,
];

/**
 * What a profile shows, with the evidence: the severest first, and of those the dearest. Pauses every few milliseconds
 * of a large model, so that whoever asks may let others have their turn.
 */
export function* findingSteps(
  profile: RunProfile,
  context: FindingContext,
): Generator<void, readonly Finding[]> {
  const wiring = new Wiring(
    profile.operators,
    context.run.config.inputs.map(({ name }) => name),
  );
  yield;
  const examined: Examined = { ...context, wiring, patterns: yield* patternsIn(wiring) };
  const findings: Finding[] = [];
  for (const { kind, find } of DETECTORS) {
    for (const found of find(profile, examined)) findings.push(finish(found, kind, profile));
    yield;
  }
  return findings.sort(
    (a, b) =>
      SEVERITIES.indexOf(a.severity) - SEVERITIES.indexOf(b.severity) || (b.costMs ?? 0) - (a.costMs ?? 0),
  );
}

function finish(found: Found, kind: Finding['kind'], profile: RunProfile): Finding {
  const costMs = found.costMs === null ? null : Math.min(found.costMs, profile.cleanMeanMs);
  const { severity = severityOfShare((costMs ?? 0) / profile.cleanMeanMs), ...rest } = found;
  return { ...rest, kind, severity, costMs, evidence: [...rest.evidence, ...doubts(profile)] };
}

function doubts({ isIndicative, overheadFactor }: RunProfile): Finding['evidence'] {
  if (!isIndicative) return [];
  return [
    {
      label: 'indicative only',
      value: `recording made the run ${formatNumber(overheadFactor)}× as long, so shares are a hint`,
    },
  ];
}
