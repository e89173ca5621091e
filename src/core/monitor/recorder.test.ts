import { describe, expect, it } from 'vitest';
import type { Recording } from '../../contract/recording.ts';
import { currentOwner } from '../store/owner.ts';
import { emptyFolder, open } from '../store/store.fixture.ts';
import type { Store } from '../store/store.ts';
import { MARKS } from '../../contract/hardware-channels.ts';
import { ChannelTrack } from './channel-track.ts';
import { aCatalog, aChannel, someFrames } from './fake-feed.test-support.ts';
import { readRecording, summarizeRecording } from './read-recording.ts';
import { Recorder } from './recorder.ts';

const NEW: Recording = {
  id: 'r',
  name: 'a recording',
  runId: null,
  startedAt: 1000,
  endedAt: null,
  hertz: 0,
  sampleCount: 0,
  originMs: null,
  clocks: { sampler: null, worker: null },
  devices: [],
  channels: [],
  sources: [],
  health: null,
  deletedAt: null,
};

function aRecorder(store: Store = open(emptyFolder())) {
  const failures: unknown[] = [];
  const around = {
    store,
    owner: currentOwner(),
    wallNow: () => 5000,
    failed: (e: unknown) => failures.push(e),
  };
  return { recorder: new Recorder(around, NEW), store, failures };
}

const USE = 'cpu/cpu.use';
const HOT = 'gpu/gpu.temperature';

describe('a recorder', () => {
  it('writes a block about every second, and the rest as it ends', () => {
    const { recorder, store } = aRecorder();
    recorder.catalog(aCatalog(1, [USE, HOT]));
    for (let tick = 0; tick < 25; tick += 1) recorder.frames(someFrames(1, [[100 * tick, tick, -tick]]));
    expect(store.recordingExtent('r').ticks).toBe(20);
    const ended = recorder.end(null);
    expect(ended).toMatchObject({ endedAt: 5000, sampleCount: 25, originMs: 0, hertz: 10 });
    expect(store.recordingExtent('r')).toEqual({ ticks: 25, fromMs: 0, toMs: 2400 });
    expect(store.resolveRecording('r')).toEqual(ended);
  });

  it('writes wide ticks before the second is over, so that no block grows large', () => {
    const { recorder, store } = aRecorder();
    const ids = Array.from({ length: 1000 }, (_, core) => `cpu/cpu.core-use/${core}`);
    recorder.catalog(aCatalog(1, ids, 100));
    for (let tick = 0; tick < 8; tick += 1)
      recorder.frames(someFrames(1, [[10 * tick, ...ids.map(() => tick)]]));
    expect(store.recordingExtent('r').ticks).toBe(7);
  });

  it('goes on with other columns where a device comes or goes', async () => {
    const { recorder, store } = aRecorder();
    recorder.catalog(aCatalog(1, [USE, HOT]));
    recorder.frames(someFrames(1, [[0, 1, 60]]));
    recorder.catalog(aCatalog(2, ['disk/disk.read', USE]));
    recorder.frames(someFrames(1, [[50, 9, 9]]));
    recorder.frames(someFrames(2, [[100, 7, 2]]));
    recorder.catalog(aCatalog(3, [USE, HOT]));
    recorder.frames(someFrames(3, [[200, 3, 61]]));
    const recording = recorder.end(null);
    expect(recording.channels.map(({ id }) => id)).toEqual([USE, HOT, 'disk/disk.read']);
    expect(recording.devices.map(({ id }) => id)).toEqual(['cpu', 'gpu', 'disk']);
    const series = await readRecording(store, recording, {});
    expect(series.map(({ values }) => [...values])).toEqual([[1, 2, 3], [60, 61], [7]]);
  });

  it('takes a tick once, and begins where it is told to', () => {
    const { recorder } = aRecorder();
    recorder.catalog(aCatalog(1, [USE]));
    recorder.frames(
      someFrames(1, [
        [100, 1],
        [200, 2],
        [300, 3],
      ]),
      150,
    );
    recorder.frames(
      someFrames(1, [
        [300, 3],
        [400, 4],
      ]),
    );
    expect(recorder.recording.sampleCount).toBe(3);
    expect(recorder.recording.originMs).toBe(200);
  });

  it('keeps what comes from outside at its own times', async () => {
    const { recorder, store } = aRecorder();
    recorder.catalog(aCatalog(1, [USE]));
    const channel = { ...aChannel('outside/queue'), source: 'outside' as const };
    recorder.frames(someFrames(1, [[0, 1]]));
    for (const [atMs, value] of [
      [50, 5],
      [20, 2],
      [7000, 7],
    ] as const)
      recorder.outside(channel, atMs, value);
    const recording = recorder.end(null);
    const [queue] = await readRecording(store, recording, { channels: ['outside/queue'] });
    expect([...(queue?.atSeconds ?? [])]).toEqual([0.02, 0.05, 7]);
    expect([...(queue?.values ?? [])]).toEqual([2, 5, 7]);
  });

  it('ends by itself, and says so once, when the store takes no more', () => {
    const store = open(emptyFolder());
    const { recorder, failures } = aRecorder(store);
    recorder.catalog(aCatalog(1, [USE]));
    store.close();
    for (let tick = 0; tick < 30; tick += 1) recorder.frames(someFrames(1, [[100 * tick, tick]]));
    expect(failures).toHaveLength(1);
    expect(recorder.hasFailed).toBe(true);
  });
});

describe('reading a recording', () => {
  function hourAt10Hz(channels: number) {
    const { recorder, store } = aRecorder();
    const ids = Array.from({ length: channels }, (_, core) => `cpu/cpu.core-use/${core}`);
    recorder.catalog(aCatalog(1, ids));
    const rows = Array.from(
      { length: 600 },
      (_, tick) => [tick * 100, ...ids.map((_id, c) => (tick === 333 && c === 1 ? 1e6 : tick))] as const,
    );
    recorder.frames(someFrames(1, rows));
    return { store, recording: recorder.end(null), ids };
  }

  it('leaves repeats out and shows what could not be read', async () => {
    const { recorder, store } = aRecorder();
    recorder.catalog(aCatalog(1, [USE]));
    recorder.frames(
      someFrames(1, [
        [0, 5],
        [100, 'again'],
        [200, null],
        [300, 6],
      ]),
    );
    const [line] = await readRecording(store, recorder.end(null), {});
    expect([...(line?.atSeconds ?? [])]).toEqual([0, 0.2, 0.3]);
    expect([...(line?.values ?? [])]).toEqual([5, Number.NaN, 6]);
  });

  it('draws no line over the time in which a device was gone', async () => {
    const { recorder, store } = aRecorder();
    recorder.catalog(aCatalog(1, [USE]));
    recorder.frames(
      someFrames(1, [
        [0, 5],
        [100, 6],
        [60_100, 7],
      ]),
    );
    const [line] = await readRecording(store, recorder.end(null), {});
    expect([...(line?.values ?? [])]).toEqual([5, 6, Number.NaN, 7]);
  });

  it('gives a range of some channels, thinned with extremes kept', async () => {
    const { store, recording, ids } = hourAt10Hz(5);
    const wanted = [ids[1] as string, ids[4] as string];
    const series = await readRecording(store, recording, {
      channels: wanted,
      fromSeconds: 10,
      toSeconds: 50,
      points: 20,
    });
    expect(series.map(({ channel }) => channel)).toEqual(wanted);
    expect(series[0]?.values).toHaveLength(20);
    expect(Math.max(...(series[0]?.values ?? []))).toBe(1e6);
    expect(Math.min(...(series[1]?.atSeconds ?? []))).toBe(10);
    expect(Math.max(...(series[1]?.atSeconds ?? []))).toBe(50);
  });

  it('refuses a channel that it does not have', async () => {
    const { store, recording } = hourAt10Hz(2);
    await expect(readRecording(store, recording, { channels: ['gpu/none'] })).rejects.toMatchObject({
      code: 'USAGE',
    });
  });

  it('summarises fresh readings alone', async () => {
    const { recorder, store } = aRecorder();
    recorder.catalog(aCatalog(1, [USE, HOT]));
    recorder.frames(
      someFrames(1, [
        [0, 2, null],
        [100, 'again', null],
        [200, 4, null],
        [300, 9, null],
      ]),
    );
    const [use, hot] = await summarizeRecording(store, recorder.end(null), {});
    expect(use).toMatchObject({ channel: USE, count: 3, min: 2, max: 9, mean: 5, median: 4 });
    expect(use?.std).toBeCloseTo(Math.sqrt(13), 12);
    expect(hot).toEqual({
      channel: HOT,
      count: 0,
      min: null,
      max: null,
      mean: null,
      median: null,
      std: null,
      p95: null,
      p99: null,
    });
  });
});

describe('a channel put together', () => {
  it('thins on the way, however long it becomes, and loses no extreme', () => {
    const track = new ChannelTrack(100, 10);
    for (let tick = 0; tick < 10_000; tick += 1) {
      track.add(tick * 100, tick === 3333 ? 1e6 : tick === 7777 ? -1e6 : tick % 7, MARKS.fresh);
      if (track.isLong) track.thin();
    }
    expect(track.values.length).toBeLessThanOrEqual(80);
    expect(Math.max(...track.values)).toBe(1e6);
    expect(Math.min(...track.values)).toBe(-1e6);
    expect([...track.atMs]).toEqual([...track.atMs].sort((a, b) => a - b));
  });
});
