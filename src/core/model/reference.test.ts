import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { bytesSource } from './byte-source.ts';
import { decodeInputFile } from './files/input-file.ts';
import { describeModel } from './describe.ts';
import { DynoError } from '../../contract/errors.ts';
import { estimateMacs } from './estimate/estimate-macs.ts';
import { estimateMemory } from './estimate/estimate-memory.ts';
import { modelFileBytes, writeModel } from './onnx-writer.ts';
import { readModel } from './onnx-reader.ts';
import { resolveInputs } from './inputs/resolve-inputs.ts';
import type { OnnxModel } from './onnx-messages.ts';

const reference = process.env['DYNO_REFERENCE'];
const folder = reference === undefined ? '' : join(reference, 'onnx');
const there = folder !== '' && existsSync(folder);
const title = there
  ? 'reference models'
  : 'reference models (skipped: DYNO_REFERENCE names no folder with them)';

function filesEndingIn(ending: string): readonly string[] {
  return readdirSync(folder, { recursive: true, encoding: 'utf8' }).filter((name) => name.endsWith(ending));
}

function read(name: string): { readonly bytes: Uint8Array; readonly model: OnnxModel } {
  const bytes = readFileSync(join(folder, name));
  return { bytes, model: readModel(bytesSource(bytes), name) };
}

describe.skipIf(!there)(title, () => {
  it('are all read, described and estimated; what is not is refused in words', () => {
    const refused: string[] = [];
    const names = filesEndingIn('.onnx');
    expect(names.length).toBeGreaterThan(190);
    for (const name of names) {
      try {
        const { bytes, model } = read(name);
        const info = describeModel(model, { kind: 'file', location: name }, name, bytes.length);
        const inputs = resolveInputs(info, {
          batch: info.hasBatch ? 2 : null,
          sequence: info.hasSequence ? 16 : null,
        });
        estimateMemory(model, inputs);
        estimateMacs(model, inputs);
      } catch (error) {
        if (!(error instanceof DynoError)) throw error;
        refused.push(`${name}: ${error.code}`);
      }
    }
    // A size that is no number, and sequences as inputs.
    const known = ['icm-31000000518082', 'training_api__adamw'];
    expect(refused.filter((line) => !known.some((name) => line.includes(name)))).toEqual([]);
  });

  it('come out of the writer as they went in', () => {
    const different: string[] = [];
    for (const name of filesEndingIn('.onnx')) {
      if (name.includes('icm-31000000518082')) continue;
      const { bytes, model } = read(name);
      const parts: Uint8Array[] = [];
      const written = writeModel(model, { write: (part) => parts.push(part.slice()) }, bytesSource(bytes));
      expect(written).toBe(modelFileBytes(model));
      const copy = Buffer.concat(parts);
      if (copy.equals(bytes)) continue;
      different.push(name);
      // Other bytes, such as a list that was packed: the same message all the same.
      const again = readModel(bytesSource(copy), name);
      expect(again.graph.node).toEqual(model.graph.node);
      expect(again.opsetImport).toEqual(model.opsetImport);
    }
    expect(different.length).toBeLessThanOrEqual(1);
  });

  it.each([
    ['squeezenet', 1_235_496, 349_151_936],
    ['resnet50', 25_610_152, 4_089_184_256],
    ['shufflenet', 1_420_152, 124_664_528],
    ['inception_v1', 6_998_552, 1_431_556_352],
    ['bvlc_alexnet', 60_965_224, 654_560_384],
  ])('%s has the published parameters and multiply-adds', (name, parameters, macs) => {
    const { bytes, model } = read(`light/light_${name}.onnx`);
    const info = describeModel(model, { kind: 'file', location: name }, name, bytes.length);
    expect(info.parameters).toBe(parameters);
    const inputs = resolveInputs(info, { batch: null, sequence: null });
    expect(estimateMacs(model, inputs)).toBe(macs);
    expect(estimateMemory(model, inputs).activationBytes).toBeGreaterThan(1_000_000);
  });

  it('have test data that is read, with as many values as its shape says', () => {
    const names = filesEndingIn('.pb');
    expect(names.length).toBeGreaterThan(300);
    for (const name of names) {
      const [tensor] = decodeInputFile(name, readFileSync(join(folder, name)));
      const elements = tensor?.shape.reduce((product, size) => product * size, 1) ?? -1;
      const perElement = /complex/.test(tensor?.type ?? '')
        ? 2
        : /int4|int2/.test(tensor?.type ?? '')
          ? 0.5
          : 1;
      expect(tensor?.data.length).toBe(Math.ceil(elements * perElement));
    }
  });
});
