import { describe, expect, it } from 'vitest';
import type { TensorPort } from '../../../contract/model.ts';
import { describeDemo } from '../demo/index.ts';
import { readDecoder } from './read-decoder.ts';

const port = (name: string, type: TensorPort['type'], shape: TensorPort['shape']): TensorPort => ({
  name,
  type,
  shape,
  kind: 'tensor',
});
const IDS = port('input_ids', 'int64', ['batch', 'sequence']);
const LOGITS = port('logits', 'float32', ['batch', 'sequence', 1000]);
const PAST = ['batch', 4, 'past_sequence_length', 16];
const PRESENT = ['batch', 4, 'total', 16];

describe('a decoder’s interface', () => {
  it('is read from the demo decoders, and from no other demo model', () => {
    const { inputs, outputs } = describeDemo('decoder-tiny');
    const decoder = readDecoder(inputs, outputs, 'm');
    expect(decoder).toMatchObject({ ids: 'input_ids', attentionMask: 'attention_mask', logits: 'logits' });
    expect(decoder.caches).toHaveLength(4);
    expect(decoder.caches[0]).toEqual({
      input: 'past_key_values.0.key',
      output: 'present.0.key',
      type: 'float32',
      shape: [null, 4, 0, 16],
      pastAxis: 2,
    });
    expect(describeDemo('decoder-tiny').generates).toBe('with-cache');
    for (const name of ['mlp-tiny', 'cnn-tiny', 'encoder-tiny']) {
      const other = describeDemo(name);
      expect(other.generates).toBeUndefined();
    }
  });

  it.each([
    ['past_key_values.0.key', 'present.0.key'],
    ['past_key_values.0.value', 'present_key_values.0.value'],
    ['past_0', 'present_0'],
    ['past_key_0', 'present_key_0'],
    ['past_self_value_3', 'present_self_value_3'],
  ])('continues %s with %s', (past, present) => {
    const decoder = readDecoder(
      [IDS, port(past, 'float32', PAST)],
      [LOGITS, port(present, 'float32', PRESENT)],
      'm',
    );
    expect(decoder.caches).toMatchObject([{ input: past, output: present }]);
  });

  it('may be without past keys and values', () => {
    expect(readDecoder([IDS], [LOGITS], 'm').caches).toEqual([]);
  });

  it.each([
    ['it has no input of token ids', [port('pixels', 'float32', [1, 3, 8, 8])], [LOGITS]],
    ['it has no output of logits', [IDS], [port('last_hidden_state', 'float32', ['b', 's', 8])]],
    ['input_ids has its length fixed at 16', [port('input_ids', 'int64', [1, 16])], [LOGITS]],
    [
      'nobody can tell what encoder_hidden_states',
      [IDS, port('encoder_hidden_states', 'float32', ['b', 's', 8])],
      [LOGITS],
    ],
    ['no output continues the past input past_0', [IDS, port('past_0', 'float32', PAST)], [LOGITS]],
    [
      'the length of past_0 is fixed',
      [IDS, port('past_0', 'float32', ['batch', 4, 64, 16])],
      [LOGITS, port('present_0', 'float32', PRESENT)],
    ],
    [
      'does not say how large its axis 1 is',
      [IDS, port('past_0', 'float32', ['batch', 'heads', 'past', 16])],
      [LOGITS, port('present_0', 'float32', PRESENT)],
    ],
  ] as const)('is refused where %s', (why, inputs, outputs) => {
    expect(() => readDecoder(inputs, outputs, 'm')).toThrow(why);
  });
});
