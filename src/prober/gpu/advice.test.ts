import { describe, expect, it } from 'vitest';
import { adviceFrom, type AdviceBasis } from './advice.ts';

const transfer = (pageableGBs: number, pinnedGBs: number) => ({ bytes: 2 ** 26, pageableGBs, pinnedGBs });

const basis: AdviceBasis = {
  probe: {
    device: 'GPU-0',
    name: 'A card',
    computeCapability: '9.0',
    memoryBytes: 2 ** 34,
    readGBs: 2000,
    writeGBs: 2000,
    copyGBs: 2000,
    triadGBs: 2000,
    l2ReadGBs: 5000,
    fp32Gflops: 60_000,
    fp16Gflops: 120_000,
    bf16Gflops: 120_000,
    tensorFp16Gflops: 800_000,
    tensorBf16Gflops: 800_000,
    launchUs: 2.4,
    graphLaunchUs: 1.2,
    hostToDevice: transfer(10, 50),
    deviceToHost: transfer(20, 50),
    overlapGain: 1.8,
    matrixProducts: [],
    cosine: { fp32GBs: 1900, naiveFp32GBs: 200, fp16GBs: 1800, ofCopy: 0.95 },
    comparison: null,
  },
  padding: { size: 4095, padded: 4096, plainMs: 4, paddedMs: 1, maxError: 0 },
  overlap: { gain: 1.8, oneMs: 18, twoMs: 10, parts: 16 },
};
const withProbe = (change: Partial<AdviceBasis['probe']>): AdviceBasis => ({
  ...basis,
  probe: { ...basis.probe, ...change },
});
const gainsOf = (of: AdviceBasis) => adviceFrom(of).map(({ id, gain }) => [id, gain]);

describe('advice from what was measured on a card', () => {
  it('names each gain, the greatest first, with its evidence', () => {
    expect(gainsOf(basis)).toEqual([
      ['align-dimensions', 4],
      ['pin-memory', 2.5],
      ['capture-graphs', 2],
      ['half-precision', 3600 / 1900],
      ['two-streams', 1.8],
    ]);
    const [alignment, , graphs, halves] = adviceFrom(basis);
    expect(alignment?.evidence).toContain('4095 × 4095 × 4095 took 4.00 ms');
    expect(graphs?.evidence).toContain('2.40 µs when launched alone, 1.20 µs');
    expect(halves?.evidence).toContain('800 TFLOP/s in fp16 on tensor cores, 60.0 TFLOP/s in fp32');
  });

  it('does not advise what brings nothing here', () => {
    const idle = withProbe({ hostToDevice: transfer(10, 10.2), graphLaunchUs: 2.4 });
    const without = { ...idle, overlap: { ...basis.overlap, gain: 1.01 } };
    expect(gainsOf(without).map(([id]) => id)).toEqual(['align-dimensions', 'half-precision']);
  });

  it('does not advise padding where the padded result, cut back, is another', () => {
    const differs = { ...basis, padding: { ...basis.padding, maxError: 1e-3 } };
    expect(gainsOf(differs).map(([id]) => id)).not.toContain('align-dimensions');
  });

  it('says nothing of what could not be measured', () => {
    const old = withProbe({ graphLaunchUs: null, cosine: null });
    expect(gainsOf(old).map(([id]) => id)).toEqual(['align-dimensions', 'pin-memory', 'two-streams']);
    const [halves] = adviceFrom(withProbe({ tensorFp16Gflops: null })).filter(
      ({ id }) => id === 'half-precision',
    );
    expect(halves?.evidence).not.toContain('tensor');
  });
});
