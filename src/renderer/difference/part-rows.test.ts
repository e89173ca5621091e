import { describe, expect, it } from 'vitest';
import { differenceOf, partOf, sideOf } from '../../core/analysis/difference/shown/difference.fixture.ts';
import { partColumns } from './part-columns.tsx';
import { partRows, sumsOf } from './part-rows.ts';

describe('the table of parts', () => {
  it('tells what changed from A to B, and what both have once', () => {
    const fused = {
      ...partOf('fused', 3, 2),
      match: 'fused' as const,
      a: { ...sideOf(3, ['MatMul_1', 'Add_2']), ops: ['MatMul', 'Add'] },
      b: { ...sideOf(2, ['FusedMatMul_1']), ops: ['FusedMatMul'] },
    };
    expect(partRows(differenceOf([fused]))[0]).toMatchObject({
      ops: 'MatMul, Add → FusedMatMul',
      providers: 'cpu',
      shapes: 'float32 1 × 128 × 768',
      module: 'encoder/layer.0',
    });
    expect(partRows(differenceOf([partOf('made', null, 2)]))[0]?.ops).toBe('MatMul');
  });

  it('adds up to the difference together with the residual', () => {
    const difference = differenceOf([partOf('slow', 4, 9), partOf('gone', 3, null), partOf('new', null, 1)]);
    const { deltaMs, aMs, bMs } = sumsOf(partRows(difference));
    expect(deltaMs + difference.residualMs).toBeCloseTo(difference.deltaMs, 12);
    expect([aMs, bMs]).toEqual([7, 10]);
  });

  it('has columns of drift and of intervals only where there are any', () => {
    const idsOf = (over: Parameters<typeof differenceOf>[1], parts = [partOf('op', 1, 2)]) =>
      partColumns(differenceOf(parts, over)).map(({ id }) => id);
    expect(idsOf({})).not.toContain('own');
    expect(idsOf({ drift: { factor: 1.1, ci95: null, ms: 0.1 } })).toContain('own');
    expect(idsOf({})).toContain('interval');
    expect(idsOf({}, [{ ...partOf('op', 1, 2), deltaCi95: null }])).not.toContain('interval');
    expect(idsOf({ kind: 'traces' })).not.toContain('module');
  });
});
