import { describe, expect, it, onTestFinished, vi } from 'vitest';
import { WATCHED_MS } from '../../contract/hardware-api.ts';
import type { CoreEvent } from '../../contract/api.ts';
import type { Alert, Threshold } from '../../contract/alert.ts';
import { MARKS } from '../../contract/hardware-channels.ts';
import { currentOwner } from '../store/owner.ts';
import { aRun } from '../store/run.fixture.ts';
import { emptyFolder, open } from '../store/store.fixture.ts';
import { aCatalog, FakeFeed } from './fake-feed.test-support.ts';
import { hardwareApi } from './hardware-api.ts';
import { Monitor } from './monitor.ts';

const DEAD = { pid: 2 ** 22 + 7, startedAt: 'another boot:1' };
const WALL_LESS_MONOTONIC = 1_000_000;
const CPU = 'cpu/cpu.use';

function aMonitor(
  folder = emptyFolder(),
  beforeOpening: (store: ReturnType<typeof open>) => void = () => undefined,
) {
  const store = open(folder);
  beforeOpening(store);
  const feed = new FakeFeed();
  const events: CoreEvent[] = [];
  let now = 0;
  const clock = { monotonic: () => now, wall: () => now + WALL_LESS_MONOTONIC };
  const log = { debug: () => undefined, warn: () => undefined, error: () => undefined };
  const around = {
    store,
    owner: currentOwner(),
    clock,
    log,
    feed,
    emit: (event: CoreEvent) => void events.push(event),
  };
  const monitor = new Monitor(around);
  onTestFinished(() => monitor.close());
  /** Ticks a tenth of a second apart, one value each. */
  const tick = (...values: readonly number[]): void => {
    for (const value of values) feed.tell([(now += 100), value]);
  };
  return {
    api: hardwareApi(around, monitor),
    monitor,
    store,
    feed,
    tick,
    events,
    alerts: (): Alert[] => events.flatMap((event) => (event.type === 'alert' ? [event.alert] : [])),
    passes: (ms: number) => void (now += ms),
  };
}

const times = (count: number, value: number): number[] => Array.from({ length: count }, () => value);

describe('a recording for itself', () => {
  it('is started, named, stopped, read, put into the bin and brought back', async () => {
    const { api, feed, tick, events } = aMonitor();
    feed.tellCatalog(aCatalog(1, [CPU]));
    const started = await api.startRecording('a quiet night');
    expect(feed.rates).toEqual([10]);
    await expect(api.startRecording('another')).rejects.toMatchObject({ code: 'USAGE', subject: started.id });
    tick(1, 2, 3, 4);
    expect((await api.hardwareNow()).recording).toMatchObject({
      id: started.id,
      sampleCount: 4,
      endedAt: null,
    });
    await expect(api.deleteRecordings([started.id])).rejects.toMatchObject({ code: 'USAGE' });
    await api.renameRecording('last', 'a loud night');
    const [line] = await api.readRecording(started.id, {});
    expect([...(line?.values ?? [])]).toEqual([1, 2, 3, 4]);
    const stopped = await api.stopRecording();
    expect(stopped).toMatchObject({
      name: 'a loud night',
      sampleCount: 4,
      startedAt: 1_000_000,
      endedAt: 1_000_400,
    });
    expect(feed.rates).not.toContain(undefined);
    expect(await api.getRecording('a loud night')).toEqual(stopped);
    await expect(api.stopRecording()).rejects.toMatchObject({ code: 'USAGE' });
    await api.deleteRecordings([started.id]);
    expect(await api.listRecordings()).toEqual([]);
    await api.restoreRecordings([started.id]);
    expect(await api.listRecordings()).toEqual([stopped]);
    const told = events.flatMap((event) => (event.type === 'recording' ? [event.recording.name] : []));
    expect(told).toEqual([
      ...times(1, 0).map(() => 'a quiet night'),
      ...times(4, 0).map(() => 'a loud night'),
    ]);
  });

  it('ends with the program, and with the last that was written where it died', async () => {
    const folder = emptyFolder();
    const { monitor, api, feed, tick, store } = aMonitor(folder);
    feed.tellCatalog(aCatalog(1, [CPU]));
    const { id } = await api.startRecording('');
    tick(1, 2);
    monitor.close();
    expect(store.resolveRecording(id)).toMatchObject({ sampleCount: 2, endedAt: 1_000_200 });

    const died = aMonitor(folder, (second) => {
      second.insertRecording(
        { ...store.resolveRecording(id), id: 'dead', endedAt: null, startedAt: 7000 },
        DEAD,
      );
      for (const from of [500, 1500])
        second.appendRecordingBlock('dead', {
          columns: [0],
          atMs: Float64Array.of(from, from + 900),
          values: Float64Array.of(1, 2),
          marks: new Uint8Array(2),
        });
    });
    expect(await died.api.getRecording('dead')).toMatchObject({ endedAt: 8900, sampleCount: 4 });
  });

  it('beside a run is called by the run, and left alone', async () => {
    const { api, store, monitor, feed, tick } = aMonitor();
    store.insertRun(aRun('run1', { name: 'my run' }), currentOwner());
    feed.tellCatalog(aCatalog(1, [CPU]));
    tick(1, 2, 3);
    const recording = monitor.recordRun('run1');
    recording.measuringBegan(350, { offsetMs: 0, errorMs: 1, exchanges: 8 });
    tick(4, 5);
    expect(await recording.end(100)).toMatchObject({ sampleCount: 2, cpuMeanPercent: 4.5, cpuMaxPercent: 5 });
    const found = await api.getRecording('run:my run');
    expect(found).toMatchObject({ runId: 'run1', originMs: 350, sampleCount: 5 });
    const [line] = await api.readRecording('run:run1', {});
    expect([...(line?.atSeconds ?? [])]).toEqual([-0.25, -0.15, -0.05, 0.05, 0.15]);
    expect(await api.listRecordings()).toEqual([]);
    await expect(api.deleteRecordings([found.id])).rejects.toMatchObject({ code: 'USAGE' });
    await expect(api.getRecording('run:nobody')).rejects.toMatchObject({ code: 'RUN_NOT_FOUND' });
    store.insertRun(aRun('run2'), currentOwner());
    await expect(api.getRecording('run:run2')).rejects.toMatchObject({ code: 'RECORDING_NOT_FOUND' });
  });

  it('tells what the run drew, and what the machine drew before it', async () => {
    const { store, monitor, feed, tick } = aMonitor();
    store.insertRun(aRun('run1'), currentOwner());
    const catalog = aCatalog(1, ['cpu/cpu.energy/package-0']);
    feed.tellCatalog({
      ...catalog,
      channels: catalog.channels.map((channel) => ({ ...channel, source: 'rapl' as const })),
    });
    // 10 W until 2 s, 60 W from then on; the run measures from 3 s to 8 s.
    const joules = (tenths: number): number => Math.min(tenths, 20) + 6 * Math.max(0, tenths - 20);
    const rise = (from: number, to: number): void =>
      tick(...Array.from({ length: to - from }, (_, index) => joules(from + index + 1)));
    rise(0, 20);
    const recording = monitor.recordRun('run1');
    rise(20, 30);
    recording.measuringBegan(3000, null);
    rise(30, 82);
    await recording.end(5000);
    const use = {
      provider: 'cpu',
      cpuModel: '',
      inferences: 100,
      samples: 100,
      tokens: null,
      flops: null,
    } as const;
    const energy = await recording.energy(5000, use);
    expect(energy?.joules).toBeCloseTo(300, 0);
    expect(energy?.devices[0]?.idleWatts).toBeCloseTo(10, 1);
    expect(energy?.aboveIdle?.perInferenceJoules).toBeCloseTo(2.5, 1);
    expect(Math.abs((energy?.joules ?? 0) - 300)).toBeLessThan(energy?.devices[0]?.errorJoules ?? 0);
  });

  it('of the next run does not take the run before for idle', () => {
    const { store, monitor, feed, tick } = aMonitor();
    for (const id of ['run1', 'run2']) store.insertRun(aRun(id), currentOwner());
    feed.tellCatalog(aCatalog(1, [CPU]));
    const first = monitor.recordRun('run1');
    tick(90, 90);
    first.cut();
    tick(3);
    monitor.recordRun('run2').cut();
    expect(store.recordingOfRun('run2')?.sampleCount).toBe(1);
  });
});

describe('what is asked of the sampler', () => {
  it('is the rate of whoever looks, for as long as somebody does', async () => {
    const { api, monitor, feed } = aMonitor();
    await api.setHardwareRate(50);
    expect(feed.rates).toEqual([]);
    await api.hardwareNow();
    expect(feed.rates).toEqual([]);
    await api.watchHardware();
    await api.watchHardware();
    expect(feed.rates).toEqual([50]);
    await api.setHardwareRate(20);
    expect(feed.rates).toEqual([20]);
    expect(feed.tablesWanted).toBe(1);
    monitor.unfollow();
    expect([feed.rates, feed.tablesWanted]).toEqual([[], 0]);
  });

  it('is nothing any more soon after the last page was lost', async () => {
    vi.useFakeTimers();
    try {
      const { api, feed } = aMonitor();
      await api.watchHardware();
      vi.advanceTimersByTime(WATCHED_MS - 1);
      await api.watchHardware();
      vi.advanceTimersByTime(WATCHED_MS - 1);
      expect(feed.tablesWanted).toBe(1);
      vi.advanceTimersByTime(1);
      expect([feed.rates, feed.tablesWanted]).toEqual([[], 0]);
    } finally {
      vi.useRealTimers();
    }
  });
});

describe('values from outside', () => {
  it('are channels beside the sampler’s, live, recorded at their own times, summarised and watched', async () => {
    const { api, feed, tick, alerts, passes } = aMonitor();
    feed.tellCatalog(aCatalog(1, [CPU]));
    await api.saveThreshold({
      id: 'queue',
      metric: 'outside.value',
      device: null,
      side: 'above',
      limit: 5,
      window: 2,
      isOn: true,
      isBuiltIn: false,
    });
    await api.startRecording('with others');
    tick(1);
    await api.recordOutside([{ name: 'queue.depth', value: 4, at: WALL_LESS_MONOTONIC + 30 }]);
    tick(2);
    passes(40);
    await api.recordOutside([{ name: 'queue.depth', value: 16 }]);
    tick(3);
    const { catalog, frames } = await api.hardwareNow();
    expect(catalog?.channels.map(({ id }) => id)).toEqual([CPU, 'outside/queue.depth']);
    expect(catalog?.devices.at(-1)).toMatchObject({ id: 'outside', kind: 'outside' });
    expect([...(frames?.values ?? [])]).toEqual([1, 4, 2, 4, 3, 16]);
    expect([...(frames?.marks ?? [])].filter((_, index) => index % 2 === 1)).toEqual([
      MARKS.fresh,
      MARKS.repeat,
      MARKS.fresh,
    ]);
    expect(alerts()).toMatchObject([
      { channel: 'outside/queue.depth', openedWith: 10, severity: 'critical' },
    ]);
    expect(await api.summarizeHardware('live', {})).toMatchObject([
      { channel: CPU, count: 3 },
      { channel: 'outside/queue.depth', count: 2, mean: 10 },
    ]);
    expect(await api.summarizeHardware('live', { fromSeconds: -0.05 })).toMatchObject([
      { count: 1, max: 3 },
      { count: 0 },
    ]);
    const { id } = await api.stopRecording();
    const [line] = await api.readRecording(id, { channels: ['outside/queue.depth'] });
    expect([...(line?.atSeconds ?? [])]).toEqual([-0.07, 0.14]);
  });

  it('from long before a recording are no part of it', async () => {
    const { api, feed, tick } = aMonitor();
    feed.tellCatalog(aCatalog(1, [CPU]));
    await api.startRecording('');
    tick(1);
    await api.recordOutside([
      { name: 'a', value: 1, at: 0 },
      { name: 'a', value: 2 },
    ]);
    const { id } = await api.stopRecording();
    const [line] = await api.readRecording(id, { channels: ['outside/a'] });
    expect([...(line?.values ?? [])]).toEqual([2]);
  });

  it('are refused by name and time where they cannot be meant, none of them taken', async () => {
    const { api, monitor } = aMonitor();
    const hostile = [
      '',
      ' a',
      '../x',
      '__proto__',
      'a b',
      'a\nb',
      'a\u202eb',
      'x'.repeat(81),
      '<img>',
      '9lives',
    ];
    for (const name of hostile) {
      await expect(
        api.recordOutside([
          { name: 'fine', value: 1 },
          { name, value: 1 },
        ]),
      ).rejects.toMatchObject({ code: 'USAGE' });
    }
    await expect(api.recordOutside([{ name: 'fine', value: 1, at: 9e12 }])).rejects.toMatchObject({
      code: 'USAGE',
    });
    expect(monitor.outside.channels).toEqual([]);
    await api.recordOutside(Array.from({ length: 200 }, (_, index) => ({ name: `n${index}`, value: index })));
    await expect(api.recordOutside([{ name: 'one.more', value: 1 }])).rejects.toMatchObject({
      code: 'USAGE',
    });
    await api.recordOutside([
      { name: 'n7', value: 1 },
      { name: 'n7', value: 2 },
    ]);
    expect(monitor.outside.channels).toHaveLength(200);
  });
});

describe('thresholds', () => {
  it('are Dyno’s own as the user left them, then the user’s', async () => {
    const { api } = aMonitor();
    const all = await api.listThresholds();
    const limits = Object.fromEntries(all.map(({ id, limit }) => [id, limit]));
    expect(limits).toMatchObject({
      inference: 1000,
      cpu: 80,
      memory: 85,
      gpu: 90,
      p95: 2000,
      'error-rate': 0.05,
    });
    const cpu = all.find(({ id }) => id === 'cpu') as Threshold;
    await api.saveThreshold({ ...cpu, limit: 60, isBuiltIn: false });
    await api.saveThreshold({ ...cpu, id: 'mine', limit: 10, isBuiltIn: true });
    expect(await api.listThresholds()).toContainEqual({ ...cpu, limit: 60 });
    expect((await api.listThresholds()).at(-1)).toEqual({ ...cpu, id: 'mine', limit: 10, isBuiltIn: false });
    await expect(api.saveThreshold({ ...cpu, metric: 'gpu.use' })).rejects.toMatchObject({ code: 'USAGE' });
    await api.deleteThreshold('cpu');
    await api.deleteThreshold('mine');
    expect(await api.listThresholds()).toEqual(all);
    await expect(api.deleteThreshold('mine')).rejects.toMatchObject({ code: 'THRESHOLD_NOT_FOUND' });
  });
});

describe('alerts', () => {
  it('are told, kept, acknowledged and closed; open ones come first', async () => {
    const { api, feed, tick, alerts } = aMonitor();
    feed.tellCatalog(aCatalog(1, [CPU]));
    tick(...times(10, 99));
    const [opened] = await api.listAlerts();
    expect(opened).toMatchObject({
      threshold: { id: 'cpu' },
      deviceName: 'the cpu',
      severity: 'critical',
      openedAt: 1_001_000,
    });
    await api.acknowledgeAlerts([opened?.id ?? '', 'nobody']);
    expect((await api.listAlerts())[0]?.acknowledgedAt).toBe(1_001_000);
    tick(100, 100);
    expect((await api.listAlerts())[0]?.worst).toBeGreaterThan(99);
    tick(...times(10, 1));
    expect(await api.listAlerts()).toMatchObject([{ id: opened?.id, acknowledgedAt: 1_001_000 }]);
    expect((await api.listAlerts())[0]?.closedAt).not.toBeNull();
    expect(alerts().map(({ closedAt }) => closedAt === null)).toEqual([true, true, false]);
  });

  it('of a program that died are closed as the next one starts', async () => {
    const folder = emptyFolder();
    const first = aMonitor(folder);
    first.feed.tellCatalog(aCatalog(1, [CPU]));
    first.tick(...times(10, 99));
    const [alert] = await first.api.listAlerts();
    first.store.putAlert({ ...(alert as Alert), id: 'left' }, DEAD);
    const next = aMonitor(folder);
    const closed = new Map((await next.api.listAlerts()).map(({ id, closedAt }) => [id, closedAt]));
    expect(closed.get('left')).not.toBeNull();
    expect(closed.get(alert?.id ?? '')).toBe(next.store.getAlert(alert?.id ?? '')?.closedAt);
    expect(closed.get(alert?.id ?? '')).toBeNull();
  });

  it('stay acknowledged, in whichever program that was', async () => {
    const folder = emptyFolder();
    const first = aMonitor(folder);
    first.feed.tellCatalog(aCatalog(1, [CPU]));
    first.tick(...times(10, 90));
    const [alert] = await first.api.listAlerts();
    const other = aMonitor(folder);
    other.passes(5000);
    await other.api.acknowledgeAlerts([alert?.id ?? '']);
    expect((await first.api.listAlerts())[0]?.acknowledgedAt).toBe(1_005_000);
    first.tick(...times(10, 100), ...times(10, 0));
    expect((await other.api.listAlerts())[0]).toMatchObject({
      severity: 'critical',
      acknowledgedAt: 1_005_000,
    });
  });

  it('of a run end with it', () => {
    const { monitor, alerts } = aMonitor();
    monitor.alerts.activity('inference.latency', 'run/r', 'a model', Float64Array.from(times(10, 2500)));
    expect(alerts()).toMatchObject([
      { channel: 'inference.latency', deviceName: 'a model', severity: 'critical' },
    ]);
    monitor.alerts.activityOver('run/r');
    expect(alerts()[1]?.closedAt).not.toBeNull();
  });

  it('are counted by severity in the report of the time in which they were open', async () => {
    const { api, feed, tick } = aMonitor();
    feed.tellCatalog(aCatalog(1, [CPU]));
    tick(...times(10, 99), ...times(10, 1));
    const { id } = await api.startRecording('after');
    tick(...times(10, 86), ...times(10, 1));
    await api.stopRecording();
    const report = await api.monitoringReport(id);
    expect(report).toMatchObject({
      durationMs: 2000,
      alertsBySeverity: { low: 0, medium: 1, high: 0, critical: 0 },
    });
    expect(report.alerts).toHaveLength(1);
    expect(report.summaries).toMatchObject([{ channel: CPU, count: 20, median: 43.5 }]);
    const live = await api.monitoringReport('live');
    expect(live).toMatchObject({ durationMs: 3900, alertsBySeverity: { medium: 1, critical: 1 } });
  });
});
