import { mkdtempSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { mebibytes, median, milliseconds, type Figure } from './figure.ts';
import { inFreshProcess } from './fresh-process.ts';
import { writeHugeModel } from './huge-model.ts';
import type { ReadAnswer, ReadJob } from './read-model.ts';

const ROUNDS = 7;
const MOST_MS = 100;
const MOST_EXTRA_BYTES = 16 * 2 ** 20;
const TWO_GIB = 2 ** 31;
const ROW_BYTES = 4_096;

const SUBJECTS = [
  { name: 'one weight', weights: 1 },
  { name: '2,000 weights', weights: 2_000 },
] as const;

/** Reading the structure of a file over 2 GB: its time, and its memory against that of a file of 1 MB. */
export async function benchModel(say: (text: string) => void): Promise<Figure[]> {
  const folder = mkdtempSync(join(tmpdir(), 'dyno-bench-model-'));
  const read = (path: string): Promise<ReadAnswer> =>
    inFreshProcess<ReadAnswer>('read-model.ts', { path, dataFolder: join(folder, 'data') } satisfies ReadJob);
  try {
    const small = join(folder, 'small.onnx');
    writeHugeModel(small, 1, 2 ** 20 / ROW_BYTES);
    const figures: Figure[] = [];
    for (const { name, weights } of SUBJECTS) {
      const rows = Math.ceil((1.02 * TWO_GIB) / ROW_BYTES / weights);
      const huge = join(folder, 'huge.onnx');
      writeHugeModel(huge, weights, rows);
      const fileBytes = statSync(huge).size;
      const elapsed: number[] = [];
      const extra: number[] = [];
      for (let round = 0; round < ROUNDS; round += 1) {
        const before = await read(small);
        const after = await read(huge);
        if (after.nodes !== weights || after.parameters !== weights * rows * (ROW_BYTES / 4))
          throw new Error(`Read ${after.nodes} nodes and ${after.parameters} parameters of another model.`);
        elapsed.push(after.elapsedMs);
        extra.push(after.peakBytes - before.peakBytes);
      }
      const elapsedMs = median(elapsed);
      const extraBytes = median(extra);
      const what = `${(fileBytes / 1e9).toFixed(2)} GB model, ${name}`;
      say(`${what}: ${milliseconds(elapsedMs)}, ${mebibytes(extraBytes)}`);
      figures.push(
        {
          name: `reading a ${what}`,
          target: `< ${MOST_MS} ms`,
          measured: milliseconds(elapsedMs),
          met: elapsedMs < MOST_MS,
          detail: { fileBytes, elapsed },
        },
        {
          name: `its memory beyond a 1 MB file's`,
          target: `< ${mebibytes(MOST_EXTRA_BYTES)}`,
          measured: mebibytes(extraBytes),
          met: extraBytes < MOST_EXTRA_BYTES,
          detail: { extra },
        },
      );
      rmSync(huge);
    }
    return figures;
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
