import type { TargetItem, TargetSet } from '../../../contract/target.ts';
import { parseTarget } from '../target-expression.ts';
import { acceleration } from './acceleration.ts';
import { audio } from './audio.ts';
import { deep } from './deep.ts';
import { fast } from './fast.ts';
import { fusion } from './fusion.ts';
import { medium } from './medium.ts';
import { memoryStores } from './memory-stores.ts';
import { reference } from './reference.ts';
import { reliability } from './reliability.ts';
import { scalability } from './scalability.ts';
import { vision } from './vision.ts';
import type { WrittenTargets } from './types.ts';

/** In the order in which they are shown. */
export const BUILT_IN_SETS: readonly TargetSet[] = [
  fast,
  medium,
  deep,
  vision,
  audio,
  fusion,
  memoryStores,
  reliability,
  scalability,
  acceleration,
  reference,
].map(builtIn);

function builtIn({ targets, ...words }: WrittenTargets): TargetSet {
  return { ...words, builtIn: true, items: targets.map(itemOf) };
}

function itemOf(text: string): TargetItem {
  const item = parseTarget(text);
  if (typeof item === 'string') throw new Error(`A built-in target cannot be read: ${item}.`);
  return item;
}
