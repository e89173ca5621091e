import { closeSync, mkdtempSync, openSync, rmSync, writeSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describeDemo, resolveInputs, writeDemo } from '../src/core/model/index.ts';
import type { BareJob } from './bare-loop.ts';
import { milliseconds, type Figure } from './figure.ts';
import { inFreshProcess } from './fresh-process.ts';
import { boundRatio } from './ratio-bound.ts';
import { startSampler } from './start-sampler.ts';

const MODEL = 'demo:encoder-tiny';
const SEQUENCE = 128;
const PAIR_MS = 2000;
const HERTZ = 10;
const BOUND = 1.005;

/** p50 of a bare loop over a model of about a millisecond beside a sampler at work, over that without one, in pairs. */
export async function modelBesideSampler(pairs: number, say: (text: string) => void): Promise<Figure[]> {
  const folder = mkdtempSync(join(tmpdir(), 'dyno-bench-sampler-'));
  try {
    const modelPath = join(folder, 'model.onnx');
    const file = openSync(modelPath, 'w');
    writeDemo(MODEL, { write: (bytes) => void writeSync(file, bytes) });
    closeSync(file);
    const inputs = resolveInputs(describeDemo(MODEL), { batch: 1, sequence: SEQUENCE });
    const job = (iterations: number): BareJob => ({
      modelPath,
      inputs,
      seed: 1,
      threads: 1,
      warmup: Math.ceil(iterations / 5),
      iterations,
    });
    const typical = (await inFreshProcess<{ p50: number }>('bare-loop.ts', job(200))).p50;
    const iterations = Math.round(PAIR_MS / typical);
    const bare = async (): Promise<number> =>
      (await inFreshProcess<{ p50: number }>('bare-loop.ts', job(iterations))).p50;
    const beside = async (): Promise<number> => {
      const { sampler } = await startSampler(HERTZ, process.pid);
      try {
        return await bare();
      } finally {
        sampler.kill();
        await sampler.exited;
      }
    };
    const ratios: number[] = [];
    for (let pair = 0; pair < pairs; pair += 1) {
      const [first, second] = pair % 2 === 0 ? [beside, bare] : [bare, beside];
      const [a, b] = [await first(), await second()];
      ratios.push(pair % 2 === 0 ? a / b : b / a);
      say(`${MODEL} pair ${pair + 1} of ${pairs}: ${(ratios.at(-1) ?? Number.NaN).toFixed(4)}`);
    }
    const { ratio, upper } = boundRatio(ratios);
    return [
      {
        name: `p50 of ${MODEL} beside the sampler at ${HERTZ} Hz over alone, ${pairs} pairs`,
        target: `≤ ${BOUND}`,
        measured: `${ratio.toFixed(4)}, upper 95 % bound ${upper.toFixed(4)} at ${milliseconds(typical)}`,
        met: upper <= BOUND,
        detail: { ratio, upper, ratios, typical, iterations },
      },
    ];
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
