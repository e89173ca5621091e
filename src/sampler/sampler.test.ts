import { fork, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { afterEach, describe, expect, it } from 'vitest';
import type { HardwareSample } from '../contract/hardware.ts';
import { connect } from '../contract/rpc.ts';
import type { SamplerApi, SamplerEvents } from '../contract/sampler-api.ts';

let child: ChildProcess | undefined;
afterEach(() => child?.kill('SIGKILL'));

function launch(onSample: (sample: HardwareSample) => void) {
  const started = fork(fileURLToPath(new URL('./index.ts', import.meta.url)), { serialization: 'advanced' });
  child = started;
  const { remote } = connect<SamplerApi, SamplerEvents>(
    {
      post: (frame) => void started.send(frame as object),
      onMessage: (listener) => void started.on('message', listener),
    },
    {
      onSample,
      onCatalog: () => undefined,
      onFrames: () => undefined,
      onProcesses: () => undefined,
      onHealth: () => undefined,
    },
    { peer: 'the sampler' },
  );
  return { started, remote };
}

describe('the sampler’s process', () => {
  it('samples this machine and the watched process', async () => {
    const samples: HardwareSample[] = [];
    await new Promise<void>((enough) => {
      const { remote } = launch((sample) => {
        samples.push(sample);
        if (samples.length === 3) enough();
      });
      void remote.watch(process.pid).then(() => remote.start(20));
    });
    const last = samples[2];
    expect(last?.memoryTotalBytes).toBeGreaterThan(2 ** 28);
    expect(last?.memoryUsedBytes).toBeLessThan(last?.memoryTotalBytes ?? 0);
    expect(last?.process?.pid).toBe(process.pid);
    expect(last?.process?.residentBytes).toBeGreaterThan(2 ** 20);
    expect(last?.samplerCpuPercent).toBeGreaterThanOrEqual(0);
  });

  it('knows what the machine is, as far as it tells', async () => {
    const { cpuModel, osName } = await launch(() => undefined).remote.inventory();
    expect(cpuModel).toMatch(/\w/);
    expect(osName).toMatch(/\w/);
  });

  it('ends when its host goes', async () => {
    const { started, remote } = launch(() => undefined);
    await remote.start(10);
    started.disconnect();
    // Hard, since a thread that hangs in a driver would be waited for.
    expect(await once(started, 'exit')).toEqual([null, 'SIGKILL']);
  });
});
