import type { ProfileSummary } from '../../../contract/profile.ts';
import type { Run } from '../../../contract/run.ts';
import type { ProfilingEffect } from '../../../contract/side-by-side.ts';
import { formatCount, formatDuration, formatNumber } from '../../../contract/units.ts';
import type { Sides } from './guard-words.ts';
import { sameWork } from './same-work.ts';

/**
 * Whether recording changes which of two runs is faster: it costs a little for each operator, so a model of many small
 * ones looks slower than it is. Null where it changes nothing, or one of them was not profiled.
 */
export function profilingEffect(
  a: Run,
  b: Run,
  noiseFloor: number,
  [sideA, sideB]: Sides = ['A', 'B'],
): ProfilingEffect | null {
  if (a.profile === null || b.profile === null || a.id === b.id || !sameWork(a, b)) return null;
  const cleanRatio = a.profile.cleanMeanMs / b.profile.cleanMeanMs;
  const profiledRatio = a.profile.profiledMeanMs / b.profile.profiledMeanMs;
  if (!Number.isFinite(cleanRatio * profiledRatio) || cleanRatio * profiledRatio <= 0) return null;
  const clean = sideOf(cleanRatio, noiseFloor);
  const profiled = sideOf(profiledRatio, noiseFloor);
  if (clean === profiled) return null;
  const kind = clean === 0 ? 'invents' : profiled === 0 ? 'hides' : 'flips';
  const sentence = `${profiledWords(profiled, profiledRatio, sideB)}; ${cleanWords(clean, cleanRatio)}: recording costs ${sideA} ${costOf(a.profile)} and ${sideB} ${costOf(b.profile)} an iteration.`;
  return { kind, cleanRatio, profiledRatio, sentence };
}

/** 1: B is faster, −1: slower, 0: within what two single runs could show. */
function sideOf(ratio: number, floor: number): -1 | 0 | 1 {
  if (ratio > 1 + floor) return 1;
  return 1 / ratio > 1 + floor ? -1 : 0;
}

function profiledWords(side: -1 | 0 | 1, ratio: number, name: string): string {
  return side === 0
    ? 'While profiled, the two looked alike'
    : `While profiled, ${name} looked ${times(ratio)} ${side > 0 ? 'faster' : 'slower'}`;
}

function cleanWords(side: -1 | 0 | 1, ratio: number): string {
  return side === 0
    ? 'clean there is no difference that two runs could show'
    : `clean it is ${times(ratio)} ${side > 0 ? 'faster' : 'slower'}`;
}

function times(ratio: number): string {
  return `${formatNumber(Math.max(ratio, 1 / ratio))}×`;
}

function costOf({ cleanMeanMs, profiledMeanMs, operatorCount }: ProfileSummary): string {
  const cost = profiledMeanMs - cleanMeanMs;
  const words = cost > 0 ? formatDuration(cost) : 'nothing that shows';
  return `${words} (${formatCount(operatorCount)} operators)`;
}
