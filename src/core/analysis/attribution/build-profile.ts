import { OVERHEAD_INDICATIVE } from '../../../contract/profile.ts';
import type { OperatorProfile, ProfileMemory, RunProfile } from '../../../contract/profile.ts';
import { tensorLives } from '../memory/tensor-lives.ts';
import { attributedTimes } from './attributed-times.ts';
import { memoryGrowth } from './memory-growth.ts';
import { operatorProfiles } from './operator-profiles.ts';
import { placementOf } from './placement.ts';
import { profileNotes } from './profile-notes.ts';
import type { ProfileParts } from './profile-parts.ts';

/** Where the clean time went: what was recorded, less what recording costs, brought to the time without it. */
export function buildProfile(parts: ProfileParts): Omit<RunProfile, 'runId'> {
  const { tally, clean, provider, recordedMs, slices } = parts;
  tally.settle();
  const cleanMeanMs = clean.meanMs;
  const profiledMeanMs = recordedMs.length === 0 ? cleanMeanMs : meanOf(recordedMs);
  const { costMs, times, outsideMs } = attributedTimes(parts);
  const operators = operatorProfiles(parts, times);
  const overheadFactor = cleanMeanMs > 0 ? profiledMeanMs / cleanMeanMs : 1;
  const [dearest] = operators.toSorted((a, b) => b.selfMs - a.selfMs);
  return {
    cleanMeanMs,
    profiledMeanMs,
    overheadFactor,
    isIndicative: overheadFactor > OVERHEAD_INDICATIVE,
    eventCostMs: costMs,
    iterations: tally.iterations,
    slices,
    operatorCount: operators.length,
    dearest: dearest === undefined ? null : { op: dearest.op, name: dearest.name, share: dearest.share },
    operators,
    placement: placementOf(provider, operators, cleanMeanMs),
    memory: memoryOf(parts, operators),
    outsideMs,
    coverage: { flops: coverage(operators, 'flops'), bytes: coverage(operators, 'bytesRead') },
    notes: profileNotes(parts),
  };
}

function memoryOf(
  { tally, outputs, residentBytes }: ProfileParts,
  operators: readonly OperatorProfile[],
): ProfileMemory | null {
  const lives = tensorLives({ operators, outputs: new Set(outputs) });
  if (lives === null) return null;
  return { ...lives, growth: memoryGrowth(tally.inUseBytes, residentBytes) };
}

function coverage(operators: readonly OperatorProfile[], key: 'flops' | 'bytesRead'): number {
  let known = 0;
  let all = 0;
  for (const operator of operators) {
    all += operator.selfMs;
    if (operator[key] !== null) known += operator.selfMs;
  }
  return all === 0 ? 0 : known / all;
}

function meanOf(values: Float64Array): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}
