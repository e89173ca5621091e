import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { DEMO_MODELS, describeDemo, makeInput, resolveInputs, writeDemo } from '../core/model/index.ts';
import type { InferenceSession, Tensor } from 'onnxruntime-node';
import type { TensorData } from '../core/model/index.ts';

process.env['ORT_DISABLE_TELEMETRY'] = '1';
const ort = await import('onnxruntime-node');

let folder = '';
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'dyno-demo-'));
});
afterAll(() => {
  rmSync(folder, { recursive: true, force: true });
});

async function load(name: string): Promise<InferenceSession> {
  const parts: Uint8Array[] = [];
  writeDemo(name, { write: (part) => parts.push(part.slice()) });
  const path = join(folder, `${name.replace(':', '-')}.onnx`);
  writeFileSync(path, Buffer.concat(parts));
  return ort.InferenceSession.create(path, { intraOpNumThreads: 1, logSeverityLevel: 3 });
}

function feeds(name: string, batch: number, sequence: number | null): Record<string, Tensor> {
  const info = describeDemo(name);
  const inputs = resolveInputs(info, { batch, sequence: info.hasSequence ? sequence : null });
  return Object.fromEntries(
    inputs.map((input) => {
      const { type, data, shape } = makeInput(input, 1);
      return [input.name, tensor(type as 'float32' | 'int64', data, shape)];
    }),
  );
}

function tensor(type: 'float32' | 'int64', data: TensorData, shape: readonly number[]): Tensor {
  return type === 'int64'
    ? new ort.Tensor('int64', data as BigInt64Array, shape)
    : new ort.Tensor('float32', data as Float32Array, shape);
}

const values = (result: Tensor | undefined): Float32Array => result?.data as Float32Array;

function largestDifference(a: Float32Array, b: Float32Array): number {
  expect(a.length).toBe(b.length);
  return a.reduce((largest, value, index) => Math.max(largest, Math.abs(value - (b[index] as number))), 0);
}

describe('demo models in ONNX Runtime', () => {
  const quick = DEMO_MODELS.filter((name) => !name.endsWith('-base'));

  it.each(quick)('%s loads, runs and gives finite values of the declared shape', async (name) => {
    const session = await load(name);
    const results = await session.run(feeds(name, 2, 9));
    const sizes: Record<string, number> = { batch: 2, sequence: 9, past_sequence_length: 0 };
    for (const output of describeDemo(name).outputs) {
      const result = results[output.name];
      const wanted = output.shape?.map((size) =>
        typeof size === 'number' ? size : (sizes[size ?? ''] ?? 9),
      );
      expect(result?.dims).toEqual(wanted);
      const data = values(result);
      expect(data.every(Number.isFinite)).toBe(true);
      expect(new Set(data).size).toBeGreaterThan(10);
    }
    await session.release();
  });

  it.each(['demo:encoder-tiny', 'demo:decoder-tiny'])('%s takes a sequence of any length', async (name) => {
    const session = await load(name);
    for (const length of [1, 700]) {
      const results = await session.run(feeds(name, 1, length));
      expect(Object.values(results)[0]?.dims[1]).toBe(length);
    }
    await session.release();
  });
});

describe('the decoder', () => {
  const LAYERS = 2;
  const HEADS = 4;
  const SIZE = 16;
  const tokens = [3, 141, 59, 26, 535, 897, 93];

  const run = async (
    session: InferenceSession,
    ids: readonly number[],
    mask: readonly number[],
    past: Readonly<Record<string, Tensor>> | null,
  ): Promise<Readonly<Record<string, Tensor>>> => {
    const input: Record<string, Tensor> = {
      input_ids: tensor('int64', BigInt64Array.from(ids, BigInt), [1, ids.length]),
      attention_mask: tensor('int64', BigInt64Array.from(mask, BigInt), [1, mask.length]),
    };
    for (let layer = 0; layer < LAYERS; layer++) {
      for (const part of ['key', 'value']) {
        input[`past_key_values.${layer}.${part}`] =
          past?.[`present.${layer}.${part}`] ?? tensor('float32', new Float32Array(0), [1, HEADS, 0, SIZE]);
      }
    }
    return session.run(input) as Promise<Readonly<Record<string, Tensor>>>;
  };

  const ones = (count: number): number[] => new Array<number>(count).fill(1);

  it('gives the same step by step with its cache as all at once', async () => {
    const session = await load('demo:decoder-tiny');
    const whole = await run(session, tokens, ones(tokens.length), null);
    let past: Readonly<Record<string, Tensor>> | null = null;
    const steps: number[] = [];
    for (const [index, token] of tokens.entries()) {
      past = await run(session, [token], ones(index + 1), past);
      steps.push(...values(past['logits']));
    }
    expect(largestDifference(values(whole['logits']), Float32Array.from(steps))).toBeLessThan(1e-4);
    expect(past?.['present.1.key']?.dims).toEqual([1, HEADS, tokens.length, SIZE]);
    expect(
      largestDifference(values(whole['present.1.value']), values(past?.['present.1.value'])),
    ).toBeLessThan(1e-4);
  });

  it('continues a prefix in one piece as well', async () => {
    const session = await load('demo:decoder-tiny');
    const whole = values((await run(session, tokens, ones(7), null))['logits']);
    const prefix = await run(session, tokens.slice(0, 4), ones(4), null);
    const rest = values((await run(session, tokens.slice(4), ones(7), prefix))['logits']);
    expect(largestDifference(whole.slice(4 * 1000), rest)).toBeLessThan(1e-4);
  });

  it('does not look ahead', async () => {
    const session = await load('demo:decoder-tiny');
    const first = values((await run(session, tokens, ones(7), null))['logits']);
    const changed = values((await run(session, [...tokens.slice(0, 6), 500], ones(7), null))['logits']);
    expect(largestDifference(first.slice(0, 6000), changed.slice(0, 6000))).toBeLessThan(1e-6);
    expect(largestDifference(first.slice(6000), changed.slice(6000))).toBeGreaterThan(0.01);
  });

  it('does not look at what the mask hides', async () => {
    const session = await load('demo:decoder-tiny');
    const mask = [0, 1, 1, 1];
    const last = async (hidden: number): Promise<Float32Array> => {
      const { logits } = await run(session, [hidden, 5, 6, 7], mask, null);
      return values(logits).slice(3000);
    };
    expect(largestDifference(await last(1), await last(900))).toBeLessThan(1e-6);
  });

  it('knows where a token stands', async () => {
    const session = await load('demo:decoder-tiny');
    const { logits } = await run(session, [8, 9, 8, 8], ones(4), null);
    const all = values(logits);
    expect(largestDifference(all.slice(0, 1000), all.slice(2000, 3000))).toBeGreaterThan(0.001);
  });
});
