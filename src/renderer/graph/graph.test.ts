import { describe, expect, it } from 'vitest';
import { graphOf } from '../../core/analysis/graph-layout/graph.test-support.ts';
import { layoutGraph } from '../../core/analysis/graph-layout/layout-graph.ts';
import { graphDocument, titleOfSubject } from './graph-document.ts';
import { BoxFinder, groupsAround } from './graph-subject.ts';
import { outlineRows } from './outline-rows.ts';
import { stressedLines } from './stressed-lines.ts';
import { firstView, fitAll, intoSight, keepInSight, zoomAt } from './viewport.ts';

const document = graphDocument(
  graphOf([
    { op: 'Gather', name: 'a/n0', module: ['a'], reads: ['in'], makes: ['0'] },
    { op: 'MatMul', name: 'a/n1', module: ['a'], reads: ['0', 'w'], makes: ['1'] },
    { op: 'Add', name: 'b/n2', module: ['b'], reads: ['1', '0'], makes: ['2'] },
    { op: 'Relu', name: 'b/n3', module: ['b'], reads: ['2'], makes: ['out'] },
  ]),
  null,
);
const scene = (...isOpen: number[]) => layoutGraph(document.skeleton, Uint8Array.from(isOpen));

describe('what a subject is seen as', () => {
  it('is its own box, or the folded group’s around it', () => {
    const folded = new BoxFinder(scene(0, 0), document.tree);
    expect(folded.box({ kind: 'node', node: 2 })).toBe(folded.box({ kind: 'group', group: 1 }));
    const open = new BoxFinder(scene(0, 1), document.tree);
    expect(open.box({ kind: 'node', node: 2 })).not.toBe(open.box({ kind: 'group', group: 1 }));
    expect(open.box({ kind: 'terminal', terminal: 0 })).not.toBeNull();
  });

  it('needs the groups around it open', () => {
    expect(groupsAround({ kind: 'node', node: 3 }, document.tree)).toEqual([1]);
    expect(groupsAround({ kind: 'group', group: 1 }, document.tree)).toEqual([]);
  });
});

it('stresses every piece of the arrows at a selected box, across frames', () => {
  const open = scene(1, 1);
  const finder = new BoxFinder(open, document.tree);
  const add = finder.box({ kind: 'node', node: 2 }) as number;
  const stressed = [...stressedLines(open, new Set([add]))];
  // From each of its two sources: out of one frame, to the other, into it; and on to the Relu.
  expect(stressed).toHaveLength(7);
  expect(stressedLines(open, new Set())).toEqual(new Set());
});

it('lists inputs, the tree as it stands open, and outputs', () => {
  const words = (...isOpen: number[]) =>
    outlineRows(document, Uint8Array.from(isOpen)).map(
      ({ subject, level }) => `${level} ${titleOfSubject(document, subject)}`,
    );
  expect(words(0, 0)).toEqual(['1 in', '1 a', '1 b', '1 out']);
  expect(words(1, 0)).toEqual(['1 in', '1 a', '2 Gather', '2 MatMul', '1 b', '1 out']);
});

describe('the view', () => {
  const canvas = { width: 800, height: 600 };

  it('shows all of a small graph, and the upper end of a tall one', () => {
    expect(fitAll({ width: 400, height: 300 }, canvas)).toEqual({ scale: 1, left: -200, top: -150 });
    const tall = firstView({ width: 400, height: 90_000 }, canvas);
    expect(tall.scale).toBeGreaterThan(0.4);
    expect(tall.top).toBeLessThan(0);
  });

  it('keeps what is under the pointer where it is', () => {
    const before = { left: 10, top: 20, scale: 0.5 };
    const after = zoomAt(before, 300, 200, 2);
    expect(after.left + 300 / 2).toBe(before.left + 300 / 0.5);
    expect(after.top + 200 / 2).toBe(before.top + 200 / 0.5);
  });

  it('moves no more than shows what a panel would hide', () => {
    const view = { left: 0, top: 0, scale: 1 };
    expect(intoSight(view, { x: 100, y: 100, width: 50, height: 50 }, canvas)).toEqual(view);
    expect(intoSight(view, { x: 790, y: 100, width: 50, height: 50 }, canvas)).toEqual({ ...view, left: 64 });
    expect(intoSight(view, { x: -500, y: 0, width: 5000, height: 50 }, canvas)).toEqual({
      ...view,
      top: -24,
    });
  });

  it('never loses the graph', () => {
    const far = keepInSight({ left: 1e9, top: -1e9, scale: 1 }, { width: 400, height: 300 }, canvas);
    expect(far.left).toBeLessThan(400);
    expect(far.top).toBeGreaterThan(-600);
  });
});
