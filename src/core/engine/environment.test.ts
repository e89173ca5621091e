import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { cpus, tmpdir, totalmem } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import type { Inventory } from '../../contract/sampler-api.ts';
import { describeEnvironment } from './environment.ts';

const KNOWN: Inventory = {
  cpuModel: 'Example CPU 9000',
  physicalCores: 4,
  gpus: [{ name: 'Example GPU', memoryBytes: 1e9, driver: '1.2' }],
  osName: 'Example OS 12',
};

const sources = (known: Inventory | null) => ({ version: '1.2.3', inventory: () => Promise.resolve(known) });

function folder(): string {
  const path = mkdtempSync(join(tmpdir(), 'dyno-environment-'));
  onTestFinished(() => rmSync(path, { recursive: true, force: true }));
  return path;
}

/** A git checkout with one commit, whatever this user's settings are. */
function checkout(): string {
  const path = folder();
  writeFileSync(join(path, 'a'), 'a');
  const git = (...words: string[]): void => {
    const settings = ['-c', 'user.name=n', '-c', 'user.email=e@example.com', '-c', 'commit.gpgsign=false'];
    execFileSync('git', ['-C', path, ...settings, ...words], { stdio: 'ignore' });
  };
  git('init');
  git('add', 'a');
  git('commit', '-m', 'first');
  return path;
}

describe('where a run is made', () => {
  it('is told by the machine’s own programs', async () => {
    const environment = await describeEnvironment(sources(KNOWN), { onnxRuntime: '1.30.0' });
    expect(environment).toMatchObject({
      cpu: { model: 'Example CPU 9000', physicalCores: 4 },
      os: { name: 'Example OS 12' },
      gpus: KNOWN.gpus,
      memoryBytes: totalmem(),
      node: process.versions.node,
      electron: null,
      onnxRuntime: '1.30.0',
      dyno: '1.2.3',
      git: null,
    });
  });

  it('is known in part where they do not answer', async () => {
    const { cpu, gpus, os } = await describeEnvironment(sources(null), { onnxRuntime: null });
    expect([cpu.physicalCores, gpus]).toEqual([null, []]);
    expect(cpu.cores).toBeGreaterThanOrEqual(Math.max(1, cpus().length));
    expect(os.name).not.toBe('');
  });

  it('has the commit of the folder where the command was typed', async () => {
    const path = checkout();
    const { git } = await describeEnvironment(sources(null), { onnxRuntime: null, workingFolder: path });
    expect(git).toMatchObject({ commit: expect.stringMatching(/^[0-9a-f]{40}$/) as string, dirty: false });
  });

  it('or of the model’s folder, where the command was typed in none', async () => {
    const path = checkout();
    writeFileSync(join(path, 'a'), 'changed');
    const { git } = await describeEnvironment(sources(null), {
      onnxRuntime: null,
      workingFolder: folder(),
      model: { kind: 'file', location: join(path, 'model.onnx') },
    });
    expect(git?.dirty).toBe(true);
  });

  it('has none of a demo model, whatever it is called', async () => {
    const { git } = await describeEnvironment(sources(null), {
      onnxRuntime: null,
      workingFolder: folder(),
      model: { kind: 'demo', location: join(checkout(), 'x') },
    });
    expect(git).toBeNull();
  });
});
