import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import type { WorkerJob } from '../../contract/worker-api.ts';
import { bytesSource, describeModel, readModel, resolveInputs } from '../../core/model/index.ts';
import { demoJob, forkWorker } from '../worker.test-support.ts';

const PLAIN = { warmup: 1, iterations: 2, durationMs: null } as const;

function writing(name: string, change: Partial<WorkerJob> = {}): WorkerJob {
  return demoJob(name, {
    ...PLAIN,
    generation: { promptTokens: 8, newTokens: 6, cache: 'both' },
    ...change,
  });
}

describe('a decoder that writes text', () => {
  it('writes the same tokens with past keys and values as from the whole text', async () => {
    const { child, batches } = forkWorker();
    const { generation, latencyMs } = await child.connection.remote.measure(writing('decoder-tiny'));
    expect(generation).toMatchObject({ promptTokens: 8, newTokens: 6, sameTokens: true });
    expect(generation?.tokens).toHaveLength(6);
    expect(generation?.withCache).toMatchObject({ repeats: 2, perTokenMs: { count: 10 } });
    expect(generation?.withoutCache?.byPlaceMs).toHaveLength(6);
    // The run's latency is that of a token after the first, with the cache.
    expect(latencyMs?.count).toBe(10);
    expect(batches.reduce((sum, batch) => sum + batch.latenciesMs.length, 0)).toBe(10);
  });

  it('writes several texts at once, and one token of each', async () => {
    const { child } = forkWorker();
    const job = writing('decoder-tiny');
    const inputs = job.inputs.map((input) =>
      input.name === 'input_ids' ? { ...input, shape: [3, 8] } : input,
    );
    const generation = { promptTokens: 8, newTokens: 1, cache: 'with' } as const;
    const result = await child.connection.remote.measure({ ...job, inputs, generation });
    expect(result.generation).toMatchObject({ sameTokens: null, withoutCache: null });
    expect(result.generation?.withCache).toMatchObject({ perTokenMs: null, decodeTokensPerSecond: null });
    expect(result.latencyMs?.count).toBe(2);
  });

  it('stops in the middle, with what was whole', async () => {
    const { child } = forkWorker();
    const job = writing('decoder-tiny', { iterations: null, durationMs: 600_000 });
    const measuring = child.connection.remote.measure(job);
    await new Promise<void>((resolve) => void setImmediate(resolve));
    await child.connection.remote.stop();
    expect((await measuring).stopped).toBe(true);
  });

  it('is refused in words where it is none', async () => {
    const { child } = forkWorker();
    await expect(child.connection.remote.measure(writing('mlp-tiny'))).rejects.toMatchObject({
      code: 'INPUT_INVALID',
      message: 'This model cannot generate text here: it has no input of token ids, such as input_ids.',
    });
  });

  const tiny = join(process.env['DYNO_REFERENCE'] ?? '', 'onnx/real/tiny-random-gpt2-past.onnx');
  it.skipIf(!existsSync(tiny))('is also GPT-2 with keys and values in one tensor a layer', async () => {
    const info = describeModel(
      readModel(bytesSource(readFileSync(tiny)), 'gpt2'),
      { kind: 'file', location: tiny },
      'gpt2',
      0,
    );
    const { child } = forkWorker();
    const job = { ...writing('decoder-tiny'), modelPath: tiny };
    const inputs = resolveInputs(info, { batch: 1, sequence: 8 });
    const { generation } = await child.connection.remote.measure({ ...job, inputs });
    expect(generation).toMatchObject({ sameTokens: true });
  });
});
