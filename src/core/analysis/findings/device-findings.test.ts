import { describe, expect, it } from 'vitest';
import { anOperator, operand } from '../../../contract/profile.fixture.ts';
import type { OperatorProfile, Placement } from '../../../contract/profile.ts';
import { evidenceOf, found, GPU_ROOF, runWith } from './findings.fixture.ts';

const webgpu = { provider: 'webgpu' } as Placement;

/** A product on the device, a NonZero that only the CPU has between two copies, and another product. */
const island: readonly OperatorProfile[] = [
  anOperator({ provider: 'webgpu', outputs: [operand('a', [64, 64])], selfMs: 4 }),
  anOperator({
    op: 'MemcpyToHost',
    family: 'copy',
    provider: 'webgpu',
    inputs: [operand('a', [64, 64])],
    outputs: [operand('a on the host', [64, 64])],
    selfMs: 0.5,
  }),
  anOperator({
    name: 'where',
    op: 'NonZero',
    family: 'other',
    inputs: [operand('a on the host', [64, 64])],
    outputs: [operand('b', [2, 9])],
    selfMs: 0.9,
  }),
  anOperator({
    op: 'MemcpyFromHost',
    family: 'copy',
    provider: 'webgpu',
    inputs: [operand('b', [2, 9])],
    outputs: [operand('b on the device', [2, 9])],
    selfMs: 0.1,
  }),
  anOperator({ provider: 'webgpu', inputs: [operand('b on the device', [2, 9])], selfMs: 4 }),
];
const allOnDevice = island.filter(({ provider, family }) => provider === 'webgpu' && family !== 'copy');

describe('CPU fall-back', () => {
  it('tells how many operators, what they cost, and the copies that they cause', () => {
    const [finding] = found('cpu-fallback', { operators: island, placement: webgpu });
    expect(finding).toMatchObject({
      severity: 'high',
      costMs: 0.9 + 0.6,
      operators: [2],
      title: '1 of 5 operators ran on the CPU, not on webgpu, and cost 1.50 ms with 2 copies.',
    });
    expect(evidenceOf(finding as NonNullable<typeof finding>)).toContain('1 NonZero');
  });

  it('is none where all ran on the device, or the CPU was asked for', () => {
    expect(found('cpu-fallback', { operators: allOnDevice, placement: webgpu })).toEqual([]);
    expect(found('cpu-fallback', { operators: island })).toEqual([]);
  });
});

describe('needless copies', () => {
  it('are those around operators on the CPU, with what comes back counted', () => {
    const [finding] = found('needless-copies', { operators: island, placement: webgpu });
    expect(finding?.costMs).toBeCloseTo(0.6, 12);
    expect(finding?.operators).toEqual([1, 3]);
    expect(evidenceOf(finding as NonNullable<typeof finding>)).toContain('there and back again: 1 value');
    expect(finding?.title).toContain('16.1 KiB');
  });

  it('are none without an operator on the CPU beside them', () => {
    const atTheEnd = [...allOnDevice, { ...(island[1] as OperatorProfile), inputs: [], outputs: [] }];
    expect(found('needless-copies', { operators: atTheEnd, placement: webgpu })).toEqual([]);
  });
});

describe('launches', () => {
  const kernels = (kernelMs: number, launchMs: number): OperatorProfile[] =>
    Array.from({ length: 60 }, (_, index) =>
      anOperator({
        name: `k${index}`,
        op: 'Add',
        provider: 'webgpu',
        selfMs: kernelMs + launchMs,
        gpu: { kernelMs, launchMs, waitMs: null },
      }),
    );

  it('are found where they take longer than their kernels, bounded by the time that is no kernel', () => {
    const [finding] = found('launch-bound', {
      operators: kernels(0.004, 0.03),
      placement: webgpu,
      cleanMeanMs: 2,
    });
    expect(finding?.costMs).toBeCloseTo(2 - 60 * 0.004, 9);
    expect(finding?.title).toContain('1.80 ms of launches for 240 µs of kernels, 60 of them');
  });

  it('are not found where kernels take longer, or are few', () => {
    expect(found('launch-bound', { operators: kernels(0.015, 0.005), placement: webgpu })).toEqual([]);
    const few = kernels(0.004, 0.03).slice(0, 10);
    expect(found('launch-bound', { operators: few, placement: webgpu })).toEqual([]);
  });
});

describe('sizes off the tensor cores’ grid', () => {
  const product = (columns: number, type: 'float16' | 'float32' = 'float16'): OperatorProfile =>
    anOperator({
      provider: 'cuda',
      inputs: [operand('x', [1, 128, 768], type), operand('w', [768, columns], type)],
      outputs: [operand('y', [1, 128, columns], type)],
      selfMs: 5,
    });
  const cuda = { provider: 'cuda' } as Placement;
  const onCard = { run: runWith({ provider: 'cuda' }), probe: GPU_ROOF };

  it('are found with the cliff that this card was probed to have', () => {
    const [finding] = found(
      'off-tensor-core-grid',
      { operators: [product(30_522)], placement: cuda },
      onCard,
    );
    expect(finding?.title).toContain('N 30522');
    expect(finding?.costMs).toBeCloseTo(5 * (1 - 210 / 680), 9);
    expect(evidenceOf(finding as NonNullable<typeof finding>)).toContain('3.24× slower (4095 against 4096)');
  });

  it('are found by their halves alone, without a bound', () => {
    const onCpu = { ...product(1001), provider: 'cpu' };
    expect(found('off-tensor-core-grid', { operators: [onCpu] })).toMatchObject([
      { costMs: null, severity: 'low' },
    ]);
  });

  it('are of channels as well, but not of a picture’s three', () => {
    const convolution = (input: number, output: number): OperatorProfile =>
      anOperator({
        op: 'Conv',
        family: 'convolution',
        provider: 'cuda',
        inputs: [operand('x', [1, input, 56, 56], 'float16'), operand('w', [output, input, 3, 3], 'float16')],
        outputs: [operand('y', [1, output, 56, 56], 'float16')],
        selfMs: 5,
      });
    expect(
      found('off-tensor-core-grid', { operators: [convolution(3, 64)], placement: cuda }, onCard),
    ).toEqual([]);
    const [finding] = found(
      'off-tensor-core-grid',
      { operators: [convolution(60, 64)], placement: cuda },
      onCard,
    );
    expect(finding?.title).toContain('channels in 60');
  });

  it('are none on the grid, on a CPU in float32, or without a card that has tensor cores', () => {
    expect(found('off-tensor-core-grid', { operators: [product(30_528)], placement: cuda }, onCard)).toEqual(
      [],
    );
    const onCpu = { ...product(1001, 'float32'), provider: 'cpu' };
    expect(found('off-tensor-core-grid', { operators: [onCpu] }, { probe: GPU_ROOF })).toEqual([]);
    const elsewhere = { ...product(1001, 'float32'), provider: 'webgpu' };
    expect(found('off-tensor-core-grid', { operators: [elsewhere], placement: webgpu })).toEqual([]);
  });
});
