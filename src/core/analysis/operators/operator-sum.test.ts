import { describe, expect, it } from 'vitest';
import { operatorOf } from './operator-profile.fixture.ts';
import { sumOperators } from './operator-sum.ts';

const all = (operators: readonly unknown[]): readonly number[] => operators.map((_, place) => place);

describe('several operators as one line', () => {
  it('adds their own times, shares and ends of intervals', () => {
    const operators = [operatorOf({ selfMs: 2 }), operatorOf({ selfMs: 3, perIteration: 4 })];
    const sum = sumOperators(operators, [0, 1]);
    expect(sum).toMatchObject({ nodes: 2, perIteration: 5, selfMs: 5, share: 0.5, totalMs: 5 });
    expect(sum.selfMsCi95?.[0]).toBeCloseTo(4.5);
    expect(sum.selfMsCi95?.[1]).toBeCloseTo(5.5);
  });

  it('states no interval where one of them has none', () => {
    const operators = [operatorOf(), operatorOf({ selfMsCi95: null })];
    expect(sumOperators(operators, [0, 1]).selfMsCi95).toBeNull();
    expect(sumOperators(operators, [0]).selfMsCi95).not.toBeNull();
    expect(sumOperators(operators, []).selfMsCi95).toBeNull();
  });

  it('counts what ran inside another one of them once', () => {
    const operators = [
      operatorOf({ op: 'Loop', selfMs: 1, totalMs: 6 }),
      operatorOf({ op: 'If', selfMs: 2, totalMs: 5, parent: 0 }),
      operatorOf({ selfMs: 3, totalMs: 3, parent: 1 }),
    ];
    expect(sumOperators(operators, all(operators))).toMatchObject({ selfMs: 6, totalMs: 6 });
    expect(sumOperators(operators, [0, 2]).totalMs).toBe(6);
    expect(sumOperators(operators, [1, 2]).totalMs).toBe(5);
  });

  it('ends where a damaged profile has operators inside each other', () => {
    const operators = [operatorOf({ parent: 1 }), operatorOf({ parent: 0 })];
    expect(sumOperators(operators, [0, 1]).selfMs).toBe(2);
  });

  it('keeps known work apart from the time of what is not known', () => {
    const operators = [
      operatorOf({ selfMs: 2, flops: 100, bytesRead: 10, bytesWritten: 10 }),
      operatorOf({ selfMs: 8, flops: null, bytesRead: null }),
      operatorOf({ selfMs: 4, flops: 0, bytesRead: 30, bytesWritten: 50 }),
    ];
    expect(sumOperators(operators, all(operators))).toMatchObject({
      flops: { amount: 100, ms: 6 },
      bytes: { amount: 100, ms: 6 },
      flopsPerByte: 1,
    });
    expect(sumOperators(operators, [1])).toMatchObject({ flops: null, bytes: null, flopsPerByte: null });
  });

  it('divides a GPU’s work by its kernels’ time', () => {
    const gpu = { kernelMs: 0.5, launchMs: 0.1, waitMs: null };
    const sum = sumOperators([operatorOf({ provider: 'webgpu', selfMs: 2, flops: 100, gpu })], [0]);
    expect(sum).toMatchObject({ flops: { amount: 100, ms: 0.5 }, gpu });
    expect(sumOperators([operatorOf()], [0]).gpu).toBeNull();
  });
});
