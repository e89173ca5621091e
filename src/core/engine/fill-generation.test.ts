import { describe, expect, it } from 'vitest';
import type { BenchRequest } from '../../contract/run.ts';
import { describeDemo } from '../model/index.ts';
import { asPrompt, generationNotes, withGeneration } from './fill-generation.ts';
import { fillConfig } from './plan-config.ts';

function filled(demo: string, request: Omit<BenchRequest, 'model'>, change: object = {}) {
  const info = { ...describeDemo(demo), ...change };
  const whole: BenchRequest = { model: info.ref, ...request };
  return { info, config: withGeneration(info, whole, fillConfig(info, asPrompt(info, whole))) };
}

describe('a generation', () => {
  it('has a prompt, new tokens and both ways unless said otherwise, within half a minute', () => {
    expect(filled('decoder-tiny', { generation: {} }).config).toMatchObject({
      generation: { promptTokens: 64, newTokens: 32, cache: 'both' },
      level: null,
      batch: 1,
      sequence: 64,
      iterations: null,
      durationMs: 30_000,
      warmup: 1,
    });
  });

  it('follows its user', () => {
    const generation = { promptTokens: 5, newTokens: 7, cache: 'with' } as const;
    const { config } = filled('decoder-tiny', { generation, batch: 2, iterations: 3 });
    expect(config).toMatchObject({ generation, batch: 2, sequence: 5, iterations: 3, durationMs: null });
  });

  it('goes without a cache where the model takes none, and says so', () => {
    const { inputs, outputs } = describeDemo('decoder-tiny');
    const plain = {
      inputs: inputs.filter(({ name }) => !name.startsWith('past')),
      outputs: outputs.filter(({ name }) => name === 'logits'),
    };
    const { info, config } = filled('decoder-tiny', { generation: {} }, plain);
    expect(config.generation?.cache).toBe('without');
    expect(generationNotes(info, config)).toEqual([expect.stringContaining('takes no past keys')]);
    expect(() => filled('decoder-tiny', { generation: { cache: 'with' } }, plain)).toThrow(
      'there is no cache',
    );
  });

  it('is refused beyond the positions that the model knows, and beside a level', () => {
    const known = describeDemo('decoder-tiny');
    const positions = {
      name: 'position_ids',
      type: 'int64',
      shape: ['batch', 'sequence'],
      kind: 'tensor',
      indexLimit: 50,
    } as const;
    const limited = { inputs: [...known.inputs, positions] };
    expect(() => filled('decoder-tiny', { generation: {} }, limited)).toThrow(
      '96 together, and the model knows 50 positions',
    );
    expect(() => filled('decoder-tiny', { generation: {}, level: 'basic' })).toThrow('not both');
    expect(() => filled('mlp-tiny', { generation: {} })).toThrow('cannot generate text here');
  });
});
