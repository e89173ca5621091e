import { describe, expect, it } from 'vitest';
import { describeDemo } from '../demo/index.ts';
import { DynoError } from '../../../contract/errors.ts';
import { resolveInputs } from './resolve-inputs.ts';
import type { Dimension, ModelInfo, ResolvedInput, TensorPort } from '../../../contract/model.ts';
import type { InputWishes } from './wishes.ts';

const decoder = describeDemo('decoder-tiny');

function port(name: string, type: TensorPort['type'], shape: readonly Dimension[] | null): TensorPort {
  return { name, type, shape, kind: 'tensor' };
}

function info(...inputs: TensorPort[]): Pick<ModelInfo, 'inputs' | 'hasBatch' | 'hasSequence'> {
  const free = (name: string): boolean => inputs.some((input) => input.shape?.includes(name));
  return { inputs, hasBatch: free('batch'), hasSequence: free('sequence') };
}

function shapes(inputs: readonly ResolvedInput[]): Record<string, readonly number[]> {
  return Object.fromEntries(inputs.map((input) => [input.name, input.shape]));
}

function refusal(
  model: Pick<ModelInfo, 'inputs' | 'hasBatch' | 'hasSequence'>,
  wishes: InputWishes,
): DynoError {
  try {
    resolveInputs(model, wishes);
  } catch (error) {
    if (error instanceof DynoError) return error;
    throw error;
  }
  throw new Error('nothing was refused');
}

describe('resolving inputs', () => {
  it('gives the same symbol the same size everywhere, with an empty cache', () => {
    expect(shapes(resolveInputs(decoder, { batch: 3, sequence: 5 }))).toEqual({
      input_ids: [3, 5],
      attention_mask: [3, 5],
      'past_key_values.0.key': [3, 4, 0, 16],
      'past_key_values.0.value': [3, 4, 0, 16],
      'past_key_values.1.key': [3, 4, 0, 16],
      'past_key_values.1.value': [3, 4, 0, 16],
    });
  });

  it('lets one given shape decide for the others', () => {
    const wishes = { batch: null, sequence: 1, shapes: { 'past_key_values.0.key': [2, 4, 10, 16] } };
    const found = shapes(resolveInputs(decoder, wishes));
    expect(found['past_key_values.1.value']).toEqual([2, 4, 10, 16]);
    expect(found['input_ids']).toEqual([2, 1]);
    expect(found['attention_mask']).toEqual([2, 11]);
  });

  it('solves a sum for what is missing in it', () => {
    const wishes = { batch: 1, sequence: null, shapes: { input_ids: [1, 4], attention_mask: [1, 20] } };
    expect(shapes(resolveInputs(decoder, wishes))['past_key_values.0.key']).toEqual([1, 4, 16, 16]);
  });

  it('refuses shapes that contradict each other', () => {
    const wishes = { batch: null, sequence: null, shapes: { input_ids: [1, 4], attention_mask: [2, 4] } };
    const error = refusal(decoder, wishes);
    expect(error.code).toBe('SHAPE_INVALID');
    expect(error.message).toContain('batch');
  });

  it('makes token ids within the vocabulary, masks of ones and segments of zeros', () => {
    const inputs = resolveInputs(describeDemo('encoder-tiny'), { batch: 1, sequence: 4 });
    expect(inputs.map((input) => [input.name, input.values, input.fill])).toEqual([
      ['input_ids', 'token ids below 1000', { kind: 'integers', from: 0, below: 1000 }],
      ['attention_mask', 'ones: nothing masked', { kind: 'constant', value: 1 }],
      ['token_type_ids', 'zeros: one segment', { kind: 'constant', value: 0 }],
    ]);
  });

  it('starts positions after the past', () => {
    const model = info(
      port('position_ids', 'int64', ['batch', 'sequence']),
      port('past', 'float32', [2, 'batch', 4, 'past_len', 8]),
    );
    const [positions] = resolveInputs(model, { batch: 1, sequence: 2, shapes: { past: [2, 1, 4, 6, 8] } });
    expect(positions?.fill).toEqual({ kind: 'ascending', from: 6 });
  });

  it('refuses a batch that the model has fixed, and says at what', () => {
    const error = refusal(info(port('image', 'float32', [1, 3, 224, 224])), { batch: 8, sequence: null });
    expect(error.code).toBe('SHAPE_INVALID');
    expect(error.subject).toBe('image');
    expect(error.message).toContain('1');
    expect(error.message).toContain('8');
  });

  it('refuses a sequence where there is none', () => {
    const error = refusal(info(port('x', 'float32', ['batch', 3])), { batch: 1, sequence: 64 });
    expect(error.code).toBe('SHAPE_INVALID');
    expect(error.nextStep).toContain('--seq');
  });

  it('refuses a shape that does not fit, naming wanted and given', () => {
    const model = info(port('image', 'float32', ['batch', 3, 224, 224]));
    const error = refusal(model, { batch: null, sequence: null, shapes: { image: [1, 1, 28, 28] } });
    expect(error.message).toContain('[batch × 3 × 224 × 224]');
    expect(error.message).toContain('[1 × 1 × 28 × 28]');
  });

  it('names the inputs there are when asked for one there is not', () => {
    const error = refusal(decoder, { batch: null, sequence: null, shapes: { tokens: [1] } });
    expect(error.code).toBe('INPUT_INVALID');
    expect(error.nextStep).toContain('input_ids');
  });

  it('refuses inputs that the runtime cannot feed', () => {
    const sequence = { ...port('list', 'undefined', null), kind: 'sequence' as const };
    expect(refusal(info(sequence), { batch: null, sequence: null }).code).toBe('INPUT_INVALID');
  });

  it('takes shape and values from a file, after checking its type', () => {
    const model = info(port('x', 'float32', ['batch', 3]), port('y', 'float32', ['batch']));
    const file = { shape: [7, 3], type: 'float32' as const, file: 'x.npy' };
    const inputs = resolveInputs(model, { batch: null, sequence: null, files: { x: file } });
    expect(inputs[0]).toEqual({ name: 'x', type: 'float32', shape: [7, 3], values: 'from x.npy' });
    expect(inputs[1]?.shape).toEqual([7]);
    const wrong = { ...file, type: 'int64' as const };
    expect(refusal(model, { batch: null, sequence: null, files: { x: wrong } }).code).toBe('INPUT_INVALID');
  });
});
