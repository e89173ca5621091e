import fc from 'fast-check';
import pico from 'picocolors';
import { describe, expect, it } from 'vitest';
import type { RunProgress } from '../../contract/run.ts';
import { condenseRun } from '../../core/analysis/condense.ts';
import { evenLatencies, fakeRun } from './fake-run.fixture.ts';
import { drawHistogram } from './histogram.ts';
import { createProgressLine, describeProgress } from './progress-line.ts';
import { runDocument } from './run-document.ts';
import { formatRun } from './run-report.ts';
import { jsonDocument } from './schema.ts';
import { ellipsize, formatTable, printable } from './table.ts';
import { wrap } from './wrap.ts';

const plain = pico.createColors(false);

describe('a table', () => {
  const columns = [
    { title: 'run' },
    { title: 'model', shrinks: true },
    { title: 'p50', align: 'right' },
  ] as const;

  it('aligns its columns', () => {
    const { head, body } = formatTable(
      columns,
      [
        ['a', 'mlp', '1 ms'],
        ['bcd', 'encoder', '12 ms'],
      ],
      80,
    );
    expect([head, ...body]).toEqual(['run  model      p50', 'a    mlp       1 ms', 'bcd  encoder  12 ms']);
  });

  it('fits its line while a column can shrink', () => {
    const name = fc.string({ minLength: 1, maxLength: 120, unit: 'grapheme-ascii' });
    fc.assert(
      fc.property(
        fc.array(name, { minLength: 1, maxLength: 5 }),
        fc.integer({ min: 40, max: 100 }),
        (names, width) => {
          const { body } = formatTable(
            columns,
            names.map((model) => ['r1', model, '1.00 ms']),
            width,
          );
          for (const line of body) expect(line.length).toBeLessThanOrEqual(width);
        },
      ),
    );
  });

  it('shows what it cut, and no control character', () => {
    expect(ellipsize('encoder', 4)).toBe('enc…');
    expect(ellipsize('encoder', 7)).toBe('encoder');
    expect(printable('a\u001b[2Jb\nc\u202ed')).toBe('a·[2Jb·c·d');
  });
});

describe('a simulated run', () => {
  const executor = 'fake:lognormal(median=10ms,sigma=0.1)+ar(0.8)+spikes(1%,x5)+spread(2%)+drift(5%)';
  const run = fakeRun(evenLatencies(100));
  const lines = formatRun({ ...run, config: { ...run.config, executor } }, plain).split('\n');

  it('says so in its first line, and from what it was drawn', () => {
    expect(lines[0]).toMatch(/^SIMULATED {2}encoder-tiny/);
    expect(lines.find((line) => line.startsWith('drawn from'))).toContain('fake:lognormal(median=10ms');
    for (const line of lines) expect(line.length).toBeLessThanOrEqual(80);
    expect(formatRun(run, plain)).not.toMatch(/simulated|drawn/i);
  });
});

describe('a histogram', () => {
  it('stands on its floor and reaches its top once', () => {
    expect(drawHistogram([1, 2, 4, 0], 2)).toEqual(['  █ ', '▄██ ']);
  });

  it('shows one count among thousands', () => {
    expect(drawHistogram([10_000, 1], 1)).toEqual(['█▁']);
  });

  it('of nothing is nothing', () => {
    expect(drawHistogram([], 3)).toEqual([]);
    expect(drawHistogram([0, 0], 3)).toEqual([]);
  });
});

describe('wrapped text', () => {
  it('breaks at spaces and keeps every word', () => {
    expect(wrap('the quick brown fox', 9)).toEqual(['the quick', 'brown fox']);
    expect(wrap('incomprehensibilities are', 5)).toEqual(['incomprehensibilities', 'are']);
    expect(wrap('  ', 5)).toEqual([]);
  });
});

describe('a run for a person', () => {
  it('fits 80 columns, whatever its names are', () => {
    const run = fakeRun(evenLatencies(1000), { name: 'n'.repeat(500), tags: ['nightly'] });
    const text = formatRun({ ...run, model: { ...run.model, name: 'm'.repeat(500) } }, plain);
    for (const line of text.split('\n')) expect([line, line.length <= 80]).toEqual([line, true]);
  });

  it('gives the median with its interval, the spread and the throughput', () => {
    const text = formatRun(fakeRun(evenLatencies(1001)), plain);
    expect(text).toMatch(/median +1\.50 ms {2}\(1\.\d\d ms to 1\.\d\d ms, 95 %\)/);
    expect(text).toMatch(/min +p50 +p90 +p95 +p99 +max\n +1 ?\.?00? ms/);
    expect(text).toContain('812 samples/s · 104 k tokens/s');
    expect(text).toContain('load 12.5 ms · first run 4.25 ms');
    expect(text).not.toContain('too few');
  });

  it('marks percentiles without enough samples and says how many are missing', () => {
    const text = formatRun(fakeRun(evenLatencies(100)), plain);
    expect(text).toContain('needs more: p95 30, p99 562');
    expect(text).toMatch(/— \* +— \*/);
    expect(text).not.toMatch(/p90 \d/);
  });

  it('of a failure says what, to what and the next step, and no numbers', () => {
    const error = {
      code: 'MODEL_REFUSED',
      message: 'No operator Foo.',
      subject: 'm.onnx',
      nextStep: 'Export it again.',
    } as const;
    const run = fakeRun([], { status: 'failed', error, throughput: null, spark: [] });
    const text = formatRun(run, plain);
    expect(run.latencyMs).toBeNull();
    expect(text).toContain('MODEL_REFUSED  No operator Foo.\n→ Export it again.');
    expect(text).not.toContain('median');
    expect(text).toContain('0 iterations');
  });
});

describe('what was noticed in a series', () => {
  const series = (latency: (index: number) => number, count = 400) => {
    const latencies = evenLatencies(count).map((noise, index) => (1 + noise / 50) * latency(index));
    const ordered = Float64Array.from(latencies);
    const { latencyMs, signals } = condenseRun(ordered, ordered);
    return formatRun(fakeRun([], { latencyMs, signals: { ...signals, warmup: null, endedBy: null } }), plain);
  };

  it('is told in one line of 80 columns', () => {
    const line = (text: string) => text.split('\n').find((one) => one.startsWith('series'));
    expect(line(series(() => 1))).toBeUndefined();
    expect(line(series((index) => 1 + index / 4000))).toMatch(/series +9\.\d+ % slower at the end/);
    const both = line(series((index) => (index % 3 === 0 ? 1.2 : 1) * (index % 100 === 50 ? 9 : 1)));
    expect(both).toMatch(/two speeds: 1\.0\d ms and 1\.2\d ms \(3\d/);
    expect((both ?? '').length).toBeLessThanOrEqual(80);
  });

  it('is why there is no interval, where that is so', () => {
    expect(series(() => 1, 40)).toContain('interval needs about 10 more samples');
  });
});

describe('a run for a program', () => {
  it('has the fields that scripts rely on', () => {
    const document = JSON.parse(jsonDocument(runDocument(fakeRun(evenLatencies(100))))) as unknown;
    expect(document).toMatchObject({
      schemaVersion: 1,
      run: { id: 'r4k2m9', status: 'done' },
      model: { parameters: 164_000 },
      config: { provider: 'cpu', batch: 1, sequence: 128 },
      iterations: 100,
      samplesPerSecond: 812.3,
      samplesMissing: { p90: 0, p95: 30, p99: 562 },
      phases: { loadMs: 12.5, firstRunMs: 4.25 },
    });
    const { latencyMs } = document as { latencyMs: Record<string, unknown> };
    expect(Object.keys(latencyMs)).toEqual(
      expect.arrayContaining(['mean', 'std', 'min', 'max', 'p50', 'p90', 'p95', 'p99']),
    );
    expect(document).not.toHaveProperty('error');
  });

  it('says which intervals there are, and how many samples the others want', () => {
    const of = (count: number) =>
      runDocument(fakeRun(evenLatencies(count)))['latencyMs'] as Record<string, unknown>;
    const enough = of(700);
    expect(enough['p50Low']).toBeGreaterThan(1.3);
    expect(enough['p50High']).toBeLessThan(1.7);
    expect(enough['needsMore']).toEqual({});
    expect(of(40)).toMatchObject({ p50Low: null, p50High: null, p95: null, intervals: {} });
    expect(of(40)['needsMore']).toMatchObject({ p50: 10, p99: 622 });
  });

  it('that failed carries its error', () => {
    const error = { code: 'RUN_FAILED', message: 'x', subject: 'y', nextStep: 'z' } as const;
    expect(runDocument(fakeRun([], { status: 'failed', error }))).toMatchObject({
      error,
      latencyMs: null,
      iterations: 0,
    });
  });

  it('writes typed arrays as lists', () => {
    const text = jsonDocument({ a: Float64Array.of(1, 2), b: BigInt64Array.of(2n ** 60n) });
    expect(JSON.parse(text)).toEqual({ schemaVersion: 1, a: [1, 2], b: ['1152921504606846976'] });
  });
});

const step: RunProgress = {
  runId: 'r1',
  status: 'running',
  phase: 'measuring',
  iterationsDone: 1500,
  iterationsWanted: 2000,
  warmupDone: 10,
  elapsedMs: 3000,
  remainingMs: 1000.4,
  running: { count: 1500, mean: 2, min: 1, max: 3, p50: 2, p50Low: 1.9, p50High: 2.1, p90: 2.5, p99: null },
  profiling: null,
  atSeconds: new Float64Array(),
  latencyMs: new Float64Array(),
  waitingFor: null,
};

describe('a report of how it was measured', () => {
  const resources = {
    idleBytes: 60 * 2 ** 20,
    afterLoadBytes: 80 * 2 ** 20,
    afterFirstRunBytes: 90 * 2 ** 20,
    afterMeasuringBytes: 90 * 2 ** 20,
    peakBytes: { load: 95 * 2 ** 20, firstRun: 90 * 2 ** 20, warmup: null, measuring: null },
    cpuMs: 100,
    cpuCores: 1.5,
    minorFaults: 1,
    majorFaults: 0,
    involuntarySwitches: 12,
    coldCacheBytes: 64 * 2 ** 20,
    timerStepMs: 0.00003,
    wallMinusMonotonicMs: 0,
  };
  const warmup = {
    iterations: 1240,
    durationMs: 210,
    steady: true,
    endedBy: 'steady',
    transient: 0,
  } as const;
  const signals = {
    warmup,
    drift: null,
    modes: null,
    outliers: null,
    autocorrelation: null,
    endedBy: 'duration',
  } as const;
  const run = fakeRun(evenLatencies(200), { resources, signals });

  it('names warm-up, end, memory, processor and cold cache, in 80 columns', () => {
    const report = formatRun(run, plain);
    expect(report).toContain('warm-up     1 240 iterations, 210 ms (steady)');
    expect(report).toContain('200 iterations in 150 ms (time budget used)');
    expect(report).toContain('memory      idle 60.0 MiB · loaded 80.0 MiB · peak 95.0 MiB');
    expect(report).toContain('processor   1.50 cores busy · 0 major faults · 12 preemptions');
    expect(report).toContain('cold cache  64.0 MiB overwritten before each iteration');
    for (const line of report.split('\n')) expect(line.length).toBeLessThanOrEqual(80);
  });

  it('is in the document as well', () => {
    expect(runDocument(run)).toMatchObject({ signals: { warmup }, resources });
  });

  it('says nothing of what was not measured', () => {
    expect(formatRun(fakeRun(evenLatencies(200)), plain)).not.toMatch(/memory|processor|cold cache|null/);
  });
});

describe('progress', () => {
  it('says phase, count, median and time left', () => {
    expect(describeProgress(step)).toBe(
      'measuring   ███████████████░░░░░  1 500 of 2 000  p50 2.00 ms  1 s left',
    );
  });

  it('of a profiled pass is its own, by count or by time', () => {
    const profiling = { iterationsDone: 50, iterationsWanted: 200, elapsedMs: 1000, durationMs: 10_000 };
    const passing: RunProgress = { ...step, phase: 'profiling', profiling, remainingMs: 3000 };
    expect(describeProgress(passing)).toBe('profiling   █████░░░░░░░░░░░░░░░  50 of 200  3 s left');
    const long = { ...profiling, iterationsWanted: null, elapsedMs: 5000 };
    expect(describeProgress({ ...passing, profiling: long })).toContain('██████████░░░░░░░░░░  50  3 s left');
    expect(describeProgress({ ...passing, profiling: null })).toBe('profiling');
  });

  it('under a time budget counts without an end', () => {
    const line = describeProgress({ ...step, iterationsWanted: null });
    expect(line).toContain('███████████████░░░░░  1 500  p50');
    expect(describeProgress({ ...step, iterationsWanted: null, remainingMs: null })).toContain(
      '3.00 s so far',
    );
  });

  it('names whom it waits for', () => {
    const waiting = { ...step, phase: 'waiting', waitingFor: 'dyno bench, process 42' } as const;
    expect(describeProgress(waiting)).toBe('waiting for dyno bench, process 42');
  });

  it('is redrawn on a terminal, and elsewhere said at each phase and now and then', () => {
    const drawn: string[] = [];
    const said: string[] = [];
    const target = {
      say: (line: string) => said.push(line),
      redraw: (line: string) => drawn.push(line),
      columns: 60,
    };
    const onTerminal = createProgressLine({ ...target, redraws: true }, () => 0);
    onTerminal.show(step);
    onTerminal.show(step);
    expect(drawn).toHaveLength(2);
    expect(drawn[0]?.length).toBeLessThan(60);
    expect(said).toEqual([]);

    let now = 0;
    const inLog = createProgressLine({ ...target, redraws: false }, () => now);
    inLog.show({ ...step, phase: 'loading' });
    inLog.show(step);
    now = 4999;
    inLog.show(step);
    now = 5000;
    inLog.show(step);
    expect(said.map((line) => line.split(/ {2}/)[0])).toEqual(['loading', 'measuring', 'measuring']);
  });
});
