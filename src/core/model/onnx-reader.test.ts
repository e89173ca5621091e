import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { BinaryWriter } from '@bufbuild/protobuf/wire';
import { buildDemo } from './demo/index.ts';
import { bytesSource } from './byte-source.ts';
import { describeModel } from './describe.ts';
import { DynoError } from '../../contract/errors.ts';
import { estimateMacs } from './estimate/estimate-macs.ts';
import { estimateMemory } from './estimate/estimate-memory.ts';
import { readModel } from './onnx-reader.ts';
import { resolveInputs } from './inputs/resolve-inputs.ts';
import { modelBytes, sourceWithHoles } from './model-bytes.fixture.ts';
import { writeModel } from './onnx-writer.ts';

const mlp = modelBytes(buildDemo('mlp-tiny'));
const decoder = modelBytes(buildDemo('decoder-tiny'));

function refusal(bytes: Uint8Array): DynoError {
  try {
    readModel(bytesSource(bytes), 'broken.onnx');
  } catch (error) {
    if (error instanceof DynoError) return error;
    throw error;
  }
  throw new Error('the file was accepted');
}

/** Reading and all that follows from the structure: works, or refuses in words. */
function examine(bytes: Uint8Array): void {
  try {
    const model = readModel(bytesSource(bytes), 'x.onnx');
    const info = describeModel(model, { kind: 'file', location: 'x.onnx' }, 'x.onnx', bytes.length);
    const inputs = resolveInputs(info, { batch: null, sequence: null });
    estimateMemory(model, inputs);
    estimateMacs(model, inputs);
  } catch (error) {
    expect(error).toBeInstanceOf(DynoError);
    expect(['MODEL_INVALID', 'INPUT_INVALID', 'SHAPE_INVALID']).toContain((error as DynoError).code);
  }
}

describe('reading an ONNX file', () => {
  it('finds nodes, weights, inputs and outputs', () => {
    const model = readModel(bytesSource(decoder), 'decoder.onnx');
    expect(model.opsetImport[0]?.version).toBe(17);
    expect(model.graph.input.map((input) => input.name)).toContain('past_key_values.1.value');
    expect(model.graph.initializer.find((tensor) => tensor.name === 'embeddings.words')?.dims).toEqual([
      1000, 64,
    ]);
    expect(model.graph.node.some((node) => node.opType === 'LayerNormalization')).toBe(true);
  });

  it('records where weights are instead of loading them', () => {
    const model = readModel(bytesSource(mlp), 'mlp.onnx');
    const weight = model.graph.initializer.find((tensor) => tensor.name === 'layers.0.weight');
    const [part] = weight?.payload ?? [];
    expect(part?.kind === 'encoded' && part.encoded.kind === 'range' && part.encoded.length).toBe(
      64 * 64 * 4 + 4,
    );
  });

  it('reads a file of 7 GiB by windows only', () => {
    const { source, bytesRead } = sourceWithHoles(5, 1.5 * 1024 ** 3);
    expect(source.size).toBeGreaterThan(7 * 1024 ** 3);
    const model = readModel(source, 'large.onnx');
    expect(model.graph.initializer.map((tensor) => tensor.name)).toEqual(['w0', 'w1', 'w2', 'w3', 'w4']);
    expect(model.graph.node[0]?.opType).toBe('Relu');
    expect(bytesRead()).toBeLessThan(128 * 1024);
  });

  it('keeps fields it does not know, at every level, and writes them back', () => {
    const planted = plantUnknownFields(mlp);
    const source = bytesSource(planted);
    const model = readModel(source, 'planted.onnx');
    expect(model.unknown?.map((field) => field.field)).toEqual([900, 901, 902]);
    expect(model.graph.unknown?.map((field) => field.field)).toEqual([903]);
    const parts: Uint8Array[] = [];
    writeModel(model, { write: (bytes) => parts.push(bytes.slice()) }, source);
    const written = Buffer.concat(parts);
    expect(written.length).toBe(planted.length);
    const again = readModel(bytesSource(written), 'planted.onnx');
    expect(again.unknown).toEqual(model.unknown);
    expect(again.graph.unknown).toEqual(model.graph.unknown);
  });
});

describe('a file that is no model', () => {
  it('is refused when it is empty', () => {
    expect(refusal(new Uint8Array(0)).message).toContain('empty');
  });

  it('is refused when it is text', () => {
    const texts = ['hello world\n', '<!DOCTYPE html><html></html>', '{"a": 1}', 'version https://git-lfs\n'];
    for (const text of texts) {
      const error = refusal(new TextEncoder().encode(text));
      expect(error.code).toBe('MODEL_INVALID');
      expect(error.subject).toBe('broken.onnx');
      expect(error.message).toMatch(/at byte \d+/);
      expect(error.nextStep).not.toBe('');
    }
  });

  it('is refused when its lengths reach beyond the end, naming the byte', () => {
    const bytes = new Uint8Array([0x08, 0x08, 0x3a, 0xff, 0xff, 0xff, 0xff, 0x07]);
    expect(refusal(bytes).message).toContain('at byte 3');
  });

  it('is refused when a number never ends', () => {
    expect(refusal(new Uint8Array(40).fill(0xff)).message).toContain('longer than ten bytes');
  });

  it('is refused when it nests beyond reason', () => {
    let inner = new Uint8Array(0);
    for (let depth = 0; depth < 400; depth++) {
      // GraphProto.node > NodeProto.attribute > AttributeProto.g
      for (const field of [6, 5, 1]) {
        inner = new BinaryWriter().tag(field, 2).bytes(inner).finish();
      }
    }
    const bytes = new BinaryWriter().tag(1, 0).int64(8).tag(7, 2).bytes(inner).finish();
    expect(refusal(bytes).message).toContain('nested too deeply');
  });

  it('is refused when groups nest beyond reason', () => {
    expect(refusal(new Uint8Array(100_000).fill(0x7b)).message).toContain('nested too deeply');
  });

  it('is refused wherever it is cut off', () => {
    const structure = decoder.length;
    for (let length = 0; length < structure; length += 997) refusal(decoder.subarray(0, length));
    for (let length = structure - 40; length < structure; length++) refusal(decoder.subarray(0, length));
    for (let length = 0; length < 3000; length++) refusal(decoder.subarray(0, length));
  });
});

describe('hostile bytes', () => {
  it('never do worse than a refusal when they are random', () => {
    fc.assert(fc.property(fc.uint8Array({ maxLength: 400 }), examine), { numRuns: 500 });
  });

  it('never do worse than a refusal behind a plausible beginning', () => {
    const beginning = [0x08, 0x08, 0x42, 0x02, 0x10, 0x11, 0x3a];
    const body = fc.uint8Array({ minLength: 1, maxLength: 127 });
    fc.assert(
      fc.property(body, (bytes) => examine(Uint8Array.from([...beginning, bytes.length, ...bytes]))),
      { numRuns: 500 },
    );
  });

  it('never do worse than a refusal when bits of a model are flipped', () => {
    const small = modelBytes(buildDemo('mlp-tiny'));
    // The structure, without the weights' content: flips there would change nothing.
    const places = [...small.keys()].filter((at) => at < 500 || at > small.length - 2500);
    const flips = fc.array(fc.tuple(fc.constantFrom(...places), fc.integer({ min: 0, max: 7 })), {
      minLength: 1,
      maxLength: 4,
    });
    fc.assert(
      fc.property(flips, (chosen) => {
        const bytes = small.slice();
        for (const [at, bit] of chosen) bytes[at] = (bytes[at] as number) ^ (1 << bit);
        examine(bytes);
      }),
      { numRuns: 1000 },
    );
  });
});

function plantUnknownFields(bytes: Uint8Array): Uint8Array {
  const model = readModel(bytesSource(bytes), 'x');
  const blob = (encoded: Uint8Array) => ({ kind: 'bytes' as const, bytes: encoded });
  const field = (number: number, wire: number, encoded: Uint8Array) => ({
    field: number,
    wire,
    encoded: blob(encoded),
  });
  model.unknown = [
    field(900, 0, new BinaryWriter().tag(900, 0).uint64('18446744073709551615').finish()),
    field(901, 2, new BinaryWriter().tag(901, 2).bytes(new Uint8Array(100_000).fill(7)).finish()),
    field(902, 3, new BinaryWriter().tag(902, 3).tag(5, 5).fixed32(9).tag(902, 4).finish()),
  ];
  model.graph.unknown = [field(903, 1, new BinaryWriter().tag(903, 1).double(0.5).finish())];
  const parts: Uint8Array[] = [];
  writeModel(model, { write: (part) => parts.push(part.slice()) }, bytesSource(bytes));
  return Buffer.concat(parts);
}
