import type { InferenceSession, Tensor } from 'onnxruntime-node';
import type { Milliseconds } from '../../contract/units.ts';
import type { GivenBatch } from './mailbox.ts';
import type { QueryPool } from './query-pool.ts';
import { partOfOutput, type OutputPart } from './query-tensors.ts';

export interface BatchAnswer {
  readonly serviceMs: Milliseconds;
  /** For each query what is its own, by output. */
  readonly parts: readonly Readonly<Record<string, OutputPart>>[];
}

/** Inputs are copied into the pool; outputs are parted as views of what the runtime allocates for them at each run. */
export async function runBatch(
  session: InferenceSession,
  pool: QueryPool,
  batch: GivenBatch,
): Promise<BatchAnswer> {
  const placements = pool.placements(batch);
  const feeds = pool.feeds(batch, placements);
  const began = performance.now();
  const outputs = await session.run(feeds);
  const serviceMs = performance.now() - began;
  const parts = placements.map((placement) => {
    const own: Record<string, OutputPart> = {};
    for (const [index, name] of session.outputNames.entries()) {
      const { dims, data } = outputs[name] as Tensor;
      const free = freeAxes(session.outputMetadata[index]);
      own[name] = partOfOutput({ dims, data: data as Float32Array }, free, placement);
    }
    return own;
  });
  return { serviceMs, parts };
}

/** Axes after the first whose size the model leaves open: a fixed one may be as long as a sequence by chance. */
function freeAxes(output: InferenceSession.ValueMetadata | undefined): readonly number[] {
  if (output?.isTensor !== true) return [];
  return output.shape.flatMap((size, axis) => (axis > 0 && typeof size === 'string' ? [axis] : []));
}
