import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { describeDemo, describeModel, readModel, writeDemo } from '../model/index.ts';
import { openModelFile } from './model-file.ts';

let folder = '';
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'dyno-model-file-'));
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

describe('a model file', () => {
  it('reads as the model that was written to it, weights of many windows and all', () => {
    const parts: Uint8Array[] = [];
    writeDemo('demo:encoder-small', { write: (bytes) => void parts.push(bytes.slice()) });
    const path = join(folder, 'encoder.onnx');
    writeFileSync(path, Buffer.concat(parts));
    const file = openModelFile(path);
    const info = describeModel(
      readModel(file, path),
      { kind: 'file', location: path },
      'encoder.onnx',
      file.size,
    );
    file.close();
    const recipe = describeDemo('demo:encoder-small');
    expect(info.parameters).toBe(recipe.parameters);
    expect(info.inputs).toEqual(recipe.inputs);
    expect(info.operators).toEqual(recipe.operators);
  });

  it('gives copies that a later read leaves alone', () => {
    const path = join(folder, 'bytes');
    writeFileSync(
      path,
      Uint8Array.from({ length: 100 }, (_, index) => index),
    );
    const file = openModelFile(path);
    const kept = file.read(10, 4).slice();
    file.read(50, 4);
    expect([...kept]).toEqual([10, 11, 12, 13]);
    expect([...file.read(98, 10)]).toEqual([98, 99]);
    file.close();
  });

  it('is a plain file: no folder, no device, no pipe to wait for', () => {
    const pipe = join(folder, 'pipe');
    execFileSync('mkfifo', [pipe]);
    for (const path of [folder, '/dev/zero', pipe]) {
      expect(() => openModelFile(path)).toThrow(expect.objectContaining({ code: 'FILE_NOT_READABLE' }));
    }
    expect(() => openModelFile(join(folder, 'none'))).toThrow(
      expect.objectContaining({ code: 'FILE_NOT_FOUND' }),
    );
  });
});
