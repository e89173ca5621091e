import type { Bytes } from '../../contract/units.ts';
import type { LoopTarget, StopSwitch } from '../measured-loop.ts';
import { readMemory } from '../memory-gauge.ts';
import { collectGarbage } from './collect-garbage.ts';

const MOST_READINGS = 100;
const LONGEST_MS = 400;
/** So many are worth waiting longer for: with fewer, no slope can be told. */
const FEWEST_READINGS = 10;
const LONGEST_FOR_FEWEST_MS = 2500;

/**
 * The resident size after each of some iterations, with the garbage of JavaScript collected before each reading. They
 * belong to the session that was measured, before anything is recorded: what the runtime records takes 3 KB an event.
 */
export async function residentGrowth(
  { session, feeds }: LoopTarget,
  stop: StopSwitch,
): Promise<readonly Bytes[]> {
  const readings: Bytes[] = [];
  const began = performance.now();
  while (readings.length < MOST_READINGS && !stop.asked) {
    const passed = performance.now() - began;
    if (passed > (readings.length < FEWEST_READINGS ? LONGEST_FOR_FEWEST_MS : LONGEST_MS)) break;
    try {
      await session.run(feeds);
    } catch {
      // A model that fails now and then: what was read until now is what is known.
      break;
    }
    await collectGarbage();
    readings.push(readMemory().residentBytes);
  }
  return readings;
}
