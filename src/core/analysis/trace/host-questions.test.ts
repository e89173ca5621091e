import { describe, expect, it } from 'vitest';
import { columnsOf } from './columns.test-support.ts';
import { operatorFlops } from './flops.ts';
import { launch, operator, step, work } from './gpu-spans.test-support.ts';
import { traceReport } from './trace-report.ts';

describe('operators', () => {
  it('have the work launched inside of them, own without that of operators inside', () => {
    const { operators } = traceReport(
      columnsOf([
        operator('aten::linear', 0, 100),
        operator('aten::addmm', 10, 50, { details: { 'input-shapes': '[[8],[4,16],[16,8]]' } }),
        ...launch({ callUs: 20, startUs: 200, durationUs: 30 }),
        ...launch({ callUs: 70, startUs: 240, durationUs: 12 }),
      ]),
      null,
    );
    expect(operators).toEqual([
      {
        ...{ name: 'aten::addmm', shapes: '[[8],[4,16],[16,8]]', count: 1, hostUs: 50, hostOwnUs: 50 },
        ...{ deviceUs: 30, deviceOwnUs: 30, flops: 2 * 4 * 16 * 8 },
      },
      {
        ...{ name: 'aten::linear', shapes: null, count: 1, hostUs: 100, hostOwnUs: 50 },
        ...{ deviceUs: 42, deviceOwnUs: 12, flops: null },
      },
    ]);
  });

  it('do not count time twice where one calls itself', () => {
    const { operators } = traceReport(
      columnsOf([
        operator('f', 0, 100),
        operator('f', 10, 50),
        ...launch({ callUs: 20, startUs: 30, durationUs: 7 }),
      ]),
      null,
    );
    expect(operators).toMatchObject([{ count: 2, hostUs: 100, hostOwnUs: 100, deviceUs: 7, deviceOwnUs: 7 }]);
  });

  it('are told apart by thread, and found by external id where the call is missing', () => {
    const { operators } = traceReport(
      columnsOf([
        operator('forward', 0, 100, { track: 'one' }),
        operator('backward', 0, 100, { track: 'two', details: { 'external-id': 5 } }),
        ...launch({ callUs: 20, startUs: 30, durationUs: 7, thread: 'one' }),
        work({ startUs: 50, durationUs: 9, details: { 'external-id': 5 } }),
      ]),
      null,
    );
    expect(operators).toMatchObject([
      { name: 'backward', deviceUs: 9 },
      { name: 'forward', deviceUs: 7 },
    ]);
  });
});

describe('annotations', () => {
  it('carry what was launched inside of them, whenever it ran', () => {
    const { annotations } = traceReport(
      columnsOf([
        step(1, 0, 100),
        { name: 'forward', kind: 'annotation', startUs: 10, durationUs: 40 },
        operator('aten::mm', 15, 20),
        ...launch({ callUs: 20, startUs: 300, durationUs: 30 }),
        ...launch({ callUs: 30, startUs: 340, durationUs: 5, kind: 'memcpy' }),
        ...launch({ callUs: 60, startUs: 350, durationUs: 8 }),
      ]),
      null,
    );
    expect(annotations).toEqual([
      { name: 'ProfilerStep#*', count: 1, hostUs: 100, kernels: 2, deviceUs: 43 },
      { name: 'forward', count: 1, hostUs: 40, kernels: 1, deviceUs: 35 },
    ]);
  });
});

describe('steps as annotations', () => {
  it('are one, by what their names have in common', () => {
    const names = (given: readonly string[]): readonly string[] =>
      traceReport(
        columnsOf(given.map((name, at) => ({ ...step(1, at * 10, 10), name }))),
        null,
      ).annotations.map(({ name }) => name);
    expect(names(['ProfilerStep#8', 'ProfilerStep#9'])).toEqual(['ProfilerStep#*']);
    expect(names(['model_run', 'model_run'])).toEqual(['model_run']);
  });
});

describe('floating point operations', () => {
  it.each([
    ['aten::mm', '[[3,5],[5,7]]', 2 * 3 * 5 * 7],
    ['aten::bmm', '[[2,3,5],[2,5,7]]', 2 * 2 * 3 * 5 * 7],
    ['aten::baddbmm', '[[2,3,7],[2,3,5],[2,5,7],[],[]]', 2 * 2 * 3 * 5 * 7],
    ['aten::matmul', '[[4,1,3,5],[6,5,7]]', 2 * 4 * 6 * 3 * 5 * 7],
    ['aten::matmul', '[[5],[5,7]]', 2 * 5 * 7],
    ['aten::linear', '[[2,3,5],[7,5],[7]]', 2 * 2 * 3 * 5 * 7],
    ['aten::convolution_backward', '[[2,8,6,6],[2,4,8,8],[8,4,3,3]]', 2 * 2 * (2 * 8 * 36) * (4 * 9)],
    [
      'aten::_scaled_dot_product_flash_attention',
      '[[2,4,16,8],[2,4,32,8],[2,4,32,8]]',
      4 * 2 * 4 * 16 * 32 * 8,
    ],
  ])('of %s with %s are %d', (name, shapes, flops) => {
    expect(operatorFlops(name, shapes)).toBe(flops);
  });

  it.each([
    ['aten::mm', '[[3,5],[6,7]]'],
    ['aten::mm', '[[3,5]]'],
    ['aten::mm', '[["x"],[5,7]]'],
    ['aten::mm', 'no JSON'],
    ['aten::mm', '{}'],
    ['aten::conv2d', '[[2,4,8,8],[8,4,3,3]]'],
    ['constructor', '[[3,5],[5,7]]'],
  ])('of %s with %s are not known', (name, shapes) => {
    expect(operatorFlops(name, shapes)).toBeNull();
  });
});
