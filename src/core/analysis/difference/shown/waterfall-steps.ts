import type { Difference, MatchKind } from '../../../../contract/difference.ts';
import { formatCount, type Milliseconds } from '../../../../contract/units.ts';
import { isUnclear } from './delta-words.ts';

/** One bar of a waterfall. A whole stands on the ground, the others go on where the one above them ended. */
export interface WaterfallStep {
  readonly kind: 'a' | 'part' | 'others' | 'drift' | 'residual' | 'b';
  readonly label: string;
  /** Place in Difference.parts; −1 for what is none. */
  readonly part: number;
  readonly match: MatchKind | null;
  /** Its interval holds zero: it may be noise. */
  readonly isUnclear: boolean;
  readonly fromMs: Milliseconds;
  readonly toMs: Milliseconds;
  /** Parts in it: one, or those that are folded. */
  readonly count: number;
}

/**
 * From A's time to B's: what the first parts took more or less by themselves, all others together, what all moved by
 * alike, and what no part accounts for. Where one bar ends the next begins, and the last ends at B's time.
 */
export function waterfallSteps(difference: Difference, partsShown: number): readonly WaterfallStep[] {
  const { parts, drift, aMs, bMs, residualMs } = difference;
  const own = parts.map(({ ownDeltaMs, deltaMs }) => (drift === null ? deltaMs : ownDeltaMs));
  const steps: WaterfallStep[] = [];
  let at = aMs;
  const go = (
    kind: WaterfallStep['kind'],
    label: string,
    deltaMs: number,
    count: number,
    part = -1,
  ): void => {
    const own = parts[part];
    steps.push({
      kind,
      label,
      part,
      match: own?.match ?? null,
      isUnclear: own !== undefined && isUnclear(own),
      fromMs: at,
      toMs: at + deltaMs,
      count,
    });
    at += deltaMs;
  };
  steps.push(whole('a', 'A', aMs));
  parts.slice(0, partsShown).forEach(({ name }, place) => go('part', name, own[place] as number, 1, place));
  const folded = parts.length - Math.min(parts.length, partsShown);
  if (folded > 0) {
    const rest = own.slice(partsShown).reduce((sum, delta) => sum + delta, 0);
    go('others', folded === 1 ? '1 other' : `all ${formatCount(folded)} others`, rest, folded);
  }
  if (drift !== null) {
    const alike = parts.reduce((sum, { deltaMs }, place) => sum + deltaMs - (own[place] as number), 0);
    go('drift', 'what all moved by alike', alike, parts.length);
  }
  go('residual', 'residual', residualMs, 0);
  steps.push(whole('b', 'B', bMs));
  return steps;
}

function whole(kind: 'a' | 'b', label: string, toMs: Milliseconds): WaterfallStep {
  return { kind, label, part: -1, match: null, isUnclear: false, fromMs: 0, toMs, count: 0 };
}

/** What is left between the end of the last bar and B's time: nothing but rounding, or the parts do not add up. */
export function waterfallGap(steps: readonly WaterfallStep[]): Milliseconds {
  const whole = steps.at(-1);
  const last = steps.at(-2);
  return whole === undefined || last === undefined ? 0 : whole.toMs - last.toMs;
}
