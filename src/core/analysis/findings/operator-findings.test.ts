import { describe, expect, it } from 'vitest';
import { anOperator, operand } from '../../../contract/profile.fixture.ts';
import type { OperatorProfile } from '../../../contract/profile.ts';
import { CPU_ROOF, evidenceOf, found, runWith } from './findings.fixture.ts';

describe('many tiny operators on the CPU', () => {
  const tiny = (count: number, selfMs: number): OperatorProfile[] =>
    Array.from({ length: count }, (_, index) =>
      anOperator({ name: `n${index}`, op: 'Add', family: 'element-wise', selfMs }),
    );

  it('are found with the runtime’s own time between them', () => {
    const [finding] = found('launch-bound', {
      operators: tiny(400, 0.001),
      cleanMeanMs: 1,
      outsideMs: 0.6,
      overheadFactor: 6,
    });
    expect(finding?.title).toBe(
      '400 operators of under 5.00 µs and the runtime between them take 100 % of the time.',
    );
    expect(finding?.severity).toBe('high');
    expect(evidenceOf(finding as NonNullable<typeof finding>)).toContain('indicative only');
  });

  it('are not found where large operators take the time', () => {
    const operators = [...tiny(400, 0.001), anOperator({ selfMs: 8 })];
    expect(found('launch-bound', { operators, cleanMeanMs: 9, outsideMs: 0.6 })).toEqual([]);
    expect(found('launch-bound', { operators: tiny(20, 0.001), cleanMeanMs: 0.1, outsideMs: 0.08 })).toEqual(
      [],
    );
  });
});

/** A product of so many rows with a weight of 1024 × 1024: 4 MiB. */
function product(rows: number, selfMs: number): OperatorProfile {
  return anOperator({
    op: 'Gemm',
    inputs: [operand('x', [rows, 1024]), operand('w', [1024, 1024])],
    outputs: [operand('y', [rows, 1024])],
    macs: rows * 1024 ** 2,
    flops: 2 * rows * 1024 ** 2,
    bytesRead: 4 * (rows * 1024 + 1024 ** 2),
    bytesWritten: 4 * rows * 1024,
    selfMs,
  });
}

describe('a batch that is too small', () => {
  const free = { hasFreeBatch: true, probe: CPU_ROOF };

  it('is found where products wait for their weights, with what they would save at most', () => {
    const [finding] = found('batch-too-small', { operators: [product(1, 0.12)], cleanMeanMs: 0.15 }, free);
    const arithmetic = (2 * 1024 ** 2) / (412 * 1e6);
    expect(finding?.costMs).toBeCloseTo(0.12 - arithmetic, 9);
    expect(finding?.title).toContain('4.00 MiB of weights');
    expect(finding?.nextStep).toContain('--batch 8');
  });

  it('is found without a probe by few rows alone, without a bound', () => {
    const context = { hasFreeBatch: true };
    expect(
      found('batch-too-small', { operators: [product(1, 0.12)], cleanMeanMs: 0.15 }, context),
    ).toMatchObject([{ costMs: null }]);
    expect(found('batch-too-small', { operators: [product(64, 0.5)], cleanMeanMs: 0.6 }, context)).toEqual(
      [],
    );
  });

  it('is none with many rows, a fixed batch, or a factor that is no weight', () => {
    expect(found('batch-too-small', { operators: [product(256, 1.5)], cleanMeanMs: 2 }, free)).toEqual([]);
    const one = { operators: [product(1, 0.12)], cleanMeanMs: 0.15 };
    expect(found('batch-too-small', one, { ...free, hasFreeBatch: false })).toEqual([]);
    const made = anOperator({ op: 'Exp', family: 'element-wise', outputs: [operand('w', [1024, 1024])] });
    expect(found('batch-too-small', { ...one, operators: [made, product(1, 0.12)] }, free)).toEqual([]);
  });
});

describe('an operator far under the roofline', () => {
  it('is found with what it achieves, what it could, and what that would spare', () => {
    const [finding] = found(
      'far-under-roofline',
      { operators: [product(256, 9)], cleanMeanMs: 10 },
      { probe: CPU_ROOF },
    );
    const ideal = (2 * 256 * 1024 ** 2) / (412 * 1e6);
    expect(finding?.costMs).toBeCloseTo(9 - ideal, 9);
    expect(evidenceOf(finding as NonNullable<typeof finding>)).toMatch(/412 GFLOP\/s and 31.9 GB\/s/);
  });

  it('is held against one thread where one was asked for', () => {
    const run = runWith({ threads: 1 });
    const context = { probe: CPU_ROOF, run };
    expect(found('far-under-roofline', { operators: [product(256, 9)], cleanMeanMs: 10 }, context)).toEqual(
      [],
    );
  });

  it('is none near the roof, in little of the time, without a probe, or where its work is not known', () => {
    const context = { probe: CPU_ROOF };
    expect(found('far-under-roofline', { operators: [product(256, 2)], cleanMeanMs: 3 }, context)).toEqual(
      [],
    );
    expect(found('far-under-roofline', { operators: [product(256, 9)], cleanMeanMs: 100 }, context)).toEqual(
      [],
    );
    expect(found('far-under-roofline', { operators: [product(256, 9)], cleanMeanMs: 10 })).toEqual([]);
    const unknown = { ...product(256, 9), flops: null };
    expect(found('far-under-roofline', { operators: [unknown], cleanMeanMs: 10 }, context)).toEqual([]);
  });
});
