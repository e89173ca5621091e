import { closeSync, ftruncateSync, openSync, writeSync } from 'node:fs';

/** Enough of protobuf to write a model whose weights are holes of a sparse file: read back they are zeros. */
function varint(value: number): number[] {
  const bytes: number[] = [];
  let rest = value;
  while (rest >= 128) {
    bytes.push((rest % 128) + 128);
    rest = Math.floor(rest / 128);
  }
  return [...bytes, rest];
}
const field = (number: number, wireType: number): number[] => varint(number * 8 + wireType);
const number = (id: number, value: number): number[] => [...field(id, 0), ...varint(value)];
const bytes = (id: number, content: readonly number[]): number[] => [
  ...field(id, 2),
  ...varint(content.length),
  ...content,
];
const text = (id: number, value: string): number[] => bytes(id, [...Buffer.from(value)]);

const FLOAT = 1;
const dimension = (size: number): number[] => bytes(1, number(1, size));
const tensorType = (...sizes: number[]): number[] =>
  bytes(1, [...number(1, FLOAT), ...bytes(2, sizes.flatMap(dimension))]);
const port = (name: string, ...sizes: number[]): number[] => [
  ...text(1, name),
  ...bytes(2, tensorType(...sizes)),
];

const WIDTH = 1_024;

/** Writes a valid model with this many weights of this many rows each; the file takes up almost no disk. */
export function writeHugeModel(path: string, weights: number, rowsPerWeight: number): void {
  const rawBytes = rowsPerWeight * WIDTH * 4;
  const names = Array.from({ length: weights }, (_, index) => `weight_${index}`);
  const initializers = names.map((name) => {
    const head = [...number(1, rowsPerWeight), ...number(1, WIDTH), ...number(2, FLOAT), ...text(8, name)];
    const rawHead = [...field(9, 2), ...varint(rawBytes)];
    const length = head.length + rawHead.length + rawBytes;
    return [...field(5, 2), ...varint(length), ...head, ...rawHead];
  });
  const nodes = names.flatMap((name, index) =>
    bytes(1, [
      ...text(1, 'x'),
      ...text(1, name),
      ...text(2, `y_${index}`),
      ...text(3, `node_${index}`),
      ...text(4, 'MatMul'),
    ]),
  );
  const tail = [
    ...text(2, 'huge'),
    ...bytes(11, port('x', 1, rowsPerWeight)),
    ...bytes(12, port('y_0', 1, WIDTH)),
  ];
  const graphLength =
    nodes.length + tail.length + initializers.reduce((sum, head) => sum + head.length + rawBytes, 0);

  const file = openSync(path, 'w');
  let at = 0;
  const put = (content: readonly number[]): void => {
    at += writeSync(file, Uint8Array.from(content), 0, content.length, at);
  };
  put([...number(1, 8), ...bytes(8, number(2, 17)), ...field(7, 2), ...varint(graphLength), ...nodes]);
  for (const head of initializers) {
    put(head);
    at += rawBytes;
  }
  put(tail);
  ftruncateSync(file, at);
  closeSync(file);
}
