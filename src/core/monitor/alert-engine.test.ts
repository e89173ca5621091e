import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { SEVERITIES, type Alert, type Threshold } from '../../contract/alert.ts';
import { AlertEngine, type Reading } from './alert-engine.ts';
import { severityOf } from './severity.ts';

const CPU: Threshold = {
  id: 'cpu',
  metric: 'cpu.use',
  device: null,
  side: 'above',
  limit: 80,
  window: 10,
  isOn: true,
  isBuiltIn: true,
};

function aReading(value: number, change: Partial<Reading> = {}): Reading {
  return { metric: 'cpu.use', subject: 'cpu', subjectName: 'CPU', channel: 'cpu/cpu.use', value, ...change };
}

function anEngine(...thresholds: readonly Threshold[]) {
  let id = 0;
  let at = 0;
  const engine = new AlertEngine(() => `alert${(id += 1)}`);
  engine.setThresholds(thresholds, 0);
  return {
    engine,
    /** One tick for each value; what changed by each. */
    feed: (values: readonly number[], change: Partial<Reading> = {}): readonly (readonly Alert[])[] =>
      values.map((value) => engine.take([aReading(value, change)], (at += 100))),
  };
}

const times = (count: number, value: number): number[] => Array.from({ length: count }, () => value);
const meanOf = (values: readonly number[]): number =>
  values.reduce((sum, value) => sum + value, 0) / values.length;

describe('an alert', () => {
  it('opens with the tenth reading, worsens by steps, and closes when the mean is back', () => {
    const { feed } = anEngine(CPU);
    expect(feed(times(9, 90)).flat()).toEqual([]);
    const [[opened]] = feed([90]) as [[Alert]];
    expect(opened).toMatchObject({
      severity: 'high',
      openedWith: 90,
      openedAt: 1000,
      closedAt: null,
      deviceName: 'CPU',
    });
    const worse = feed(times(10, 99)).flat();
    expect(worse.map(({ id, severity }) => [id, severity])).toEqual([[opened.id, 'critical']]);
    const closed = feed(times(10, 10)).flat();
    expect(closed).toHaveLength(1);
    expect(closed[0]).toMatchObject({ id: opened.id, severity: 'critical', worst: 99 });
    expect(closed[0]?.closedAt).not.toBeNull();
    expect(closed[0]?.steps.map(({ severity }) => severity)).toEqual(['high', 'critical']);
    expect(feed(times(10, 90)).flat()[0]?.id).not.toBe(opened.id);
  });

  it('is neither opened nor closed by what was not read', () => {
    const { feed, engine } = anEngine(CPU);
    expect(feed([...times(9, 99), ...times(50, Number.NaN)]).flat()).toEqual([]);
    expect(feed([99]).flat()).toHaveLength(1);
    expect(feed(times(50, Number.NaN)).flat()).toEqual([]);
    expect(engine.open).toHaveLength(1);
  });

  it('does not flap about its line', () => {
    const { feed } = anEngine({ ...CPU, window: 1 });
    const changes = feed([81, 79.9, 80.1, 79.5, 80.5, 79.3, 81]).flat();
    expect(changes).toHaveLength(1);
    expect(feed([79.1]).flat()).toHaveLength(1);
  });

  it('is not opened by a mean that is the limit', () => {
    const rate: Threshold = { ...CPU, metric: 'inference.error-rate', limit: 0.05 };
    expect(anEngine(rate).feed(times(30, 0.05), { metric: 'inference.error-rate' }).flat()).toEqual([]);
  });

  it('is one for each device, however many of its channels cross', () => {
    const { feed, engine } = anEngine({ ...CPU, metric: 'cpu.core-use', window: 2 });
    const core = (number: number, subject = 'cpu') => ({
      metric: 'cpu.core-use' as const,
      subject,
      channel: `${subject}/cpu.core-use/${number}`,
    });
    for (const number of [0, 1, 2]) feed([95, 95], core(number));
    feed([95, 95], core(0, 'other'));
    expect(engine.open.map(({ channel }) => channel)).toEqual(['cpu/cpu.core-use/0', 'other/cpu.core-use/0']);
    feed([5, 5], core(0));
    expect(engine.open).toHaveLength(2);
    feed([5, 5], core(1));
    expect(feed([5, 5], core(2)).flat()).toMatchObject([{ channel: 'cpu/cpu.core-use/0' }]);
  });

  it('ends with its threshold, and with its device', () => {
    const { feed, engine } = anEngine(CPU, { ...CPU, id: 'mine', device: 'cpu', limit: 50 });
    feed(times(10, 95));
    expect(engine.open).toHaveLength(2);
    expect(engine.setThresholds([CPU, { ...CPU, id: 'mine', device: 'cpu', limit: 60 }], 5000)).toMatchObject(
      [{ threshold: { id: 'mine' }, closedAt: 5000 }],
    );
    expect(engine.gone((subject) => subject === 'disk', 6000)).toEqual([]);
    expect(engine.gone((subject) => subject === 'cpu', 6000)).toMatchObject([
      { threshold: { id: 'cpu' }, closedAt: 6000 },
    ]);
    expect(engine.open).toEqual([]);
    expect(feed(times(9, 95)).flat()).toEqual([]);
  });

  it('of another device, or switched off, is none', () => {
    const { feed, engine } = anEngine({ ...CPU, device: 'cpu2' }, { ...CPU, id: 'off', isOn: false });
    expect(feed(times(20, 99)).flat()).toEqual([]);
    expect(engine.isWatched('cpu.use', 'cpu')).toBe(false);
    expect(engine.isWatched('cpu.use', 'cpu2')).toBe(true);
  });

  it('of a hand-over is judged by the last of its values', () => {
    const slow: Threshold = { ...CPU, id: 'slow', metric: 'inference.latency', limit: 1000 };
    const { engine } = anEngine(slow);
    const series = {
      metric: 'inference.latency',
      subject: 'r',
      subjectName: 'a model',
      channel: 'inference.latency',
    } as const;
    expect(
      engine.takeSeries({ ...series, values: Float64Array.from([...times(30, 5000), ...times(10, 1)]) }, 1),
    ).toEqual([]);
    expect(engine.takeSeries({ ...series, values: Float64Array.from(times(9, 3000)) }, 2)).toMatchObject([
      { severity: 'critical' },
    ]);
  });
});

describe('severity', () => {
  it.each([
    [80.1, 'low'],
    [85, 'medium'],
    [90, 'high'],
    [95, 'critical'],
    [100, 'critical'],
  ] as const)('of %d %% over 80 %% is %s, by the share of what was left', (mean, severity) => {
    expect(severityOf(CPU, mean)).toBe(severity);
  });

  it.each([
    [1001, 'low'],
    [1200, 'medium'],
    [1500, 'high'],
    [2000, 'critical'],
  ] as const)('of %d ms over 1000 ms is %s, by how many times', (mean, severity) => {
    expect(severityOf({ metric: 'session.load', side: 'above', limit: 1000 }, mean)).toBe(severity);
  });

  it.each([
    ['cache.hit-rate', 80, 79, 'low'],
    ['cache.hit-rate', 80, 60, 'medium'],
    ['cache.hit-rate', 80, 40, 'high'],
    ['cache.hit-rate', 80, 20, 'critical'],
    ['gpu.clock', 1000, 990, 'low'],
    ['gpu.clock', 1000, 500, 'critical'],
    ['gpu.clock', 1000, 0, 'critical'],
    ['sensor.temperature', -10, -12, 'medium'],
  ] as const)('of %s below %d at %d is %s', (metric, limit, mean, severity) => {
    expect(severityOf({ metric, side: 'below', limit }, mean)).toBe(severity);
  });

  it('beyond a limit of nothing, and of more than all, is by the distance', () => {
    expect(severityOf({ metric: 'sensor.throttles', side: 'above', limit: 0 }, 0.1)).toBe('critical');
    expect(severityOf({ metric: 'process.cpu', side: 'above', limit: 400 }, 500)).toBe('medium');
  });
});

describe('whatever is read', () => {
  const streams = fc.array(
    fc.record({
      subject: fc.constantFrom('a', 'b'),
      value: fc.oneof(fc.double({ min: 0, max: 200, noNaN: true }), fc.constant(Number.NaN)),
    }),
    { maxLength: 300 },
  );
  const lines = fc.record({
    side: fc.constantFrom('above' as const, 'below' as const),
    limit: fc.integer({ min: 1, max: 150 }),
    window: fc.integer({ min: 1, max: 12 }),
  });

  it('one alert at most is open for a threshold and a device, it opens only over the mean, and never gets better', () => {
    fc.assert(
      fc.property(lines, streams, (line, stream) => {
        const threshold: Threshold = { ...CPU, ...line };
        const { engine } = anEngine(threshold);
        const seen = new Map<string, number[]>();
        const severities = new Map<string, number>();
        const open = new Map<string, string>();
        stream.forEach(({ subject, value }, index) => {
          const changes = engine.take([aReading(value, { subject, channel: `${subject}/cpu.use` })], index);
          const values = seen.get(subject) ?? [];
          seen.set(subject, values);
          if (!Number.isNaN(value)) values.push(value);
          const mean = meanOf(values.slice(-line.window));
          const isFull = values.length >= line.window;
          const past = (line.side === 'above' ? 1 : -1) * (mean - line.limit);
          for (const alert of changes) {
            const rank = SEVERITIES.indexOf(alert.severity);
            expect(rank).toBeGreaterThanOrEqual(severities.get(alert.id) ?? 0);
            severities.set(alert.id, rank);
            if (alert.closedAt !== null) {
              expect(open.get(subject)).toBe(alert.id);
              expect(past).toBeLessThanOrEqual(0);
              open.delete(subject);
            } else if (alert.steps.length === 1) {
              expect(open.has(subject)).toBe(false);
              open.set(subject, alert.id);
            }
          }
          if (!Number.isNaN(value) && isFull && past > 1e-9 * line.limit)
            expect(open.has(subject)).toBe(true);
          if (!isFull) expect(open.has(subject)).toBe(false);
          expect(engine.open.map(({ id }) => id).sort()).toEqual([...open.values()].sort());
        });
      }),
      { numRuns: 300 },
    );
  });
});
