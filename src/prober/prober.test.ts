import { fork } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { onTestFinished, describe, expect, it } from 'vitest';
import type { ProberApi, ProberEvents } from '../contract/prober-api.ts';
import { forkChild } from '../core/engine/forked-ports.test-support.ts';

const PROGRAM = join(import.meta.dirname, 'index.ts');

function launch(env: NodeJS.ProcessEnv) {
  const child = forkChild<ProberApi, ProberEvents>(
    PROGRAM,
    { onStep: () => undefined },
    { ...process.env, ...env },
  );
  onTestFinished(async () => {
    child.kill();
    await child.exited;
  });
  return child;
}

describe('the prober’s process without the native addon', () => {
  it('says what is missing and what to do, and goes on', async () => {
    const { remote } = launch({ DYNO_NATIVE: 'off' }).connection;
    const { missing, nvml, cuda } = await remote.describe();
    expect(missing?.reason).not.toBe('');
    expect(missing?.nextStep).not.toBe('');
    expect([nvml.isLoaded, cuda.isLoaded]).toEqual([false, false]);
    for (const call of [remote.probeCpu, remote.probeGpus, remote.checkKernels, remote.cacheStatistics]) {
      await expect(call()).rejects.toMatchObject({
        code: 'NATIVE_MISSING',
        subject: 'the native addon',
        nextStep: missing?.nextStep,
      });
    }
    expect((await remote.describe()).missing).toEqual(missing);
  });
});

describe('the prober’s process', () => {
  it('is not stopped by the Ctrl-C that the whole terminal gets', async () => {
    const child = launch({});
    await child.connection.remote.describe();
    process.kill(child.pid as number, 'SIGINT');
    expect(await child.connection.remote.describe()).toMatchObject({ nvml: {}, cuda: {} });
  });

  it('ends when its host has gone', async () => {
    const child = fork(PROGRAM, [], { execArgv: [], serialization: 'advanced', stdio: 'ignore' });
    const ended = once(child, 'exit');
    child.disconnect();
    expect((await ended)[1]).toBe('SIGKILL');
  });
});
