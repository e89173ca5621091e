import { describe, expect, it } from 'vitest';
import { roleOfDimension, roleOfSymbol } from './dimension-role.ts';
import type { Dimension, TensorPort } from '../../contract/model.ts';

const port = (
  name: string,
  shape: readonly Dimension[],
  type: TensorPort['type'] = 'float32',
): TensorPort => ({
  name,
  type,
  shape,
  kind: 'tensor',
});

describe('what a dimension means', () => {
  it.each(['batch', 'N', 'batch_size', 'bs', 'Batch', 'num_batch'])('%s is the batch', (symbol) => {
    expect(roleOfSymbol(symbol)).toBe('batch');
  });

  it.each(['seq', 'sequence', 'sequence_length', 'seq_len', 'max_seq_len_in_batch', 'num_tokens'])(
    '%s is the sequence',
    (symbol) => {
      expect(roleOfSymbol(symbol)).toBe('sequence');
    },
  );

  it.each(['past_sequence_length', 'past_seq_len', 'past', 'cache_length'])('%s is the past', (symbol) => {
    expect(roleOfSymbol(symbol)).toBe('past');
  });

  it.each(['total_sequence_length', 'total_seq_len', 'kv_seq_len'])('%s is past and present', (symbol) => {
    expect(roleOfSymbol(symbol)).toBe('total');
  });

  it('goes by the place where the name says nothing', () => {
    expect(roleOfDimension(port('input', [null, 3, 224, 224]), 0)).toBe('batch');
    expect(roleOfDimension(port('input_ids', [null, null], 'int64'), 1)).toBe('sequence');
    expect(roleOfDimension(port('image', ['unk__1', 3, null, null]), 2)).toBe('pixels');
    expect(roleOfDimension(port('image', [null, 'a', 'b', 3]), 1)).toBe('pixels');
  });

  it('does not take the first of a cache for the batch when another axis is', () => {
    expect(roleOfDimension(port('past_0', [null, 'batch', 12, 'past_seq_len', 64]), 0)).toBe('other');
  });
});
