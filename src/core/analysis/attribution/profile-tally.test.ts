import { describe, expect, it } from 'vitest';
import { ends, kernel, node, tallied } from './ort-events.test-support.ts';

const iteration = (at: number, durations: readonly number[]) => [
  ...durations.map((durationUs, index) =>
    node(`n${index}`, at + 100 * index, durationUs, { nodeIndex: index }),
  ),
  ...ends(at, 100 * durations.length, 100 * durations.length + 20),
];

describe('iterations', () => {
  it('end with the run that comes after their operators, and what was cut off counts for nothing', () => {
    const tally = tallied([[...iteration(0, [10, 20]), ...iteration(1000, [12, 22]), node('n0', 2000, 50)]]);
    expect(tally.iterations).toBe(2);
    expect(tally.operators.map(({ name, count, recordedUs }) => [name, count, recordedUs])).toEqual([
      ['n0', 2, 22],
      ['n1', 2, 42],
    ]);
    expect(tally.executeUs).toEqual([200, 200]);
  });

  it('at the beginning of each slice are left out, and operators are the same in all slices', () => {
    const slice = [...iteration(0, [500, 500]), ...iteration(1000, [10, 20])];
    const tally = tallied([slice, slice, slice], 1);
    expect(tally.iterations).toBe(3);
    expect(tally.operators.map(({ count, recordedUs }) => [count, recordedUs])).toEqual([
      [3, 30],
      [3, 60],
    ]);
  });

  it('without any operator are iterations all the same', () => {
    const tally = tallied([[...ends(0, 10), ...ends(100, 10)]]);
    expect([tally.iterations, tally.operators.length]).toEqual([2, 0]);
  });

  it('keep what the arena has in use at the end of each', () => {
    const memory = (inUse: number) => ({ memory: { inUse, delta: 1, peak: 9, outputBytes: null } });
    const tally = tallied([
      [
        node('a', 0, 1, memory(5)),
        node('b', 2, 1, memory(7)),
        ...ends(0, 9),
        node('a', 20, 1),
        ...ends(20, 9),
      ],
    ]);
    expect(tally.inUseBytes).toEqual([7, null]);
  });
});

describe('control flow', () => {
  /** Inner events are written first; its own executor's event stands between them and it. */
  const branch = (at: number, inner: readonly ReturnType<typeof node>[], durationUs: number) => [
    ...inner,
    ...ends(at + 2, durationUs - 4).slice(0, 1),
    node('if', at, durationUs, { op: 'If', nodeIndex: 9 }),
  ];

  it('owns only what no operator inside of it took', () => {
    const inside = [node('x', 10, 20), node('y', 40, 30)];
    const tally = tallied([[node('before', 0, 1), ...branch(5, inside, 80), ...ends(0, 100)]]);
    expect(tally.operators.map(({ name, parent }) => [name, parent])).toEqual([
      ['before', -1],
      ['if', -1],
      ['x', 1],
      ['y', 1],
    ]);
    expect(tally.operators.map(({ ownUs }) => ownUs.typical())).toEqual([1, 30, 20, 30]);
    expect(tally.operators[1]?.innerEvents).toBe(2);
    expect([...tally.spans().depth]).toEqual([0, 1, 1, 2, 2]);
  });

  it('nests as deep as it does', () => {
    const inner = branch(20, [node('deep', 30, 5)], 40).map((event) =>
      event.name === 'if' ? { ...event, name: 'inner' } : event,
    );
    const tally = tallied([[...branch(5, inner, 80), ...ends(0, 100)]]);
    expect(tally.operators.map(({ name, parent }) => [name, parent])).toEqual([
      ['if', -1],
      ['inner', 0],
      ['deep', 1],
    ]);
  });

  it('runs a body several times an iteration, a branch only in some', () => {
    const body = [10, 20, 30].map((at) => node('body', at, 5));
    const tally = tallied([
      [
        ...branch(0, body, 60),
        ...ends(0, 100),
        ...branch(1000, [node('other', 1010, 8)], 60),
        ...ends(1000, 100),
      ],
    ]);
    expect(tally.operators.map(({ name, count }) => [name, count])).toEqual([
      ['if', 2],
      ['body', 3],
      ['other', 1],
    ]);
  });

  it('keeps apart nodes of one name that run inside of different ones', () => {
    const events = ['one', 'two'].flatMap((name, index) => [
      node('same', 100 * index + 10, 5),
      node(name, 100 * index, 40, { op: 'If', nodeIndex: index }),
    ]);
    expect(tallied([[...events, ...ends(0, 300)]]).operators).toHaveLength(4);
  });

  it('is not made of neighbours that begin in the same microsecond', () => {
    const tally = tallied([[node('a', 5, 0), node('b', 5, 9), node('c', 14, 0), ...ends(0, 20)]]);
    expect(tally.operators.map(({ parent }) => parent)).toEqual([-1, -1, -1]);
  });

  it('is looked for on each thread by itself', () => {
    const tally = tallied([
      [node('a', 10, 5, { thread: 2 }), node('b', 5, 50, { thread: 1 }), ...ends(0, 60)],
    ]);
    expect(tally.operators.map(({ parent }) => parent)).toEqual([-1, -1]);
  });
});

describe('shapes', () => {
  const shaped = (at: number, size: number) =>
    node('a', at, 5, { outputs: size === 1 ? ONE : [{ type: 'float32', shape: [size] }] });
  const ONE = [{ type: 'float32', shape: [1] }] as const;

  it('are the most frequent, and said to vary where they do', () => {
    const [operator] = tallied([
      [1, 2, 1].flatMap((size, index) => [shaped(100 * index, size), ...ends(100 * index, 9)]),
    ]).operators;
    expect(operator?.shapes.outputs).toEqual(ONE);
    expect(operator?.shapesVary).toBe(true);
    expect(tallied([[shaped(0, 1), ...ends(0, 9)]]).operators[0]?.shapesVary).toBe(false);
  });
});

describe('spans', () => {
  it('are those of the first iterations, in the order of their begin, one slice behind the other', () => {
    const slice = [...iteration(0, [10, 20])];
    const spans = tallied([slice, slice]).spans();
    expect([...spans.startUs]).toEqual([0, 0, 100, 1220, 1220, 1320]);
    expect([...spans.subject]).toEqual([-1, 0, 1, -1, 0, 1]);
    expect(spans.names).toEqual(['iteration 1', 'n0', 'n1', 'iteration 2']);
  });

  it('end before an iteration that has no room, and that is said', () => {
    const tally = tallied([[0, 1000, 2000].flatMap((at) => iteration(at, [1, 2]))], 0, 7);
    expect(tally.spans().startUs).toHaveLength(6);
    expect(tally.spansCut).toBe(true);
    expect(tally.iterations).toBe(3);
  });
});

describe('a GPU', () => {
  const launches = (at: number) => [
    node('a', at, 10, { provider: 'webgpu' }),
    node('b', at + 20, 10, { provider: 'webgpu', nodeIndex: 1 }),
    node('c', at + 200, 40, { nodeIndex: 2 }),
    ...ends(at, 250, 300),
  ];

  it('owns the time in which a kernel runs, whatever the processor does', () => {
    // a runs from 15 to 115, b from 115 to 210: ten of the forty µs of c lie beside it.
    const kernels = (at: number) => [kernel('a', at + 15, 100), kernel('b', at + 115, 95)];
    const tally = tallied([[...launches(0), ...launches(1000), ...kernels(0), ...kernels(1000)]]);
    expect(
      tally.operators.map(({ gpu }) => gpu && [gpu.kernelUs, gpu.busyUs, gpu.exposedUs, gpu.waitUs]),
    ).toEqual([
      [200, 200, 20, 10],
      [190, 190, 0, 170],
      [0, 0, 60, 0],
    ]);
    expect(tally.spans().tracks.map(({ name }) => name)).toEqual(['operators', 'GPU kernels']);
    expect([...tally.spans().subject].slice(-4)).toEqual([0, 1, 0, 1]);
  });

  it('goes on after the executor has ended', () => {
    const tally = tallied([[...launches(0), kernel('a', 240, 50)]]);
    expect(tally.executeUs).toEqual([290]);
  });

  it('leaves kernels of iterations that do not count alone', () => {
    const tally = tallied(
      [[...launches(0), ...launches(1000), kernel('a', 15, 900), kernel('a', 1015, 7)]],
      1,
    );
    expect(tally.operators[0]?.gpu?.kernelUs).toBe(7);
  });

  it('whose clock is another one is told by the order of its kernels, without waits', () => {
    const far = 1e9;
    const tally = tallied([
      [...launches(0), ...launches(1000), kernel('a', far, 30), kernel('a', far + 99, 50)],
    ]);
    expect(tally.operators[0]?.gpu).toMatchObject({ kernelUs: 80, exposedUs: 20, waitUs: Number.NaN });
    expect(tally.executeUs).toEqual([250, 250]);
  });

  it('that tells of no kernels is like a processor', () => {
    expect(tallied([launches(0)]).operators[0]?.gpu).toBeNull();
  });

  it('may tell of kernels that no operator launched', () => {
    expect(tallied([[...launches(0), kernel('elsewhere', 20, 5)]]).operators).toHaveLength(3);
  });
});

it('keeps thousands of operators apart, however many iterations there are', () => {
  const many = Array.from({ length: 3000 }, (_, index) =>
    node(`n${index}`, index * 10, 5, { nodeIndex: index }),
  );
  const tally = tallied([[0, 1, 2].flatMap(() => [...many, ...ends(0, 30_000)])]);
  expect(tally.operators).toHaveLength(3000);
  expect(tally.operators.every(({ count }) => count === 3)).toBe(true);
});
