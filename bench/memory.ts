import { closeSync, mkdtempSync, openSync, rmSync, writeSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { BenchRequest } from '../src/contract/run.ts';
import { writeDemo } from '../src/core/model/index.ts';
import { mebibytes, type Figure } from './figure.ts';
import { inFreshProcess } from './fresh-process.ts';
import type { MemoryAnswer, MemoryJob } from './memory-of-run.ts';

type Size = Pick<BenchRequest, 'batch' | 'sequence' | 'graphLevel' | 'iterations'>;

/** Weights, packed weights, reordered weights, long attention, wide outputs: each leads in one of these. */
const SUBJECTS: readonly (readonly [string, Size])[] = [
  ['demo:mlp-base', { batch: 1 }],
  ['demo:mlp-base', { batch: 512, iterations: 3 }],
  ['demo:cnn-small', { batch: 4 }],
  ['demo:cnn-base', { batch: 1 }],
  ['demo:cnn-base', { batch: 8, iterations: 8 }],
  ['demo:cnn-base', { batch: 8, graphLevel: 'disabled', iterations: 2 }],
  ['demo:encoder-small', { batch: 2, sequence: 1024 }],
  ['demo:encoder-small', { batch: 16, sequence: 512, graphLevel: 'disabled' }],
  ['demo:encoder-base', { batch: 1, sequence: 128 }],
  ['demo:encoder-base', { batch: 2, sequence: 512, iterations: 4 }],
  ['demo:decoder-small', { batch: 4, sequence: 512 }],
  ['demo:decoder-base', { batch: 1, sequence: 256 }],
];
const WITHIN = 0.15;
/** Below, the process itself sways by as much as is asked for. */
const LEAST_GROWTH = 100e6;

/** Predicted over measured growth of the worker, each model in a fresh process with an empty store. */
export async function benchMemory(say: (text: string) => void): Promise<Figure[]> {
  const figures: Figure[] = [];
  for (const [demo, size] of SUBJECTS) {
    const folder = mkdtempSync(join(tmpdir(), 'dyno-bench-memory-'));
    try {
      figures.push(await predictedAgainstMeasured(demo, size, folder));
      say(`${figures.at(-1)?.name}: ${figures.at(-1)?.measured}`);
    } finally {
      rmSync(folder, { recursive: true, force: true });
    }
  }
  return figures;
}

async function predictedAgainstMeasured(demo: string, size: Size, folder: string): Promise<Figure> {
  const location = join(folder, `${demo.replace(':', '-')}.onnx`);
  const file = openSync(location, 'w');
  writeDemo(demo, { write: (bytes) => void writeSync(file, bytes) });
  closeSync(file);
  const request: BenchRequest = { model: { kind: 'file', location }, iterations: 20, warmup: 2, ...size };
  const job: MemoryJob = { dataFolder: join(folder, 'data'), request };
  const { predictedBytes, measuredBytes } = await inFreshProcess<MemoryAnswer>('memory-of-run.ts', job);
  const ratio = predictedBytes / measuredBytes;
  const shape = [size.batch, size.sequence].filter((axis) => axis !== undefined).join('×');
  return {
    name: `growth of ${demo} at ${shape}${size.graphLevel === undefined ? '' : `, ${size.graphLevel}`}`,
    target: `within ${WITHIN * 100} % of measured`,
    measured: `${mebibytes(predictedBytes)} predicted, ${mebibytes(measuredBytes)} measured: ${ratio.toFixed(3)}`,
    met: measuredBytes >= LEAST_GROWTH && Math.abs(ratio - 1) <= WITHIN,
    detail: { predictedBytes, measuredBytes, ratio },
  };
}
