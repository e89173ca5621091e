import { createHash } from 'node:crypto';
import type { Environment } from '../../contract/hardware.ts';
import type { Provider, RunConfig } from '../../contract/run.ts';
import { stampOf } from '../files/model-file.ts';

export interface ReferenceOf {
  /** SHA-256 of the model with all its weights. */
  readonly contentHash: string;
  readonly config: RunConfig;
  readonly onnxRuntime: string;
  /** Of hardwareBehind. */
  readonly hardware: string;
}

/** Instruction sets, cards and the compilers in their drivers round differently. */
export function hardwareBehind(provider: Provider, environment: Environment | null): string {
  if (environment === null) return '';
  const gpus = provider === 'cpu' ? [] : environment.gpus.map(({ name, driver }) => `${name}, ${driver}`);
  return [environment.cpu.model, ...gpus].join(' · ');
}

/** Everything that the outputs of a first run depend on. Raised when what is kept changes its form. */
const FORM = 1;

/** Threads are part of it: they cut sums differently, and so round differently. */
export async function referenceKey({
  contentHash,
  config,
  onnxRuntime,
  hardware,
}: ReferenceOf): Promise<string> {
  const { inputs, inputFiles, seed, batch, sequence, provider, graphLevel, threads } = config;
  const files = await Promise.all(
    Object.entries(inputFiles)
      .sort(([a], [b]) => (a < b ? -1 : 1))
      .map(async ([name, path]) => [name, path, await stampOf(path)] as const),
  );
  const all = { FORM, contentHash, inputs, files, seed, batch, sequence, provider, graphLevel, threads };
  return createHash('sha256')
    .update(JSON.stringify({ ...all, onnxRuntime, hardware }))
    .digest('hex');
}
