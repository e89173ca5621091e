import { describe, expect, it } from 'vitest';
import { summarizeLatency } from '../summary.ts';
import { LatencySource, type SimulatedWork } from './latency-source.ts';
import { parseFakeSpec } from './parse-spec.ts';

const PLAIN: SimulatedWork = { batch: 1, sequence: null, threads: null, onCpu: true };

function source(text: string, { work = PLAIN, seed = 1, process = 0 } = {}): LatencySource {
  return new LatencySource(parseFakeSpec(`fake:${text}`), work, seed, process);
}

function draw(text: string, count: number, options: Parameters<typeof source>[1] = {}): Float64Array {
  const drawn = source(text, options);
  let elapsed = 0;
  return Float64Array.from({ length: count }, (_value, index) => {
    const latency = drawn.next(elapsed, index / count);
    elapsed += latency;
    return latency;
  });
}

function correlation(series: Float64Array): number {
  const mean = series.reduce((sum, value) => sum + value, 0) / series.length;
  let own = 0;
  let next = 0;
  series.forEach((value, index) => {
    own += (value - mean) ** 2;
    if (index > 0) next += (value - mean) * ((series[index - 1] as number) - mean);
  });
  return next / own;
}

describe('drawn latencies', () => {
  it('are the same for the same seed and process, and others else', () => {
    const text = 'lognormal(10ms,0.1)+spikes(1%,x5)+spread(2%)';
    expect(draw(text, 50)).toEqual(draw(text, 50));
    expect(draw(text, 50, { seed: 2 })).not.toEqual(draw(text, 50));
    expect(draw(text, 50, { process: 1 })).not.toEqual(draw(text, 50));
  });

  it('keep their noise where another modifier is added', () => {
    const plain = draw('normal(10ms,1ms)', 200);
    const spiked = draw('normal(10ms,1ms)+spikes(5%,x3)', 200);
    const changed = spiked.filter((value, index) => Math.abs(value - (plain[index] as number)) > 1e-9);
    expect(changed.length).toBeGreaterThan(0);
    expect(changed.length).toBeLessThan(30);
  });

  it('follow the distribution that was described', () => {
    const normal = summarizeLatency(draw('normal(10ms,0.2ms)', 40_000));
    expect(normal?.mean).toBeCloseTo(10, 2);
    expect(normal?.std).toBeCloseTo(0.2, 2);
    const log = draw('lognormal(median=10ms,sigma=0.1)', 40_000).map(Math.log);
    const logarithms = summarizeLatency(log);
    expect(Math.exp(logarithms?.p50 ?? 0)).toBeCloseTo(10, 1);
    expect(logarithms?.std).toBeCloseTo(0.1, 2);
    expect(new Set(draw('constant(3ms)', 10))).toEqual(new Set([3]));
  });

  it('are above nothing even where a normal distribution is not', () => {
    expect(Math.min(...draw('normal(1ms,5ms)', 1000))).toBeGreaterThan(0);
  });

  it('change between modes as seldom as was said, with the shares that were said', () => {
    const series = draw('modes(10ms@70%,12ms@30%,stay=0.95,sigma=0)', 60_000);
    const slow = series.filter((value) => value === 12).length / series.length;
    const switches = series.filter((value, index) => index > 0 && value !== series[index - 1]).length;
    expect(slow).toBeCloseTo(0.3, 1);
    expect(switches / series.length).toBeCloseTo(0.05 * 2 * 0.7 * 0.3, 2);
  });

  it.each([0, 0.5, 0.8, -0.5])('are correlated by %f with the one before', (phi) => {
    expect(correlation(draw(`normal(10ms,0.5ms)+ar(${phi})`, 60_000))).toBeCloseTo(phi, 1);
  });

  it('drift by so much over the run, or in each minute', () => {
    const overRun = draw('constant(10ms)+drift(5%)', 1001);
    expect(overRun[0]).toBe(10);
    expect(overRun[1000]).toBeCloseTo(10.5, 1);
    const minute = source('constant(10ms)+drift(5%/min)');
    expect(minute.next(60_000, 0.1)).toBeCloseTo(10.5, 9);
    expect(source('constant(10ms)+drift(5%)').next(120_000, null)).toBeCloseTo(11.025, 9);
  });

  it('are slower at the beginning, until they are warm', () => {
    const series = draw('constant(10ms)+warmup(50,x3)', 60);
    expect(series[0]).toBe(30);
    expect(series[10]).toBeGreaterThan(10.5);
    expect(series[50]).toBeCloseTo(10, 1);
  });
});

describe('fresh processes', () => {
  const factors = (text: string): Float64Array =>
    Float64Array.from({ length: 4000 }, (_value, process) => source(text, { process }).processFactor);

  it('have speeds of their own, log-normal', () => {
    const logarithms = summarizeLatency(factors('constant(1ms)+spread(2%)').map(Math.log));
    expect(logarithms?.mean).toBeCloseTo(0, 2);
    expect(logarithms?.std).toBeCloseTo(0.02, 3);
    expect(new Set(factors('constant(1ms)'))).toEqual(new Set([1]));
  });

  it('are slow as a whole now and then', () => {
    const slow = factors('constant(1ms)+slowprocess(1/30,x2)').filter((factor) => factor === 2);
    expect(slow.length / 4000).toBeCloseTo(1 / 30, 2);
  });
});

describe('the work of an iteration', () => {
  const at = (text: string, work: Partial<SimulatedWork>): number =>
    source(text, { work: { ...PLAIN, ...work } }).next(0, 0);

  it('grows by sample, token and pair of tokens', () => {
    const text = 'constant(10ms)+per(sample=0.2ms,token=1us,pair=1ns)';
    expect(at(text, { batch: 4, sequence: 1000 })).toBeCloseTo(10 + 4 * (0.2 + 1 + 1), 9);
    expect(at(text, { batch: 4 })).toBeCloseTo(10 + 4 * (0.2 + 0.001 + 0.000001), 9);
  });

  it('grows by a power, shrinks with threads and on another provider', () => {
    expect(at('constant(2ms)+power(batch=1,sequence=0.5)', { batch: 3, sequence: 16 })).toBeCloseTo(24, 9);
    expect(at('constant(10ms)+parallel(90%)', { threads: 9 })).toBeCloseTo(2, 9);
    expect(at('constant(10ms)+gpu(x4)', { onCpu: false })).toBe(2.5);
    expect(at('constant(10ms)+gpu(x4)', {})).toBe(10);
  });
});
