import type {
  Difference,
  DifferencePart,
  DifferenceSide,
  MatchKind,
  NoDifference,
} from '../../../contract/difference.ts';
import { formatCount, formatDuration } from '../../../contract/units.ts';
import { isCommunicationKernel } from '../trace/names.ts';
import { matchedOf } from './matched.ts';
import { framesOf } from './parts/frames.ts';
import { sentenceOf } from './sentence.ts';
import { kernelFamily } from './traces/kernel-family.ts';
import { matchTotals, type MatchedTotals } from './traces/match-totals.ts';
import { kernelTitle } from './traces/plain-kernel.ts';
import { totalsOf, type TracedBy, type TracedSide, type Totals } from './traces/traced-side.ts';

export interface TraceQuestion {
  /** Left out: kernels where both have any, else operators, else whatever has a name. */
  readonly by?: 'kernels' | 'operators' | undefined;
  readonly per: 'step' | 'trace';
}

/**
 * From the time of a mean step, or of all of it, to what took it by name. What the parts do not make up is time in which
 * none of them ran, less that in which several ran at once.
 */
export function* differenceOfTraces(
  a: TracedSide,
  b: TracedSide,
  { by, per }: TraceQuestion,
): Generator<void, Difference | NoDifference> {
  const chosen = by ?? chosenFor(a, b);
  const [totalsA, totalsB] = [totalsOf(a, chosen), totalsOf(b, chosen)];
  if (totalsA.length === 0 && totalsB.length === 0) return nothingThere(chosen);
  yield;
  const [wholeA, wholeB] = [wholeOf(a, totalsA, chosen, per), wholeOf(b, totalsB, chosen, per)];
  const matched = matchTotals(totalsA, totalsB);
  yield;
  const parts = matched
    .map((group) => partOf(group, 1000 * wholeA.count, 1000 * wholeB.count))
    .sort((x, y) => Math.abs(y.deltaMs) - Math.abs(x.deltaMs) || timeOf(y) - timeOf(x));
  yield;
  const deltaMs = wholeB.ms - wholeA.ms;
  const residualMs = deltaMs - parts.reduce((sum, part) => sum + part.deltaMs, 0);
  const difference = {
    kind: 'traces',
    a: a.name,
    b: b.name,
    per,
    aMs: wholeA.ms,
    bMs: wholeB.ms,
    deltaMs,
    deltaCi95: null,
    parts,
    residualMs,
    residualCi95: null,
    outsideDeltaMs: wholeA.idleMs === null || wholeB.idleMs === null ? null : wholeB.idleMs - wholeA.idleMs,
    drift: null,
    frames: framesOf(
      parts.map((part) => ({
        path: part.module,
        name: part.name,
        aMs: part.a?.ms ?? 0,
        bMs: part.b?.ms ?? 0,
      })),
    ),
    matched: matchedOf(parts),
    nodes: null,
  } as const;
  return { ...difference, cautions: cautionsOf(a, b, chosen, difference), sentence: sentenceOf(difference) };
}

function chosenFor(a: TracedSide, b: TracedSide): TracedBy {
  const both = (count: (side: TracedSide) => number): boolean => count(a) > 0 && count(b) > 0;
  if (both(({ report }) => report.kernels.length)) return 'kernels';
  if (both(({ report }) => report.operators.length)) return 'operators';
  return both(({ names }) => names.length) ? 'names' : 'kernels';
}

interface Whole {
  readonly ms: number;
  /** How many times it happened: steps, or once. */
  readonly count: number;
  readonly idleMs: number | null;
}

function wholeOf(
  { report, unit }: TracedSide,
  totals: readonly Totals[],
  by: TracedBy,
  per: 'step' | 'trace',
): Whole {
  const steps = per === 'step' ? report.steps : [];
  const count = Math.max(1, steps.length);
  // Without a clock there is no time beside what the spans weigh.
  const us =
    unit !== 'ns'
      ? totals.reduce((sum, total) => sum + total.us, 0)
      : steps.length > 0
        ? steps.reduce((sum, { durationUs }) => sum + durationUs, 0)
        : report.spanUs;
  const idleMs = by === 'kernels' && report.hasGpu ? report.idleUs / 1000 / count : null;
  return { ms: us / 1000 / count, count, idleMs };
}

function partOf({ a, b, isExact }: MatchedTotals, perA: number, perB: number): DifferencePart {
  const [first] = b.length > 0 ? b : a;
  const { name = '', kind = 'span' } = first ?? {};
  const [sideA, sideB] = [sideOf(a, perA), sideOf(b, perB)];
  const deltaMs = (sideB?.ms ?? 0) - (sideA?.ms ?? 0);
  return {
    name,
    op: kind,
    family: kernelFamily(name),
    module: pathOf(name, kind),
    match: matchOf(a, b, isExact),
    matchedBy: a.length === 0 || b.length === 0 ? null : isExact || sameNames(a, b) ? 'name' : 'structure',
    a: sideA,
    b: sideB,
    deltaMs,
    deltaCi95: null,
    isClear: false,
    ownDeltaMs: deltaMs,
    note: noteOf(a, b, isExact, sideA, sideB),
  };
}

function sideOf(totals: readonly Totals[], per: number): DifferenceSide | null {
  if (totals.length === 0) return null;
  const us = totals.reduce((sum, total) => sum + total.us, 0);
  return {
    members: totals.map(({ place }) => place),
    names: totals.map(({ name }) => name),
    ops: totals.map(({ kind }) => kind),
    providers: [],
    shapes: totals.flatMap(({ shapes }) => (shapes === '' ? [] : [shapes])),
    count: (1000 * totals.reduce((sum, { count }) => sum + count, 0)) / per,
    ms: us / per,
    ci95: null,
  };
}

function matchOf(a: readonly Totals[], b: readonly Totals[], isExact: boolean): MatchKind {
  if (a.length === 0) return 'new';
  if (b.length === 0) return 'gone';
  if (isExact || sameNames(a, b)) return 'same';
  return a.length === 1 && b.length === 1 ? 'renamed' : 'replaced';
}

function sameNames(a: readonly Totals[], b: readonly Totals[]): boolean {
  const names = new Set([...a, ...b].map(({ name }) => name));
  return names.size === 1;
}

function noteOf(
  a: readonly Totals[],
  b: readonly Totals[],
  isExact: boolean,
  sideA: DifferenceSide | null,
  sideB: DifferenceSide | null,
): string {
  if (sideA === null || sideB === null) return '';
  const words: string[] = [];
  if (!isExact)
    words.push(
      sameNames(a, b)
        ? `other shapes: ${formatCount(a.length)} in A, ${formatCount(b.length)} in B`
        : `${a.length === 1 ? 'one variant' : `${formatCount(a.length)} variants`} in A, ${b.length === 1 ? 'one' : formatCount(b.length)} in B`,
    );
  if (Math.abs(sideA.count - sideB.count) > 1e-9)
    words.push(`${countWords(sideA.count)} times before, ${countWords(sideB.count)} now`);
  const joined = words.join('; ');
  return joined === '' ? '' : `${joined.charAt(0).toUpperCase()}${joined.slice(1)}.`;
}

function countWords(count: number): string {
  return Number.isInteger(count) ? formatCount(count) : count.toFixed(1);
}

/** What it is, and its function: by these the flame chart is built. */
function pathOf(name: string, kind: Totals['kind']): readonly string[] {
  if (kind === 'copy') return ['copies'];
  if (kind === 'operator' || kind === 'span') {
    const spaces = name.split('::');
    return spaces.length > 1 && (spaces[0] ?? '').length < 80 ? [spaces[0] ?? ''] : [];
  }
  if (isCommunicationKernel(name)) return ['communication'];
  const title = kernelTitle(name);
  return title === name || title.length > 200 ? [kernelFamily(name)] : [kernelFamily(name), title];
}

function timeOf({ a, b }: DifferencePart): number {
  return (a?.ms ?? 0) + (b?.ms ?? 0);
}

function cautionsOf(
  a: TracedSide,
  b: TracedSide,
  by: TracedBy,
  { per, matched, residualMs, deltaMs }: Pick<Difference, 'per' | 'matched' | 'residualMs' | 'deltaMs'>,
): readonly string[] {
  const cautions: string[] = [];
  if (per === 'step') {
    const [inA, inB] = [a.report.steps.length, b.report.steps.length];
    if (inA < 3 || inB < 3)
      cautions.push(
        `A mean step of ${inA === 1 ? 'one' : inA} in A and ${inB === 1 ? 'one' : inB} in B says little.`,
      );
  }
  if (a.unit !== b.unit)
    cautions.push(`A counts ${a.unit}, B counts ${b.unit}: they cannot be held against each other.`);
  else if (a.unit !== 'ns')
    cautions.push(`The traces count ${a.unit}, not time: a thousand stand for one microsecond.`);
  if (matched.share < 0.5)
    cautions.push('The two have less than half of their time in common: they trace different programs.');
  if (Math.abs(residualMs) > 0.1 * Math.abs(deltaMs) && by !== 'names')
    cautions.push(
      `${formatDuration(Math.abs(residualMs))} of the difference are no ${by === 'kernels' ? 'kernel’s or copy’s: idle time, less what ran at once' : 'operator’s: what ran outside of them, less what ran at once'}.`,
    );
  for (const [side, { report }] of [
    ['A', a],
    ['B', b],
  ] as const)
    for (const { kind, text } of report.warnings)
      if (kind === 'cut' || kind === 'limits') cautions.push(`${side}: ${text}`);
  return cautions;
}

function nothingThere(by: TracedBy): NoDifference {
  return {
    kind: 'none',
    reason: `Neither trace has ${by === 'names' ? 'anything that has a name' : by}.`,
    nextStep:
      by === 'kernels'
        ? 'Compare them by operators: --by operators.'
        : 'dyno trace info FILE says what a trace holds.',
    unprofiled: [],
  };
}
