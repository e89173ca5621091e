import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import type { DynoApi } from '../../contract/api.ts';
import { anOperator, aProfile } from '../../contract/profile.fixture.ts';
import type { RunProfile } from '../../contract/profile.ts';
import type { BenchRequest, Run } from '../../contract/run.ts';
import { evenLatencies, fakeRun } from '../output/fake-run.fixture.ts';
import { createFakeHost } from './fake-host.fixture.ts';

const profile = aProfile({
  operators: [anOperator({ name: 'dear', selfMs: 6 }), anOperator({ name: 'cheap' })],
});
const done = fakeRun(evenLatencies(100), { profile });

function profiled(run: Run = done, kept: RunProfile | null = profile) {
  const requests: BenchRequest[] = [];
  const api: Partial<DynoApi> = {
    startBench: (request) => {
      requests.push(request);
      return Promise.resolve(run);
    },
    getRun: () => Promise.resolve(run),
    stopRun: () => Promise.resolve(),
    getProfile: () => Promise.resolve(kept),
    getFindings: () => Promise.resolve(kept && []),
    getModelGraph: () => Promise.reject(new Error('no such file')),
    exportProfile: (_run, format) =>
      Promise.resolve({ fileName: `p.${format}`, mediaType: 'text/plain', text: 'a;b 1\n' }),
  };
  return { host: createFakeHost(api), requests };
}

describe('profile', () => {
  it('asks for a profile of what was typed, by the defaults or by its own limits', async () => {
    const { host, requests } = profiled();
    await host.run('profile', 'm.onnx', '--provider', 'webgpu', '--batch', '4');
    await host.run('profile', 'm.onnx', '--profile-iterations', '20', '--profile-duration', '1.5');
    expect(requests).toMatchObject([
      { model: { kind: 'file', location: '/typed/here/m.onnx' }, provider: 'webgpu', batch: 4, profile: {} },
      { profile: { iterations: 20, durationMs: 1500 } },
    ]);
  });

  it('shows as many of the dearest as are asked for', async () => {
    const { host } = profiled();
    const { out, err, code } = await host.run('profile', 'm.onnx', '--top', '1');
    expect(code).toBe(0);
    expect(out).toMatch(/dear[\s\S]+and 1 more: 5\.0 %/);
    expect(out).not.toContain('cheap');
    expect(err).toContain('show r4k2m9 --operators');
  });

  it('prints one document with the run and all operators', async () => {
    const { host } = profiled();
    const { out } = await host.run('profile', 'm.onnx', '--json', '--top', '1');
    expect(JSON.parse(out)).toMatchObject({
      run: { id: 'r4k2m9', status: 'done' },
      iterations: 100,
      overheadFactor: 1.1,
      cleanMeanMs: 10,
      nodes: [{ name: 'dear' }, { name: 'cheap' }],
      findings: [],
      nodesInFile: null,
    });
  });

  it('writes the export where it is told to, beside the report', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'dyno-profile-'));
    onTestFinished(() => rmSync(folder, { recursive: true }));
    const file = join(folder, 'stacks.txt');
    const { host } = profiled();
    const { out, err } = await host.run('profile', 'm.onnx', '--export', 'folded', '-o', file);
    expect(readFileSync(file, 'utf8')).toBe('a;b 1\n');
    expect(out).toContain('dear');
    expect(err).toContain(`Wrote ${file} (6 B).`);
  });

  it('shows the clean pass where nothing was recorded, and says so by its code', async () => {
    const { host } = profiled(fakeRun(evenLatencies(100)), null);
    const { out, err, code } = await host.run('profile', 'm.onnx');
    expect(out).toContain('median');
    expect(err).toContain('Nothing was recorded');
    expect(code).toBe(4);
  });

  it('shows what there is of a pass that was stopped', async () => {
    const note = {
      kind: 'stopped',
      message: 'Stopped after 7 iterations.',
      nextStep: 'Profile again.',
    } as const;
    const { host } = profiled({ ...done, status: 'stopped' }, { ...profile, notes: [note] });
    const { out, code } = await host.run('profile', 'm.onnx');
    expect(out).toMatch(/dear[\s\S]+! Stopped after 7 iterations\./);
    expect(code).toBe(130);
  });

  it('says by its code that recording was stopped, though the clean pass is whole', async () => {
    const { host } = profiled();
    const ended = host.run('profile', 'm.onnx');
    host.askToStop('ctrl-c');
    expect((await ended).code).toBe(130);
  });
});

describe('bench --profile', () => {
  it('is the same, as are its limits alone', async () => {
    const { host, requests } = profiled();
    expect((await host.run('bench', 'm.onnx', '--profile')).out).toContain('dear');
    await host.run('bench', 'm.onnx', '--profile-iterations', '5');
    await host.run('bench', 'm.onnx');
    expect(requests.map(({ profile: wish }) => wish)).toEqual([{}, { iterations: 5 }, undefined]);
  });
});

describe('show --operators', () => {
  it('groups as it is asked to', async () => {
    const { host } = profiled();
    expect((await host.run('show', 'last', '--operators', '--by', 'op')).out).toMatch(/65 %.*2 +MatMul/);
  });

  it('refuses a run that was not profiled, and says how to make one that is', async () => {
    const { host } = profiled(fakeRun(evenLatencies(100)), null);
    await expect(host.run('show', 'last', '--operators')).rejects.toMatchObject({
      code: 'USAGE',
      nextStep: expect.stringContaining('dyno profile') as unknown,
    });
  });
});
