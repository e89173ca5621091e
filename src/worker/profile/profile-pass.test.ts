import { existsSync, readdirSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { demoJob, forkWorker } from '../worker.test-support.ts';
import { profiled, unpacked } from './profiled-worker.test-support.ts';

describe('a profiled pass', () => {
  it('comes after the clean one and tells where its time went', async () => {
    const { child, phases, clean, slices } = forkWorker();
    const job = demoJob('encoder-tiny', { ...profiled(30), iterations: 50 });
    const result = await child.connection.remote.measure(job);
    const { profile, graph, spans } = unpacked(result.profile);
    expect(phases.slice(-2)).toEqual(['profiling', 'storing']);
    expect(result.latencyMs?.count).toBe(50);
    expect(clean).toEqual([{ ...result, profile: null }]);
    expect(profile).toMatchObject({ iterations: 30, cleanMeanMs: result.latencyMs?.mean });
    expect(profile.overheadFactor).toBeCloseTo(profile.profiledMeanMs / profile.cleanMeanMs, 9);
    expect(profile.operators.every(({ count }) => count === 30)).toBe(true);
    const selfMs = profile.operators.reduce((sum, operator) => sum + operator.selfMs, 0);
    expect(selfMs + profile.outsideMs).toBeCloseTo(profile.cleanMeanMs, 3);
    expect(graph?.nodes.length).toBeGreaterThanOrEqual(profile.operators.length);
    expect(profile.operators.every(({ sources }) => sources.length > 0)).toBe(true);
    expect(profile.memory?.aliveBytes).toHaveLength(profile.operators.length);
    expect(profile.memory?.aliveBytes[profile.memory.peakAt]).toBe(profile.memory?.peakBytes);
    expect(spans.name.length).toBe(30 * (profile.operators.length + 1));
    expect(slices.at(-1)).toMatchObject({ iterationsDone: 30, iterationsWanted: 30 });
    for (const { spans: live } of slices) {
      expect(live.name.length).toBeGreaterThan(profile.operators.length);
      expect(live.subject.every((subject) => subject === -1)).toBe(true);
    }
    expect(readdirSync(job.profileFolder ?? '')).toEqual([]);
  });

  const icd = '/usr/lib/chromium/vk_swiftshader_icd.json';
  // Elsewhere nobody knows which Vulkan driver there is, or whether there is one.
  it.runIf(existsSync(icd))('tells kernels of a GPU apart from their launch', async () => {
    const env = { ...process.env, VK_ICD_FILENAMES: icd, LD_LIBRARY_PATH: '/usr/lib/chromium' };
    const { child } = forkWorker(env);
    const job = demoJob('mlp-tiny', { ...profiled(3), provider: 'webgpu', iterations: 5 });
    const { profile } = unpacked((await child.connection.remote.measure(job)).profile);
    expect(profile.iterations).toBe(3);
    const kernels = profile.operators.filter(({ provider, gpu }) => provider === 'webgpu' && gpu !== null);
    expect(kernels.length).toBeGreaterThan(0);
    expect(profile.placement.provider).toBe('webgpu');
  });
});
