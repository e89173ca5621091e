import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Environment } from '../../contract/hardware.ts';
import type { LatencySummary } from '../../contract/latency.ts';
import type { Run } from '../../contract/run.ts';
import { compareRuns, differs } from './compare.ts';
import { PLAIN_CONFIG, PLAIN_RUN } from '../../contract/blank-run.fixture.ts';

const environment: Environment = {
  cpu: { model: 'Test CPU', cores: 8, physicalCores: 4 },
  memoryBytes: 16 * 1024 ** 3,
  os: { name: 'Linux 12', kernel: '6.1', arch: 'x64' },
  gpus: [{ name: 'Test GPU', memoryBytes: null, driver: '550.1' }],
  node: '24.0.0',
  electron: null,
  onnxRuntime: '1.30.0',
  dyno: '0.1.0',
  git: null,
  host: 'bench-1',
};

function latency(p50: number, count = 2000, half = 0.005): LatencySummary {
  return {
    count,
    mean: p50 * 1.01,
    std: p50 * 0.05,
    min: p50 * 0.9,
    max: p50 * 2,
    p50,
    p90: p50 * 1.1,
    p95: p50 * 1.2,
    p99: p50 * 1.5,
    p999: null,
    mad: p50 * 0.05,
    effectiveSize: 1000,
    intervals: { p50: [p50 * (1 - half), p50 * (1 + half)] },
  };
}

function run(id: string, change: Partial<Run> = {}): Run {
  return {
    ...PLAIN_RUN,
    id,
    name: id,
    tags: [],
    notes: '',
    status: 'done',
    model: {
      name: 'demo:mlp-tiny',
      ref: { kind: 'demo', location: 'demo:mlp-tiny' },
      contentHash: 'a'.repeat(64),
      parameters: 1000,
      weightBytes: 4000,
      fileBytes: 4200,
    },
    config: {
      ...PLAIN_CONFIG,
      level: null,
      provider: 'cpu',
      batch: 1,
      sequence: null,
      inputs: [{ name: 'x', type: 'float32', shape: [1, 64], values: 'normal', fill: { kind: 'normal' } }],
      iterations: 2000,
      warmup: 100,
      durationMs: null,
      threads: 1,
      graphLevel: 'all',
      seed: 1,
    },
    createdAt: 0,
    startedAt: 0,
    endedAt: 0,
    phases: { loadMs: 10, firstRunMs: 2, warmupMs: 30, measuredMs: 600 },
    latencyMs: latency(4),
    throughput: { samplesPerSecond: 250, tokensPerSecond: null },
    hardware: null,
    energy: null,
    profile: null,
    environment,
    error: null,
    spark: [],
    deletedAt: null,
    ...change,
  };
}

const compare = (a: Run, b: Run) => compareRuns(a, b, null, null);
const config = (change: Partial<Run['config']>): Partial<Run> => ({
  config: { ...run('x').config, ...change },
});

describe('two runs beside each other', () => {
  it('say how much faster B is, on what, and what one run each cannot show', () => {
    const { sentence, cautions } = compare(
      run('a', { latencyMs: latency(4.54) }),
      run('b', { latencyMs: latency(3.2) }),
    );
    expect(sentence).toBe(
      'B’s median is 1.42× faster than A’s (3.20 ms against 4.54 ms; the medians’ 95 % intervals do not overlap). ' +
        'One run each: two processes of the same model differ by 1–3 %, so only a paired comparison can confirm a small difference.',
    );
    expect(cautions).toEqual([]);
  });

  it('claim nothing within 3 %, however narrow the intervals', () => {
    const narrow = (p50: number) => ({ latencyMs: latency(p50, 100_000, 0.0001) });
    const { sentence } = compare(run('a', narrow(4)), run('b', narrow(3.9)));
    expect(sentence).toMatch(/^No difference that two single runs could show/);
    expect(sentence).not.toMatch(/faster|slower/);
  });

  it('call an overlap of intervals what it is', () => {
    const wide = (p50: number) => ({ latencyMs: latency(p50, 50, 0.2) });
    expect(compare(run('a', wide(4)), run('b', wide(3.6))).sentence).toMatch(/may be chance/);
  });

  it('call neither faster when the work differs', () => {
    const b = run('b', {
      ...config({ batch: 4 }),
      latencyMs: latency(12),
      throughput: { samplesPerSecond: 333, tokensPerSecond: null },
    });
    const { sentence, cautions, metrics } = compare(run('a'), b);
    expect(metrics.find(({ id }) => id === 'p50')?.better).toBe('neither');
    expect(metrics.find(({ id }) => id === 'samplesPerSecond')?.better).toBe('higher');
    expect(sentence).toMatch(/^The two did different work .*3\.00× A’s time.*1\.33× A’s samples per second/);
    expect(sentence).not.toMatch(/is .*faster than/);
    expect(cautions).toEqual(['Different batches: 1 in A, 4 in B.']);
  });

  it('say that identical runs are identical', () => {
    const a = run('a');
    const comparison = compare(a, a);
    expect(comparison.sentence).toBe('A and B are the same run.');
    expect(comparison.cautions).toEqual([]);
    for (const rows of [comparison.metrics, comparison.configuration, comparison.environment]) {
      expect(rows.filter(differs)).toEqual([]);
    }
    expect(comparison.metrics.filter(({ ratio }) => ratio !== null && ratio !== 1)).toEqual([]);
  });

  it('hold together where one has measured nothing', () => {
    const empty = run('b', {
      status: 'crashed',
      latencyMs: null,
      throughput: null,
      ...PLAIN_RUN,
      environment: null,
      phases: { loadMs: null, firstRunMs: null, warmupMs: null, measuredMs: null },
    });
    const { sentence, metrics, cautions } = compare(run('a'), empty);
    expect(sentence).toBe('B has no measured latency, so there is nothing to compare.');
    expect(metrics.filter(({ b, ratio }) => b !== null || ratio !== null)).toEqual([]);
    expect(cautions).toEqual([
      'B crashed: its numbers cover only what was measured.',
      'Where B ran was not recorded: the machines cannot be compared.',
    ]);
    expect(compare(empty, { ...empty, id: 'c' }).sentence).toMatch(/^Neither run has any measured latency/);
  });

  it('name every reason against the comparison, with both sides', () => {
    const other = run('b', {
      model: { ...run('x').model, name: 'demo:cnn-tiny', contentHash: 'b'.repeat(64) },
      ...config({ provider: 'webgpu', threads: null, sequence: 128 }),
      environment: {
        ...environment,
        host: 'bench-2',
        onnxRuntime: '1.31.0',
        gpus: [{ name: 'Test GPU', memoryBytes: null, driver: '560.0' }],
      },
      latencyMs: latency(4, 100),
    });
    expect(compare(run('a'), other).cautions).toEqual([
      'Different models: demo:mlp-tiny in A, demo:cnn-tiny in B.',
      'Different providers: cpu in A, webgpu in B.',
      'Different sequence lengths: none in A, 128 in B.',
      'Different thread counts: 1 in A, the runtime’s choice in B.',
      'Different machines: bench-1 in A, bench-2 in B.',
      'Different GPU drivers: 550.1 in A, 560.0 in B.',
      'Different ONNX Runtime versions: 1.30.0 in A, 1.31.0 in B.',
      'B has no p99: 100 iterations are too few for one, 562 more are needed.',
    ]);
  });

  it('tell equal names from equal content', () => {
    const changed = run('b', { model: { ...run('x').model, contentHash: 'c'.repeat(64) } });
    expect(compare(run('a'), changed).cautions).toEqual([
      'The model files differ in content, although both are called demo:mlp-tiny.',
    ]);
  });

  it('says what was drawn instead of measured', () => {
    const drawn = run('b', { config: { ...run('b').config, executor: 'fake:constant(1ms)' } });
    expect(compare(run('a'), drawn).cautions).toEqual([
      'B is simulated, A was measured: the two say nothing of each other.',
    ]);
    expect(compare(drawn, drawn).cautions).toEqual([
      'Both A and B are simulated: nothing of this was measured.',
    ]);
  });

  it('pass on what speaks against either run', () => {
    const busy = { verdict: 'not-trusted', sentence: 'Other programs kept 1.50 of 2 cores busy.' } as const;
    const fine = { verdict: 'trusted', sentence: 'Nothing seen that would spoil it.' } as const;
    expect(compare(run('a', { trust: fine }), run('b', { trust: busy })).cautions).toEqual([
      'B is not to be trusted: Other programs kept 1.50 of 2 cores busy.',
    ]);
  });

  it('are no surer than their few iterations', () => {
    const few = (p50: number) => ({ latencyMs: latency(p50, 8, 0.01) });
    const { sentence, cautions } = compare(run('a', few(8)), run('b', few(4)));
    expect(sentence).toMatch(/on too few iterations to be sure/);
    expect(cautions).toHaveLength(2);
  });

  it('conclude nothing from a percentile on too few iterations', () => {
    const better = (count: number) =>
      Object.fromEntries(
        compare(run('a', { latencyMs: latency(4, count) }), run('b', { latencyMs: latency(3) })).metrics.map(
          (row) => [row.id, row.better],
        ),
      );
    expect(better(661)).toMatchObject({ p50: 'lower', p95: 'lower', p99: 'neither' });
    expect(better(662)).toMatchObject({ p99: 'lower', p999: 'neither' });
  });

  it('read the same from the other side', () => {
    const medians = fc.double({ min: 0.01, max: 1000, noNaN: true });
    const halves = fc.double({ min: 0, max: 0.3, noNaN: true });
    fc.assert(
      fc.property(medians, medians, halves, fc.integer({ min: 5, max: 9000 }), (p50A, p50B, half, count) => {
        const a = run('a', { latencyMs: latency(p50A, count, half) });
        const b = run('b', { latencyMs: latency(p50B, count, half) });
        const there = compare(a, b);
        const back = compare(b, a);
        const verdict = (sentence: string): string =>
          /^No difference|faster|slower/.exec(sentence)?.[0] ?? sentence;
        const opposite: Record<string, string> = { faster: 'slower', slower: 'faster' };
        expect(verdict(back.sentence)).toBe(opposite[verdict(there.sentence)] ?? verdict(there.sentence));
        expect(back.cautions).toHaveLength(there.cautions.length);
        there.metrics.forEach((row, index) => {
          const mirrored = back.metrics[index];
          expect(mirrored).toMatchObject({ id: row.id, a: row.b, b: row.a });
          if (row.ratio !== null && row.ratio > 0) {
            expect((mirrored?.ratio ?? 0) * row.ratio).toBeCloseTo(1, 9);
          }
        });
      }),
    );
  });
});
