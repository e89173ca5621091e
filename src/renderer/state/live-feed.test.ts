import { describe, expect, it } from 'vitest';
import type { RunningLatency } from '../../contract/latency.ts';
import type { RunProgress } from '../../contract/run.ts';
import { horizon, LiveFeed, shareDone, type LiveState } from './live-feed.ts';

const running = (count: number): RunningLatency => ({
  count,
  mean: 1,
  min: 1,
  max: 1,
  p50: 1,
  p50Low: 1 - 1 / count,
  p50High: 1 + 1 / count,
  p90: 1,
  p99: null,
});

const progress = (step: number, extra: Partial<RunProgress> = {}): RunProgress => ({
  runId: 'r1',
  status: 'running',
  phase: 'measuring',
  iterationsDone: step,
  iterationsWanted: 1000,
  warmupDone: 10,
  elapsedMs: step * 100,
  remainingMs: null,
  running: running(step),
  profiling: null,
  atSeconds: Float64Array.of(step / 10),
  latencyMs: Float64Array.of(step),
  waitingFor: null,
  ...extra,
});

describe('a live run', () => {
  it('appends points and replaces the state', () => {
    const feed = new LiveFeed();
    feed.step(progress(1), 0);
    const before = feed.state;
    feed.step(progress(2), 0);
    expect(feed.state).not.toBe(before);
    expect(feed.state?.iterationsDone).toBe(2);
    expect([...feed.line.y]).toEqual([1, 2]);
    expect(feed.lastSecond).toBe(0.2);
  });

  it('goes on from what a page that opens late is given, counting no point twice', () => {
    const feed = new LiveFeed();
    feed.step(progress(3), 0);
    feed.restart(
      {
        ...progress(3),
        run: { status: 'running' } as never,
        atSeconds: Float64Array.of(0.1, 0.2, 0.3),
        latencyMs: Float64Array.of(1, 2, 3),
      },
      0,
    );
    feed.step(progress(4), 0);
    expect([...feed.line.y]).toEqual([1, 2, 3, 4]);
  });

  it('remembers how the interval narrowed over the whole run, in bounded space', () => {
    const feed = new LiveFeed();
    for (let step = 1; step <= 5000; step += 1) feed.step(progress(step), 0);
    expect(feed.narrowing.length).toBeLessThanOrEqual(120);
    expect(feed.narrowing.length).toBeGreaterThan(50);
    expect(feed.narrowing[0]?.high).toBe(2);
    const widths = feed.narrowing.map(({ low, high }) => high - low);
    expect(widths).toEqual([...widths].sort((one, other) => other - one));
    expect(widths.at(-1)).toBeLessThan(0.001);
  });

  it('knows when it began by the news that came least late', () => {
    const feed = new LiveFeed();
    expect(feed.originAt).toBeNull();
    feed.step(progress(1), 5_400);
    feed.step(progress(2), 5_250);
    feed.step(progress(3), 5_900);
    expect(feed.originAt).toBe(5_050);
  });

  it('has no percentiles before the first iteration', () => {
    const feed = new LiveFeed();
    feed.step(progress(1, { phase: 'loading', running: null, atSeconds: new Float64Array() }), 0);
    expect(feed.narrowing).toEqual([]);
    expect(feed.line.x).toHaveLength(0);
  });
});

describe('the share done', () => {
  const state = (extra: Partial<LiveState>): LiveState => ({ ...progress(100), ...extra });

  it('is that of the end that comes first', () => {
    expect(shareDone(state({}))).toBe(0.1);
    expect(shareDone(state({ remainingMs: 10_000 }))).toBe(0.5);
    expect(shareDone(state({ iterationsWanted: null, remainingMs: 30_000 }))).toBe(0.25);
  });

  it('is not known before the loop, nor without an end', () => {
    const profiling = { iterationsDone: 50, iterationsWanted: 200, elapsedMs: 1000, durationMs: 10_000 };
    expect(shareDone(state({ phase: 'profiling', profiling }))).toBe(0.25);
    expect(shareDone(state({ phase: 'profiling' }))).toBeNull();
    expect(shareDone(state({ phase: 'warm-up' }))).toBeNull();
    expect(shareDone(state({ iterationsWanted: null }))).toBeNull();
  });
});

describe('the horizon', () => {
  it('never lies before now and moves in steps', () => {
    expect([0, 0.4, 1, 1.1, 7, 61, 299, 301, 601].map(horizon)).toEqual([1, 1, 1, 2, 10, 90, 300, 600, 900]);
  });
});
