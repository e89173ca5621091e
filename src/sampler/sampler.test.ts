import { fork, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { afterEach, describe, expect, it, vi } from 'vitest';
import {
  MARKS,
  type HardwareCatalog,
  type HardwareFrames,
  type HardwareMetric,
  type ProcessTable,
  type SamplerHealth,
} from '../contract/hardware-channels.ts';
import { connect } from '../contract/rpc.ts';
import type { SamplerApi, SamplerEvents } from '../contract/sampler-api.ts';

const isLinux = process.platform === 'linux';
const SOON = { timeout: 15_000, interval: 50 };

let child: ChildProcess | undefined;
afterEach(() => child?.kill('SIGKILL'));

function launch() {
  const started = fork(fileURLToPath(new URL('./index.ts', import.meta.url)), { serialization: 'advanced' });
  child = started;
  const catalogs: HardwareCatalog[] = [];
  const frames: HardwareFrames[] = [];
  const tables: ProcessTable[] = [];
  const healths: SamplerHealth[] = [];
  const { remote } = connect<SamplerApi, SamplerEvents>(
    {
      post: (frame) => void started.send(frame as object),
      onMessage: (listener) => void started.on('message', listener),
    },
    {
      onCatalog: (catalog) => void catalogs.push(catalog),
      onFrames: (some) => void frames.push(some),
      onProcesses: (table) => void tables.push(table),
      onHealth: (health) => void healths.push(health),
    },
    { peer: 'the sampler' },
  );
  /** The newest value that was freshly read. */
  const latest = (metric: HardwareMetric): number | undefined => {
    for (const { revision, values, marks, atMs } of frames.toReversed()) {
      const catalog = catalogs.find((known) => known.revision === revision);
      const column = catalog?.channels.findIndex((channel) => channel.metric === metric) ?? -1;
      if (catalog === undefined || column < 0) continue;
      for (let row = atMs.length - 1; row >= 0; row -= 1) {
        const cell = row * catalog.channels.length + column;
        if (marks[cell] === MARKS.fresh) return values[cell];
      }
    }
    return undefined;
  };
  return { started, remote, catalogs, frames, tables, healths, latest };
}

const now = (): number => Number(process.hrtime.bigint()) / 1e6;

describe('the sampler’s process', () => {
  it.skipIf(!isLinux)('reads this machine and the watched process, on the clock that all share', async () => {
    const { remote, catalogs, frames, latest } = launch();
    const before = now();
    await remote.watch(process.pid);
    await remote.start(50);
    await vi.waitFor(() => {
      expect(latest('cpu.use')).toBeGreaterThanOrEqual(0);
      expect(latest('memory.used')).toBeGreaterThan(2 ** 24);
      expect(latest('process.resident')).toBeGreaterThan(2 ** 20);
      expect(latest('process.cpu')).toBeGreaterThanOrEqual(0);
      expect(latest('sampler.cpu')).toBeGreaterThan(0);
    }, SOON);
    const times = frames.flatMap(({ atMs }) => [...atMs]);
    expect(times[0]).toBeGreaterThan(before);
    expect(times.at(-1)).toBeLessThan(now());
    expect(times).toEqual([...times].sort((a, b) => a - b));
    for (const { revision, values, marks, atMs } of frames) {
      const columns = catalogs.find((known) => known.revision === revision)?.channels.length ?? -1;
      expect([values.length, marks.length]).toEqual([atMs.length * columns, atMs.length * columns]);
      for (const [cell, value] of values.entries())
        expect(Number.isNaN(value)).toBe(marks[cell] === MARKS.missing);
    }
  });

  it('says of every source what it reads or why it does not, and what itself costs', async () => {
    const { remote, healths } = launch();
    await remote.start(20);
    await vi.waitFor(() => expect(healths.length).toBeGreaterThan(1), SOON);
    const health = healths.at(-1);
    expect(health?.hertz).toBe(20);
    expect(health?.ticks).toBeGreaterThan(10);
    expect(health?.cpuPercent).toBeGreaterThan(0);
    expect(health?.residentBytes).toBeGreaterThan(2 ** 20);
    expect(health?.jitterMs?.p99).toBeGreaterThanOrEqual(health?.jitterMs?.p50 ?? Number.NaN);
    expect(health?.sources.length).toBeGreaterThan(0);
    for (const { state, reason } of health?.sources ?? []) expect(state === 'reading').toBe(reason === '');
  });

  it.skipIf(!isLinux)('reads all processes while they are followed, and knows Dyno’s own', async () => {
    const { started, remote, tables } = launch();
    await remote.ownProcesses([process.pid]);
    await remote.followProcesses(true);
    await remote.start(20);
    await vi.waitFor(() => expect(tables.length).toBeGreaterThan(1), SOON);
    const table = tables.at(-1);
    expect(table?.total).toBeGreaterThanOrEqual(table?.rows.length ?? Number.NaN);
    expect(table?.rows.find(({ pid }) => pid === started.pid)).toMatchObject({
      parent: process.pid,
      isDyno: true,
    });
    expect(table?.rows.some(({ cpuPercent }) => cpuPercent !== null)).toBe(true);
  });

  it('says when its clock is asked for what the clock is', async () => {
    const { remote } = launch();
    const before = now();
    const told = await remote.clock();
    expect(told).toBeGreaterThan(before);
    expect(told).toBeLessThan(now());
  });

  it('takes another rate without forgetting its columns', async () => {
    const { remote, catalogs, frames } = launch();
    await remote.start(10);
    const seeking = ({ reason }: { readonly reason: string }): boolean => /still being/.test(reason);
    await vi.waitFor(() => expect(catalogs.at(-1)?.sources.some(seeking)).toBe(false), SOON);
    const first = catalogs.at(-1);
    await remote.start(100);
    await vi.waitFor(() => expect(frames.at(-1)?.atMs.length).toBe(10), SOON);
    expect(catalogs.at(-1)).toMatchObject({ hertz: 100 });
    expect(catalogs.at(-1)?.channels.map(({ id }) => id)).toEqual(first?.channels.map(({ id }) => id));
  });

  it('knows what the machine is, as far as it tells', async () => {
    const { cpuModel, osName } = await launch().remote.inventory();
    expect(cpuModel).toMatch(/\w/);
    expect(osName).toMatch(/\w/);
  });

  it('ends when its host goes', async () => {
    const { started, remote } = launch();
    await remote.start(10);
    started.disconnect();
    // Hard, since a thread that hangs in a driver would be waited for.
    expect(await once(started, 'exit')).toEqual([null, 'SIGKILL']);
  });
});
