import type { CardLevel } from './card-level.ts';
import { memoryLevel } from './memory-level.ts';

/** A machine without a card. */
export const NO_CARD: CardLevel = {
  ...memoryLevel(0),
  name: 'gpu',
  isHere: async () => false,
  leave: async () => undefined,
};
