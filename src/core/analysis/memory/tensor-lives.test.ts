import { expect, test } from 'vitest';
import type { OperandFact } from '../../../contract/profile.ts';
import { tensorLives, type ExecutedInOrder } from './tensor-lives.ts';

type Operator = ExecutedInOrder['operators'][number];

/** Operands are told as "name" or "name:elements" of four bytes each; 256 elements where nothing is said. */
function operator(op: string, inputs: string, outputs: string, parent = -1): Operator {
  return { op, parent, inputs: facts(inputs), outputs: facts(outputs) };
}

function facts(words: string): readonly OperandFact[] {
  return words.split(' ').flatMap((word) => {
    const [tensor = '', elements = '256'] = word.split(':');
    return word === '' ? [] : [{ tensor, type: 'float32' as const, shape: [Number(elements)] }];
  });
}

function lives(operators: readonly Operator[], outputs: readonly string[] = ['y']) {
  const told = tensorLives({ operators, outputs: new Set(outputs) });
  if (told === null) throw new Error('Nothing lives.');
  return {
    ...told,
    lives: told.lives.map(({ tensor, bytes, from, to }) => `${tensor} ${bytes} ${from}-${to}`),
    kib: told.aliveBytes.map((bytes) => bytes / 1024),
  };
}

test('a value lives from the operator that makes it to the last one that reads it, an output to the end', () => {
  const told = lives([
    operator('MatMul', 'x w', 'a'),
    operator('MatMul', 'a w', 'y'),
    operator('MatMul', 'a w', 'b:1024'),
    operator('MatMul', 'b:1024 w', 'c'),
  ]);
  expect(told.lives).toEqual(['b 4096 2-3', 'a 1024 0-2', 'y 1024 1-3', 'c 1024 3-3']);
  expect(told.kib).toEqual([1, 2, 6, 6]);
  expect([told.peakBytes, told.peakAt]).toEqual([6144, 2]);
});

test('a view is the value that it shows, and one of an input or a weight is none', () => {
  const told = lives([
    operator('Reshape', 'x shape', 'v'),
    operator('MatMul', 'v w', 'a'),
    operator('Reshape', 'a shape', 'b'),
    operator('Unsqueeze', 'b', 'c'),
    operator('MatMul', 'x w', 'd'),
    operator('MatMul', 'c d', 'y'),
  ]);
  expect(told.lives).toEqual(['a 1024 1-5', 'd 1024 4-5', 'y 1024 5-5']);
  expect(told.kib).toEqual([0, 1, 1, 1, 2, 3]);
});

test('a view that the model gives back is a copy', () => {
  const told = lives([operator('MatMul', 'x w', 'a'), operator('Reshape', 'a shape', 'y')]);
  expect(told.kib).toEqual([1, 2]);
});

test('what is written over its operand is counted once, unless somebody still reads that', () => {
  const last = lives([
    operator('MatMul', 'x w', 'a'),
    operator('Relu', 'a', 'b'),
    operator('MatMul', 'b w', 'y'),
  ]);
  expect(last.kib).toEqual([1, 1, 2]);
  const read = lives([
    operator('MatMul', 'x w', 'a'),
    operator('Relu', 'a', 'b'),
    operator('MatMul', 'b a', 'y'),
  ]);
  expect(read.kib).toEqual([1, 2, 3]);
  const seenElsewhere = lives([
    operator('MatMul', 'x w', 'a'),
    operator('Reshape', 'a shape', 'v'),
    operator('Relu', 'a', 'b'),
    operator('MatMul', 'b v', 'y'),
  ]);
  expect(seenElsewhere.kib).toEqual([1, 1, 2, 3]);
  const input = lives([operator('Relu', 'x', 'b'), operator('MatMul', 'b w', 'y')]);
  expect(input.kib).toEqual([1, 2]);
  const summed = lives([
    operator('Conv', 'x w bias', 'a'),
    operator('Conv', 'a w bias', 'b'),
    operator('Conv', 'b w bias a', 'c'),
    operator('MatMul', 'c w', 'y'),
  ]);
  expect(summed.kib).toEqual([1, 2, 2, 2]);
});

test('what a loop or branch reads and makes lives no shorter than it does', () => {
  const told = lives([
    operator('MatMul', 'x w', 'a'),
    operator('MatMul', 'x w', 'outer'),
    operator('Loop', 'n a', 'l'),
    operator('MatMul', 'outer w', 'a', 2),
    operator('MatMul', 'a w', 'result', 2),
    operator('MatMul', 'l w', 'y'),
  ]);
  expect(told.lives).toEqual([
    'a 1024 0-4',
    'outer 1024 1-3',
    'l 1024 2-5',
    'a 1024 3-4',
    'result 1024 4-4',
    'y 1024 5-5',
  ]);
});

test('tells nothing where no value has a name, and counts only sizes that are known', () => {
  expect(tensorLives({ operators: [], outputs: new Set() })).toBeNull();
  expect(tensorLives({ operators: [operator('Relu', ':5', ':5')], outputs: new Set() })).toBeNull();
  const absurd = { tensor: 'a', type: 'float32' as const, shape: [2 ** 40, 2 ** 40] };
  const told = tensorLives({
    operators: [{ op: 'Exp', parent: -1, inputs: [], outputs: [absurd, ...facts('b')] }],
    outputs: new Set(),
  });
  expect(told?.aliveBytes).toEqual([1024]);
});

test('keeps the largest, and counts all; wrong parents and values made twice break nothing', () => {
  const many = Array.from({ length: 20_000 }, (_, at) =>
    operator('Exp', `v${at - 1}:${at}`, `v${at}:${at + 1}`),
  );
  const told = tensorLives({ operators: many, outputs: new Set() });
  expect(told?.lives).toHaveLength(500);
  expect(told?.lives[0]).toEqual({ tensor: 'v19999', bytes: 80_000, from: 19_999, to: 19_999 });
  expect(told?.peakBytes).toBe(80_000 + 79_996);
  const odd = [operator('Exp', 'a', 'a', 7), operator('Exp', 'a', 'a', 1), operator('Exp', 'a', 'a', 0)];
  expect(tensorLives({ operators: odd, outputs: new Set() })?.aliveBytes).toHaveLength(3);
});
