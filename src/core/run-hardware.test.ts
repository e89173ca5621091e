import { join } from 'node:path';
import { expect, it, onTestFinished } from 'vitest';
import { temporaryFolder } from './core.test-support.ts';
import { forkChild, forkedPorts } from './engine/forked-ports.test-support.ts';
import { createCore } from './index.ts';

const kernelNow = (): number => Number(process.hrtime.bigint()) / 1e6;

it('a run is recorded with the hardware beside it, on the axis of its own iterations', async () => {
  const ports = forkedPorts(temporaryFolder());
  const core = await createCore({
    ...ports,
    clock: { ...ports.clock, monotonic: kernelNow },
    launchSampler: (events) =>
      forkChild(join(import.meta.dirname, '..', 'sampler', 'index.ts'), events) as never,
  });
  onTestFinished(() => core.close());
  const { api } = core;
  const ticking = new Promise<void>((resolve) => {
    core.subscribe((event) => {
      if (event.type === 'hardware-frames') resolve();
    });
  });
  await api.hardwareNow();
  await ticking;
  const { id } = await api.startBench({
    model: { kind: 'demo', location: 'demo:mlp-tiny' },
    durationMs: 700,
    warmup: 10,
    threads: 1,
  });
  await new Promise<void>((resolve) => {
    core.subscribe((event) => {
      if (event.type === 'run-progress' && event.progress.status === 'done') resolve();
    });
  });

  const recording = await api.getRecording(`run:${id}`);
  expect(recording.runId).toBe(id);
  // One kernel's clock: two processes of a machine read the same, within what asking takes.
  const { worker } = recording.clocks;
  expect(Math.abs(worker?.offsetMs ?? Number.NaN)).toBeLessThanOrEqual(worker?.errorMs ?? Number.NaN);

  const run = await api.getRun(id);
  const cpu = recording.channels.find(({ metric }) => metric === 'cpu.use');
  if (cpu === undefined) {
    // A system whose processors tell nothing: then nothing is said of them either.
    expect(run.hardware).toBeNull();
    return;
  }
  expect(run.hardware).toMatchObject({ cpuMeanPercent: expect.any(Number) as number });
  const [line] = await api.readRecording(recording.id, { channels: [cpu.id] });
  const seconds = [...(line?.atSeconds ?? [])];
  expect(Math.min(...seconds)).toBeLessThan(0);
  expect(Math.max(...seconds)).toBeGreaterThanOrEqual((run.phases.measuredMs ?? 0) / 1000);
  const measured = seconds.filter((at) => at >= 0 && at <= (run.phases.measuredMs ?? 0) / 1000);
  expect(measured.length).toBeGreaterThan(0);
  const drawn = await api.getHardware(id);
  expect([...(drawn?.atSeconds ?? [])]).toEqual(expect.arrayContaining(seconds));
  const exported = await api.exportRun(id, 'json');
  expect(JSON.parse(exported.text)).toMatchObject({
    hardware: { cpuPercent: expect.any(Array) as number[] },
  });
}, 30_000);
