import { createHash } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { DEMO_MODELS, describeDemo, listDemoModels, writeDemo } from './index.ts';
import { DynoError } from '../../../contract/errors.ts';
import { formatScaled } from '../../../contract/units.ts';

function digest(name: string): { readonly hash: string; readonly bytes: number } {
  const hash = createHash('sha256');
  let bytes = 0;
  const sink = {
    write: (part: Uint8Array): void => {
      hash.update(part);
      bytes += part.length;
    },
  };
  writeDemo(name, sink);
  return { hash: hash.digest('hex'), bytes };
}

describe('demo models', () => {
  it('are four families in three sizes', () => {
    expect(DEMO_MODELS).toHaveLength(12);
    expect(DEMO_MODELS).toContain('demo:encoder-tiny');
  });

  it.each([
    ['demo:mlp-base', 33_591_306],
    ['demo:cnn-base', 25_530_472],
    ['demo:encoder-base', 108_688_512],
    ['demo:decoder-base', 108_096_032],
  ])('%s is described without making its weights', (name, parameters) => {
    const info = describeDemo(name);
    expect(info.parameters).toBe(parameters);
    expect(info.fileBytes).toBeGreaterThan(parameters * 4);
    expect(info.weightBytes - parameters * 4).toBeLessThan(1000);
  });

  it('have the very bytes that their description says, every time', () => {
    for (const name of ['mlp-tiny', 'cnn-tiny', 'encoder-tiny', 'decoder-tiny']) {
      const first = digest(name);
      expect(first.bytes).toBe(describeDemo(name).fileBytes);
      expect(digest(name).hash).toBe(first.hash);
    }
  });

  it('take any batch, and any sequence where they read text', () => {
    expect(describeDemo('encoder-small').symbols).toEqual(['batch', 'sequence']);
    expect(describeDemo('decoder-small').symbols).toEqual(['batch', 'sequence', 'past_sequence_length']);
    expect(describeDemo('cnn-small')).toMatchObject({ hasBatch: true, hasSequence: false });
    expect(describeDemo('encoder-base').inputs[0]?.indexLimit).toBe(30_000);
  });

  it('are listed with their size', () => {
    const item = listDemoModels().find((listed) => listed.name === 'cnn-base');
    expect(item?.ref).toEqual({ kind: 'demo', location: 'demo:cnn-base' });
    expect(item?.detail).toContain(formatScaled(25_530_472));
  });

  it('are named when another is asked for', () => {
    expect(() => describeDemo('demo:rnn-tiny')).toThrow(DynoError);
    try {
      describeDemo('demo:rnn-tiny');
    } catch (error) {
      expect((error as DynoError).nextStep).toContain('demo:mlp-tiny');
    }
  });
});
