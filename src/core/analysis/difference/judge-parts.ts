import type { Difference, DifferencePart } from '../../../contract/difference.ts';
import type { DraftPart } from './parts/build-parts.ts';
import { processReach } from './parts/build-parts.ts';
import { driftOf, ownDelta, type Drift } from './times/drift.ts';
import type { Noise } from './times/noise.ts';
import { around } from './times/scaled-times.ts';

const Z = 1.96;
/** What is not known to reach anywhere is taken for as uncertain as this share of what it takes. */
const UNKNOWN_SHARE = 0.1;
/**
 * What nothing has changed about scatters by outliers too: it explains something only where it stands out as far as
 * that times the reach of the others. What did change needs no such proof.
 */
const OUTLIERS = 3;

export interface JudgedParts {
  readonly parts: readonly DifferencePart[];
  /** For each part its place among the drafts. */
  readonly order: readonly number[];
  readonly drift: Difference['drift'];
  /** By how much one unchanged operator's ratio differs from what they have in common; null where too few are. */
  readonly spread: number | null;
}

/** Intervals, what the unchanged have in common, and those that explain most first. */
export function judgeParts(drafts: readonly DraftPart[], bothMs: number, noise: Noise): JudgedParts {
  const drift = driftOf(
    drafts.flatMap(({ part: { a, b }, isUnchanged }) =>
      isUnchanged && a !== null && b !== null ? [{ aMs: a.ms, bMs: b.ms }] : [],
    ),
    bothMs,
  );
  const judged = drafts.map((draft, place) => ({ place, ...judge(draft, drift, noise) }));
  judged.sort((x, y) => y.weight - x.weight || y.bothMs - x.bothMs);
  const parts = judged.map(({ part }) => part);
  const driftMs = parts.reduce((sum, { deltaMs, ownDeltaMs }) => sum + deltaMs - ownDeltaMs, 0);
  return {
    parts,
    order: judged.map(({ place }) => place),
    drift: drift === null ? null : { factor: drift.factor, ci95: drift.ci95, ms: driftMs },
    spread: drift?.spread ?? null,
  };
}

function judge(
  { part, isUnchanged, measuredReachMs }: DraftPart,
  drift: Drift | null,
  noise: Noise,
): { readonly part: DifferencePart; readonly weight: number; readonly bothMs: number } {
  const times = { aMs: part.a?.ms ?? 0, bMs: part.b?.ms ?? 0 };
  const ownDeltaMs = ownDelta(times, drift);
  const fromProcess = processReach(part, noise.share);
  // What one operator scatters by beyond all others is seen in those that nothing has changed about.
  const fromOperators = drift === null ? 0 : processReach(part, Z * drift.spread);
  const reach =
    measuredReachMs === null ? null : Math.max(Math.hypot(measuredReachMs, fromProcess), fromOperators);
  const deltaCi95 = reach === null ? null : around(part.deltaMs, reach);
  const unknown = UNKNOWN_SHARE * Math.max(times.aMs, times.bMs);
  const scatter = (isUnchanged ? OUTLIERS : 1) * (drift === null ? fromProcess : fromOperators);
  const doubt = Math.max(measuredReachMs ?? unknown, scatter);
  return {
    part: {
      ...part,
      deltaCi95,
      isClear: deltaCi95 !== null && (deltaCi95[0] > 0 || deltaCi95[1] < 0),
      ownDeltaMs,
    },
    weight: explained(ownDeltaMs, doubt),
    bothMs: times.aMs + times.bMs,
  };
}

/**
 * What a part explains, less where it is in doubt: a large operator that scattered by as much as it may must not stand
 * before a small one that did become slower.
 */
function explained(ownDeltaMs: number, doubt: number): number {
  return ownDeltaMs === 0 ? 0 : (ownDeltaMs * ownDeltaMs) / Math.hypot(ownDeltaMs, doubt);
}
