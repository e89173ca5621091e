import type { Difference, DifferenceFrame } from '../../contract/difference.ts';
import type { SpanFacts } from '../../contract/span-source.ts';
import { formatDuration } from '../../contract/units.ts';
import {
  contribution,
  deltaWord,
  isUnclear,
  MATCH_WORDS,
  signedDuration,
  signedInterval,
  signedShare,
} from '../../core/analysis/difference/shown/delta-words.ts';
import { deltaCategory, type DeltaState } from '../../core/charts/difference/delta-scale.ts';

/** What a frame's hue tells; B's time less what all moved by alike, where that is taken off. */
export function categoryOfFrame({ parts }: Difference, frame: DifferenceFrame, alike: number): string {
  const { aMs, bMs } = frame;
  const part = parts[frame.part];
  const state: DeltaState =
    aMs <= 0 && bMs > 0
      ? 'new'
      : bMs <= 0 && aMs > 0
        ? 'gone'
        : part !== undefined && isUnclear(part)
          ? 'unclear'
          : 'changed';
  return deltaCategory(aMs, bMs / alike, state);
}

/** Both times of a frame, and what it became. */
export function tellFrame(
  { frames, parts, deltaMs: whole }: Difference,
  { subject }: SpanFacts,
): readonly { readonly label: string; readonly value: string }[] {
  const frame = frames[subject];
  if (frame === undefined) return [];
  const { aMs, bMs } = frame;
  const part = parts[frame.part];
  const deltaMs = bMs - aMs;
  const ofIts = aMs > 0 && bMs > 0 ? `, ${signedShare(deltaMs, aMs)}` : '';
  return [
    { label: 'A', value: aMs > 0 ? formatDuration(aMs) : 'not there' },
    { label: 'B', value: bMs > 0 ? formatDuration(bMs) : 'not there' },
    { label: 'B − A', value: `${signedDuration(deltaMs)}${ofIts} ${deltaWord(deltaMs)}` },
    ...(whole === 0 ? [] : [{ label: 'of the change', value: contribution(deltaMs, whole) }]),
    ...(part === undefined
      ? []
      : [
          { label: 'match', value: MATCH_WORDS[part.match] },
          ...(part.deltaCi95 === null
            ? []
            : [{ label: '95 % of its part', value: signedInterval(part.deltaCi95) }]),
          ...(isUnclear(part) ? [{ label: 'may be noise', value: 'its interval holds zero' }] : []),
        ]),
  ];
}
