import type { Run } from '../../../contract/run.ts';
import { hardwareKey } from '../machine-key.ts';
import { textHash } from './text-hash.ts';

/**
 * What must be equal for two runs to be points of one trend, as a short key: the machine and how it worked, never the
 * model, its version or the software around it, whose changes a trend is there to show. Shapes count, names of inputs
 * and how many share a shape do not, so that a version with a renamed or an added input goes on.
 */
export function benchmarkKey({ config, environment }: Pick<Run, 'config' | 'environment'>): string {
  const { provider, batch, sequence, inputs, threads, graphLevel, generation, coldCache, executor } = config;
  const shapes = [...new Set(inputs.map(({ shape }) => shape.join('x')))].sort();
  // How long each point was driven says nothing of what was done in it.
  const scenario = config.scenario === null ? null : { ...config.scenario, durationMs: null };
  const machine = environment === null ? null : hardwareKey(environment);
  const work = [provider, batch, sequence, shapes, threads, graphLevel, scenario, generation];
  return textHash(inOneOrder([...work, coldCache, executor, machine]));
}

/** JSON whose keys come in one order, whoever made the object. */
function inOneOrder(value: unknown): string {
  return JSON.stringify(value, (_key, part: unknown) =>
    part !== null && typeof part === 'object' && !Array.isArray(part)
      ? Object.fromEntries(Object.entries(part).sort(([a], [b]) => (a < b ? -1 : 1)))
      : part,
  );
}
