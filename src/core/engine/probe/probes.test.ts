import { join } from 'node:path';
import { describe, expect, it, vi } from 'vitest';
import type { CoreEvent } from '../../../contract/api.ts';
import type { Environment } from '../../../contract/hardware.ts';
import { aCpu, aGpu, aProbe } from '../../../contract/probe.fixture.ts';
import type { ProbeProgress } from '../../../contract/probe.ts';
import type { CorePorts } from '../../ports.ts';
import { benchWithFakes, PATIENT } from '../bench.test-support.ts';
import { forkChild } from '../forked-ports.test-support.ts';
import { ProberLink } from './prober-link.ts';
import { Probes } from './probes.ts';

const PROBER = join(import.meta.dirname, 'scripted-prober.fixture.ts');

function launching(script: string) {
  const launched: { pid: number | undefined; exited: Promise<unknown> }[] = [];
  const launchProber: CorePorts['launchProber'] = (events) => {
    const child = forkChild(PROBER, events, { ...process.env, PROBER_SCRIPT: script });
    launched.push(child);
    return child as never;
  };
  return { launched, launchProber };
}

function probesWith(script = '') {
  const fakes = benchWithFakes();
  const { launched, launchProber } = launching(script);
  const environment = async (): Promise<Environment> => fakes.surroundings.environment(undefined as never);
  const { store, clock, hardware, emit } = fakes.surroundings;
  const probes = new Probes({ store, clock, hardware, emit, launchProber, environment }, fakes.bench.queue);
  const steps = (): ProbeProgress[] =>
    fakes.events
      .filter((event): event is Extract<CoreEvent, { type: 'probe-progress' }> => {
        return event.type === 'probe-progress';
      })
      .map(({ progress }) => progress);
  return { ...fakes, probes, launched, steps };
}

const HERE = 'here · a CPU, 2 cores';

describe('a probe', () => {
  it('keeps what was measured, by its machine, and tells how far it is', async () => {
    const { probes, store, lock, steps, launched } = probesWith();
    const probe = await probes.api.probe({});
    expect(probe).toMatchObject({ machine: HERE, host: 'here', cpu: aCpu, gpus: [aGpu], gpuReason: '' });
    expect(probe.tookMs).toBeGreaterThan(0);
    expect(store.probeOf(HERE)).toEqual(probe);
    expect(await probes.api.probeOfThisMachine()).toEqual(probe);
    expect(await probes.api.listProbes()).toEqual([probe]);
    const told = steps().map(({ step, done, of }) => [step, done / of]);
    expect(told).toEqual([
      ['looking at the machine', 0],
      ['CPU triad', 0.25],
      ['GPU copy', 0.75],
      ['done', 1],
    ]);
    await launched[0]?.exited;
    await vi.waitFor(() => expect(lock.held).toBe(false), PATIENT);
  });

  it('of one part keeps the other as it was, and says so', async () => {
    const { probes, store, steps } = probesWith();
    const old = { ...aCpu, triadGBs: 7 };
    store.putProbe(aProbe({ machine: HERE, at: Date.UTC(2026, 0, 2), cpu: old, warnings: ['It rained.'] }));
    const gpuOnly = await probes.api.probe({ only: 'gpu' });
    expect([gpuOnly.cpu, gpuOnly.gpus]).toEqual([old, [aGpu]]);
    expect(gpuOnly.warnings.join()).toContain(
      'CPU’s figures are kept from the probe of 2026-01-02 00:00 UTC, which had warnings of its own.',
    );
    expect(steps().map(({ step }) => step)).not.toContain('CPU triad');
    const cpuOnly = await probes.api.probe({ only: 'cpu' });
    expect([cpuOnly.cpu, cpuOnly.gpus]).toEqual([aCpu, [aGpu]]);
    expect(cpuOnly.warnings.join()).toContain('GPUs’ figures are kept');
  });

  it('of the GPUs alone measures the CPU too where nothing is known of it', async () => {
    const { probes } = probesWith();
    expect(await probes.api.probe({ only: 'gpu' })).toMatchObject({ cpu: aCpu, gpus: [aGpu] });
  });

  it('of the CPU alone gives that as the reason for no GPU', async () => {
    const { probes, steps } = probesWith('gpu-dies');
    const probe = await probes.api.probe({ only: 'cpu' });
    expect([probe.gpus, probe.gpuReason]).toEqual([[], 'Only the CPU was asked for.']);
    expect(steps().find(({ step }) => step === 'CPU triad')).toMatchObject({ done: 50, of: 100 });
  });

  it('says why there is no GPU', async () => {
    const { probes } = probesWith('no-gpu');
    expect(await probes.api.probe({})).toMatchObject({ gpus: [], gpuReason: 'No driver.' });
  });

  it('warns of libraries that were built for tests', async () => {
    const { probes } = probesWith('stand-in');
    expect((await probes.api.probe({})).warnings[0]).toContain('A stand-in for CUDA and NVML was loaded');
  });
});

describe('a probe whose driver breaks down', () => {
  it('keeps the CPU’s ceilings, and says what became of the GPU’s', async () => {
    const { probes } = probesWith('gpu-dies');
    const { cpu, gpus, gpuReason } = await probes.api.probe({});
    expect([cpu, gpus]).toEqual([aCpu, []]);
    expect(gpuReason).toContain('broke down in native code (SIGSEGV), at: GPU copy.');
    expect(gpuReason).toContain('Its last words: the driver has gone.');
  });

  it('fails in words where the GPU is all that was asked for, and the next one works', async () => {
    const { probes, store } = probesWith('gpu-dies');
    store.putProbe(aProbe({ machine: HERE }));
    await expect(probes.api.probe({ only: 'gpu' })).rejects.toMatchObject({
      code: 'WORKER_CRASHED',
      subject: 'GPU copy',
    });
    expect((await probes.api.probe({ only: 'cpu' })).cpu).toEqual(aCpu);
  });

  it('is cut off where it hangs', async () => {
    const { launchProber } = launching('cpu-hangs');
    const link = new ProberLink(launchProber, () => undefined, 3000);
    await link.ask('describing', (prober) => prober.describe());
    await expect(link.ask('the CPU', (prober) => prober.probeCpu())).rejects.toThrow(
      'made no step for 3 s and were cut off, at: CPU triad',
    );
    await link.end();
  });
});

describe('a probe among other measurements', () => {
  it('waits for its turn, and says for whom', async () => {
    const { probes, lock, steps } = probesWith();
    lock.other = { pid: 77, what: 'demo:mlp-tiny' };
    const probing = probes.api.probe({});
    await vi.waitFor(() => {
      expect(steps().at(-1)?.step).toBe('waiting for another program (pid 77: demo:mlp-tiny)');
    }, PATIENT);
    lock.other = null;
    expect((await probing).cpu).toEqual(aCpu);
  });

  it('is refused instead where it may not wait, and while another goes on', async () => {
    const { probes, lock } = probesWith('cpu-hangs');
    lock.other = { pid: 77, what: 'demo:mlp-tiny' };
    await expect(probes.api.probe({ wait: false })).rejects.toMatchObject({ code: 'MEASUREMENT_BUSY' });
    lock.other = null;
    const first = probes.api.probe({});
    await expect(probes.api.probe({})).rejects.toMatchObject({ code: 'MEASUREMENT_BUSY' });
    await probes.api.stopProbe();
    await expect(first).rejects.toThrow('stopped');
  });

  it('is broken off in the middle, ends its process and keeps nothing', async () => {
    const { probes, steps, store, launched, lock } = probesWith('cpu-hangs');
    const probing = probes.api.probe({});
    const ended = expect(probing).rejects.toThrow('stopped');
    await vi.waitFor(() => expect(steps().at(-1)?.step).toBe('CPU triad'), PATIENT);
    await probes.api.stopProbe();
    await ended;
    expect(await launched[0]?.exited).toMatchObject({ signal: 'SIGKILL' });
    expect(store.listProbes()).toEqual([]);
    expect(steps().at(-1)).toMatchObject({ step: 'stopped', done: 100, of: 100 });
    await vi.waitFor(() => expect(lock.held).toBe(false), PATIENT);
  });

  it('that waits is taken out of the queue at once', async () => {
    const { probes, lock, launched } = probesWith();
    lock.other = { pid: 77, what: 'demo:mlp-tiny' };
    const probing = expect(probes.api.probe({})).rejects.toMatchObject({ code: 'RUN_FAILED' });
    await probes.api.stopProbe();
    await probing;
    expect(launched).toEqual([]);
  });

  it('fails with the prober’s own words where the addon is missing', async () => {
    const { probes, store } = probesWith('no-addon');
    await expect(probes.api.probe({})).rejects.toMatchObject({
      code: 'NATIVE_MISSING',
      nextStep: 'Build it.',
    });
    expect(store.listProbes()).toEqual([]);
  });
});
