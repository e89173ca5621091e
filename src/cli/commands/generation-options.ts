import type { Command } from 'commander';
import type { GenerationConfig } from '../../contract/generation.ts';
import { oneOf, usage, wholeNumber } from '../options.ts';

export interface GenerationOptions {
  readonly generate?: boolean;
  readonly prompt?: number;
  readonly newTokens?: number;
  readonly cache?: GenerationConfig['cache'];
}

export function addGenerationOptions(command: Command): Command {
  return command
    .optionsGroup('Generation (a decoder writes text, token by token):')
    .option('--generate', 'time the first token and each one after it')
    .option('--prompt <tokens>', 'length of the prompt, 64', wholeNumber('--prompt', 1, 2 ** 24))
    .option('--new-tokens <n>', 'tokens to write, 32', wholeNumber('--new-tokens', 1, 1_000_000))
    .option(
      '--cache <how>',
      'with, without past keys and values, or both',
      oneOf('--cache', ['with', 'without', 'both']),
    );
}

/** Undefined where no text is asked for. */
export function generationWish(options: GenerationOptions): Partial<GenerationConfig> | undefined {
  const { generate, prompt, newTokens, cache } = options;
  if (generate !== true) {
    const orphan = prompt !== undefined ? '--prompt' : newTokens !== undefined ? '--new-tokens' : '--cache';
    if (prompt === undefined && newTokens === undefined && cache === undefined) return undefined;
    throw usage(`${orphan} belongs to a generation.`, orphan, 'Add --generate.');
  }
  return {
    ...(prompt !== undefined && { promptTokens: prompt }),
    ...(newTokens !== undefined && { newTokens }),
    ...(cache !== undefined && { cache }),
  };
}
