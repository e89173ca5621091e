import { describe, expect, it } from 'vitest';
import type { NodeProto } from '../onnx-messages.ts';
import { executionOrder } from './execution-order.ts';

function node(name: string, input: readonly string[], output: readonly string[] = [name]): NodeProto {
  return { name, input, output, opType: 'Relu', attribute: [], metadataProps: [] };
}

describe('the order of execution', () => {
  it('runs a chain as it stands', () => {
    const order = executionOrder([node('a', ['x']), node('b', ['a']), node('c', ['b'])]);
    expect(order.map(({ name }) => name)).toEqual(['a', 'b', 'c']);
  });

  it('takes the later of two producers first, with all that it needs', () => {
    // Casts of weights, each beside the product that reads it, all run before the first product.
    const nodes = [
      node('cast1', ['w1']),
      node('mm1', ['x', 'cast1']),
      node('cast2', ['w2']),
      node('mm2', ['mm1', 'cast2']),
    ];
    expect(executionOrder(nodes).map(({ name }) => name)).toEqual(['cast2', 'cast1', 'mm1', 'mm2']);
  });

  it('runs every node once, after all that it reads', () => {
    const nodes = Array.from({ length: 60 }, (_value, index) =>
      node(`n${index}`, index < 3 ? ['x'] : [`n${(index * 7) % index}`, `n${(index * 13) % index}`]),
    );
    const order = executionOrder(nodes).map(({ name }) => name);
    expect(new Set(order).size).toBe(60);
    for (const { name, input } of nodes)
      for (const read of input)
        if (read !== 'x') expect(order.indexOf(read)).toBeLessThan(order.indexOf(name));
  });
});
