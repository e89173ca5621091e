import { describe, expect, it } from 'vitest';
import { buildDemo } from './demo/index.ts';
import { bytesSource } from './byte-source.ts';
import { modelBytes, sourceWithHoles } from './model-bytes.fixture.ts';
import { modelFileBytes, writeModel, writeModelSlices } from './onnx-writer.ts';
import { readModel } from './onnx-reader.ts';

describe('writing an ONNX file', () => {
  it('gives back the bytes of a model that was read', () => {
    const bytes = modelBytes(buildDemo('encoder-tiny'));
    const source = bytesSource(bytes);
    const parts: Uint8Array[] = [];
    writeModel(readModel(source, 'x'), { write: (part) => parts.push(part.slice()) }, source);
    expect(Buffer.concat(parts).equals(bytes)).toBe(true);
  });

  it('knows the size before it writes', () => {
    const model = buildDemo('decoder-tiny');
    expect(modelFileBytes(model)).toBe(modelBytes(model).length);
  });

  it('writes slice by slice, so that a caller can stop in the middle', () => {
    let written = 0;
    const slices = writeModelSlices(buildDemo('mlp-small'), { write: (part) => (written += part.length) });
    const first = slices.next();
    expect(first.done).toBe(false);
    expect(written).toBeLessThanOrEqual(2 * 1024 * 1024);
    slices.return(0);
    expect(slices.next().done).toBe(true);
  });

  it('reports progress at least once for each MiB and ends with the size', () => {
    const model = buildDemo('mlp-small');
    const slices = writeModelSlices(model, { write: () => undefined });
    let before = 0;
    let largestStep = 0;
    let total = 0;
    for (;;) {
      const slice = slices.next();
      total = slice.value;
      if (slice.done === true) break;
      largestStep = Math.max(largestStep, slice.value - before);
      before = slice.value;
    }
    expect(total).toBe(modelFileBytes(model));
    expect(largestStep).toBeLessThanOrEqual(1024 * 1024 + 64 * 1024);
  });

  it('copies weights from the source without holding them', () => {
    const { source } = sourceWithHoles(2, 8 * 1024 * 1024);
    let largest = 0;
    const written = writeModel(
      readModel(source, 'x'),
      { write: (part) => (largest = Math.max(largest, part.length)) },
      source,
    );
    expect(written).toBe(source.size);
    expect(largest).toBeLessThanOrEqual(1024 * 1024);
  });
});
