import { BinaryWriter } from '@bufbuild/protobuf/wire';
import { writeModel } from './onnx-writer.ts';
import type { ByteSource } from './byte-source.ts';
import type { ModelProto } from './onnx-messages.ts';

/** A model as the bytes of its file, for tests. */
export function modelBytes(model: ModelProto): Uint8Array {
  const parts: Uint8Array[] = [];
  const length = writeModel(model, { write: (part) => parts.push(part.slice()) });
  const bytes = new Uint8Array(length);
  let at = 0;
  for (const part of parts) {
    bytes.set(part, at);
    at += part.length;
  }
  return bytes;
}

/** A model file with weights of any size that exist only as zeros, made when they are read; counts what is read. */
export function sourceWithHoles(
  weights: number,
  weightBytes: number,
): { readonly source: ByteSource; readonly bytesRead: () => number } {
  const pieces: (Uint8Array | number)[] = [];
  let graphBytes = 0;
  const put = (piece: Uint8Array | number): void => {
    pieces.push(piece);
    graphBytes += typeof piece === 'number' ? piece : piece.length;
  };
  for (let index = 0; index < weights; index++) {
    const head = new BinaryWriter()
      .tag(1, 0)
      .int64(weightBytes / 4)
      .tag(2, 0)
      .int32(1)
      .tag(8, 2)
      .string(`w${index}`);
    const before = head.tag(9, 2).uint64(weightBytes).finish();
    put(
      new BinaryWriter()
        .tag(5, 2)
        .uint64(before.length + weightBytes)
        .finish(),
    );
    put(before);
    put(weightBytes);
  }
  const node = new BinaryWriter()
    .tag(1, 2)
    .string('x')
    .tag(2, 2)
    .string('y')
    .tag(4, 2)
    .string('Relu')
    .finish();
  put(new BinaryWriter().tag(1, 2).bytes(node).finish());
  const opset = new BinaryWriter().tag(2, 0).int64(17).finish();
  const head = new BinaryWriter()
    .tag(1, 0)
    .int64(8)
    .tag(8, 2)
    .bytes(opset)
    .tag(7, 2)
    .uint64(graphBytes)
    .finish();
  pieces.unshift(head);

  let read = 0;
  const source = {
    size: head.length + graphBytes,
    read: (offset: number, length: number) => {
      const bytes = new Uint8Array(Math.min(length, head.length + graphBytes - offset));
      read += bytes.length;
      let start = 0;
      for (const piece of pieces) {
        const size = typeof piece === 'number' ? piece : piece.length;
        if (typeof piece !== 'number' && start < offset + bytes.length && start + size > offset) {
          const from = Math.max(0, offset - start);
          bytes.set(
            piece.subarray(from, from + bytes.length - Math.max(0, start - offset)),
            Math.max(0, start - offset),
          );
        }
        start += size;
      }
      return bytes;
    },
  };
  return { source, bytesRead: () => read };
}
