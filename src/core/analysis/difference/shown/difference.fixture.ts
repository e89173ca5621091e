import type { Difference, DifferencePart, DifferenceSide } from '../../../../contract/difference.ts';

export function sideOf(ms: number, names: readonly string[] = ['op']): DifferenceSide {
  return {
    members: names.map((_, place) => place),
    names,
    ops: names.map(() => 'MatMul'),
    providers: ['cpu'],
    shapes: ['float32 1 × 128 × 768'],
    count: names.length,
    ms,
    ci95: [ms * 0.98, ms * 1.02],
  };
}

export function partOf(name: string, aMs: number | null, bMs: number | null, ownMs?: number): DifferencePart {
  const deltaMs = (bMs ?? 0) - (aMs ?? 0);
  return {
    name,
    op: 'MatMul',
    family: 'matrix',
    module: ['encoder', 'layer.0'],
    match: aMs === null ? 'new' : bMs === null ? 'gone' : 'same',
    matchedBy: aMs === null || bMs === null ? null : 'name',
    a: aMs === null ? null : sideOf(aMs, [name]),
    b: bMs === null ? null : sideOf(bMs, [name]),
    deltaMs,
    deltaCi95: [deltaMs - 0.1, deltaMs + 0.1],
    isClear: Math.abs(deltaMs) > 0.1,
    ownDeltaMs: ownMs ?? deltaMs,
    note: '',
  };
}

/** A difference whose parts add up, whatever they are. */
export function differenceOf(parts: readonly DifferencePart[], over: Partial<Difference> = {}): Difference {
  const sum = (of: (part: DifferencePart) => number): number =>
    parts.reduce((total, part) => total + of(part), 0);
  const aMs = sum(({ a }) => a?.ms ?? 0) + 1;
  const bMs = sum(({ b }) => b?.ms ?? 0) + 1.25;
  const deltaMs = bMs - aMs;
  return {
    kind: 'runs',
    a: 'encoder, basic',
    b: 'encoder, all',
    per: 'iteration',
    aMs,
    bMs,
    deltaMs,
    deltaCi95: [deltaMs - 0.2, deltaMs + 0.2],
    parts,
    residualMs: deltaMs - sum((part) => part.deltaMs),
    residualCi95: null,
    outsideDeltaMs: null,
    drift: null,
    frames: [],
    matched: { byName: parts.length, byTensor: 0, byStructure: 0, onlyA: 0, onlyB: 0, share: 1 },
    nodes: null,
    cautions: [],
    sentence: '',
    ...over,
  };
}
