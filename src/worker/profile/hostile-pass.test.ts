import { spawnSync } from 'node:child_process';
import { existsSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it, vi } from 'vitest';
import type { ResolvedInput } from '../../contract/model.ts';
import type { OnnxModel } from '../../core/model/index.ts';
import {
  attribute,
  graph,
  integers,
  model,
  node,
  value,
} from '../../core/model/graph/built-model.fixture.ts';
import { modelBytes } from '../../core/model/model-bytes.fixture.ts';
import { demoJob, forkWorker, jobOn } from '../worker.test-support.ts';
import { profiled, unpacked } from './profiled-worker.test-support.ts';

const kinds = (notes: readonly { readonly kind: string }[]): readonly string[] =>
  notes.map(({ kind }) => kind);
const X: ResolvedInput = {
  name: 'x',
  type: 'float32',
  shape: [4],
  values: '1',
  fill: { kind: 'constant', value: 1 },
};

async function profileOf(built: OnnxModel, iterations: number, inputs: readonly ResolvedInput[] = [X]) {
  const { child, slices } = forkWorker();
  const job = jobOn(modelBytes(built), inputs, { ...profiled(iterations), graphLevel: 'disabled' });
  const result = await child.connection.remote.measure(job);
  expect(result.latencyMs?.count).toBe(10);
  return { ...unpacked(result.profile), slices };
}

describe('a profiled pass', () => {
  it('that is stopped keeps what was recorded, and all of the clean one', async () => {
    const { child, slices } = forkWorker();
    const job = demoJob('encoder-tiny', profiled(null, 60_000));
    const measured = child.connection.remote.measure(job);
    await vi.waitFor(() => expect(slices.length).toBeGreaterThan(0), { timeout: 20_000 });
    await child.connection.remote.stop();
    const result = await measured;
    expect(result).toMatchObject({ stopped: false, latencyMs: { count: 10 } });
    const { profile } = unpacked(result.profile);
    expect(kinds(profile.notes)).toContain('stopped');
    expect(profile.iterations).toBeGreaterThanOrEqual(slices[0]?.iterationsDone ?? Infinity);
    expect(profile.operators.length).toBeGreaterThan(10);
  });

  const hasLimits = process.platform === 'linux' && existsSync('/usr/bin/prlimit');
  // Only a system with prlimit can take the room away from a process that has begun.
  it.runIf(hasLimits)('goes on in smaller slices where its file is cut', async () => {
    const { child } = forkWorker();
    await child.connection.remote.clock();
    expect(spawnSync('prlimit', ['--pid', String(child.pid), '--fsize=400000']).status).toBe(0);
    const result = await child.connection.remote.measure(demoJob('encoder-tiny', profiled(12)));
    const { profile } = unpacked(result.profile);
    expect(kinds(profile.notes)).toContain('file-cut');
    expect(profile.operators.length).toBeGreaterThan(10);
    expect(profile.iterations).toBeGreaterThanOrEqual(4);
    expect(result.latencyMs?.count).toBe(10);
  });

  it('that has nowhere to write says so in an empty profile', async () => {
    const { child } = forkWorker();
    const { profile: wish, profileFolder } = profiled();
    const nowhere = { profile: wish, profileFolder: join(profileFolder ?? '', 'that-is-not-there') };
    const result = await child.connection.remote.measure(demoJob('mlp-tiny', nowhere));
    const { profile, graph: read } = unpacked(result.profile);
    expect(kinds(profile.notes)).toEqual(expect.arrayContaining(['nothing-recorded']));
    expect(profile).toMatchObject({ operators: [], operatorCount: 0, dearest: null });
    expect(read?.nodes.length).toBeGreaterThan(0);
  });

  it('whose model has gone meanwhile says why there is none', async () => {
    const job = demoJob('mlp-tiny', profiled());
    const worker = forkWorker();
    const measured = worker.child.connection.remote.measure({ ...job, iterations: null, durationMs: 300 });
    await vi.waitFor(() => expect(worker.batches.length).toBeGreaterThan(0), { timeout: 20_000 });
    rmSync(job.modelPath);
    const result = await measured;
    expect(result.latencyMs?.count).toBeGreaterThan(10);
    const { profile, graph: read } = unpacked(result.profile);
    expect(kinds(profile.notes)).toContain('failed');
    expect(kinds(profile.notes)).not.toContain('nothing-recorded');
    expect(read).toBeNull();
  });
});

describe('the profile of a model', () => {
  it('with a loop tells what ran inside of it', async () => {
    const body = graph(
      [node('Identity', ['go'], ['again']), node('Relu', ['state'], ['next'], { name: 'inner' })],
      {
        input: [value('turn', [], 'int64'), value('go', [], 'bool'), value('state', [4])],
        output: [value('again', [], 'bool'), value('next', [4])],
      },
    );
    const main = graph(
      [
        node('Loop', ['turns', '', 'x'], ['y'], {
          name: 'outer',
          attribute: [attribute('body', { g: body, type: 5 })],
        }),
      ],
      { input: [value('x', [4])], output: [value('y', [4])], initializer: [integers('turns', [5])] },
    );
    const { profile } = await profileOf(model(main), 6);
    const outer = profile.operators.findIndex(({ op }) => op === 'Loop');
    const inner = profile.operators.find(({ name }) => name === 'inner');
    expect(profile.operators[outer]).toMatchObject({ perIteration: 1, parent: -1, count: 6 });
    expect(inner).toMatchObject({ perIteration: 5, parent: outer, count: 30 });
  });

  it('with names of a megabyte stays within bounds, in slices of few iterations', async () => {
    const long = 'n'.repeat(2 ** 20);
    const nodes = ['x', 'a', 'b'].map((input, index) =>
      node('Relu', [input], [['a', 'b', 'y'][index] ?? ''], { name: `${long}${index}` }),
    );
    const main = graph(nodes, { input: [value('x', [4])], output: [value('y', [4])] });
    const { profile, slices } = await profileOf(model(main), 30);
    expect(profile.iterations).toBe(30);
    expect(slices.length).toBeGreaterThan(1);
    expect(profile.operators).toHaveLength(3);
    for (const { name } of profile.operators) expect(name.length).toBeLessThan(5000);
    expect(kinds(profile.notes)).toContain('names-cut');
  });

  it('with 20,000 nodes is made from a few iterations', async () => {
    const count = 20_000;
    const nodes = Array.from({ length: count }, (_node, index) =>
      node('Relu', [index === 0 ? 'x' : `v${index}`], [index === count - 1 ? 'y' : `v${index + 1}`], {
        name: `relu_${index}`,
      }),
    );
    const main = graph(nodes, { input: [value('x', [4])], output: [value('y', [4])] });
    const { profile, slices } = await profileOf(model(main), 2);
    expect(profile).toMatchObject({ iterations: 2, operatorCount: count });
    for (const { spans } of slices) expect(spans.name.length).toBeLessThanOrEqual(20_000);
    expect(slices[0]?.spans.name.length).toBeGreaterThan(10_000);
  });
});
