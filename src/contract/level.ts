/** The twelve levels of effort. For models without a sequence axis only the batch counts. */
export interface Level {
  readonly name: LevelName;
  readonly batch: number;
  readonly sequence: number;
  readonly iterations: number;
  readonly warmup: number;
}

export const LEVEL_NAMES = [
  'basic',
  'advanced',
  'expert',
  'master',
  'legendary',
  'transcendent',
  'divine',
  'omnipotent',
  'infinite',
  'ultimate',
  'absolute',
  'perfect',
] as const;

export type LevelName = (typeof LEVEL_NAMES)[number];

const ITERATIONS = [100, 200, 500, 1000, 2000, 5000, 10_000, 20_000, 50_000, 100_000, 200_000, 500_000];
const BATCHES = [1, 4, 8, 16, 32, 64, 128, 256, 512, 1024, 2048, 4096];

export const LEVELS: readonly Level[] = LEVEL_NAMES.map((name, rank) => ({
  name,
  batch: BATCHES[rank] as number,
  sequence: 128 * 2 ** rank,
  iterations: ITERATIONS[rank] as number,
  warmup: (ITERATIONS[rank] as number) / 10,
}));

export function findLevel(name: string): Level | undefined {
  return LEVELS.find((level) => level.name === name);
}
