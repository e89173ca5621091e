import type { Card } from './card.ts';
import { stream } from './launches.ts';
import { measuredOf } from './measure.ts';

const REPEATS = 15;
const LAUNCHES = 500;
const CAPTURED = 100;

/** Microseconds for each of many launches one after the other, of a kernel that does next to nothing. */
export function probeLaunches(card: Card): { launchUs: number; graphLaunchUs: number | null } {
  const [repeats, launches, captured] = card.isStandIn ? [1, 2, 2] : [REPEATS, LAUNCHES, CAPTURED];
  const write = stream('bandwidth_write', 1, [card.allocate(16), { f32: 1 }, { i64: 1 }]);
  card.time(write, 1, launches);
  const launchUs = measuredOf(card.time(write, repeats, launches)).ms * 1000;
  try {
    const graph = card.capture(new Array<typeof write>(captured).fill(write));
    graph.time(card.stream, 1, 2);
    const { ms } = measuredOf(graph.time(card.stream, repeats, Math.max(1, launches / captured)));
    return { launchUs, graphLaunchUs: (ms * 1000) / captured };
  } catch (thrown) {
    if ((thrown as { code?: unknown }).code === 'CUDA_FUNCTION_MISSING')
      return { launchUs, graphLaunchUs: null };
    throw thrown;
  }
}
