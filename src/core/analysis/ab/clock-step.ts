import type { Milliseconds } from '../../../contract/units.ts';

/** Less is rounding dust of the numbers, not of a clock. */
const DUST_MS = 1e-9;

/** The step of the clock that can be seen in the latencies themselves; 0 where most of them differ anyhow. */
export function clockStepIn(latenciesMs: Float64Array): Milliseconds {
  const ascending = latenciesMs.toSorted();
  let distinct = 1;
  let step = Infinity;
  for (let index = 1; index < ascending.length; index += 1) {
    const gap = (ascending[index] as number) - (ascending[index - 1] as number);
    if (gap < DUST_MS) continue;
    distinct += 1;
    step = Math.min(step, gap);
  }
  return distinct > ascending.length / 2 || !Number.isFinite(step) ? 0 : step;
}
