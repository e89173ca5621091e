import type { ScenarioConfig } from '../../contract/scenario.ts';
import type { GivenBatch } from './mailbox.ts';
import type { OutputPart } from './query-tensors.ts';
import type { BatchAnswer } from './run-batch.ts';

const COMPARED = 4;

/**
 * How far the answers of queries that are joined lie from those of the same queries alone: the largest difference
 * of any element, as a share of the largest element of that output. A model that mixes the rows of a batch, or that
 * does not mask its padding, shows it here. Null where nothing is joined.
 */
export async function joinedDifference(
  { maxBatch }: Pick<ScenarioConfig, 'maxBatch'>,
  run: (batch: GivenBatch) => Promise<BatchAnswer>,
): Promise<number | null> {
  const count = Math.min(COMPARED, maxBatch);
  if (count < 2) return null;
  const alone: Readonly<Record<string, OutputPart>>[] = [];
  for (let first = 0; first < count; first += 1) {
    const [part] = (await run({ first, count: 1 })).parts;
    if (part !== undefined) alone.push(part);
  }
  const joined = (await run({ first: 0, count })).parts;
  let largest = 0;
  for (const [query, parts] of alone.entries()) {
    for (const [name, part] of Object.entries(parts)) {
      const other = joined[query]?.[name];
      if (other !== undefined) largest = Math.max(largest, differenceOf(part, other));
    }
  }
  return largest;
}

function differenceOf(alone: OutputPart, joined: OutputPart): number {
  if (alone.data.length !== joined.data.length) return 1;
  let size = 0;
  let difference = 0;
  for (let index = 0; index < alone.data.length; index += 1) {
    const [left, right] = [Number(alone.data[index]), Number(joined.data[index])];
    if (Number.isNaN(left) || Number.isNaN(right)) continue;
    size = Math.max(size, Math.abs(left));
    difference = Math.max(difference, Math.abs(left - right));
  }
  return difference === 0 ? 0 : size === 0 ? 1 : difference / size;
}
