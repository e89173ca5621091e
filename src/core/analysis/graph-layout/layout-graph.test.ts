import { describe, expect, it } from 'vitest';
import type { ModelGraph } from '../../../contract/model-graph.ts';
import { defaultFolding } from './default-folding.ts';
import { foldTree } from './fold-tree.ts';
import { BOX, type GraphScene } from './graph-scene.ts';
import { graphSkeleton } from './graph-skeleton.ts';
import { graphOf, longGraph } from './graph.test-support.ts';
import { layoutGraph } from './layout-graph.ts';

function laidOut(graph: ModelGraph, isOpen?: 'none' | 'all'): GraphScene {
  const tree = foldTree(graph);
  const { skeleton } = graphSkeleton(graph, tree);
  const open =
    isOpen === undefined
      ? defaultFolding(tree, skeleton.isHidden)
      : new Uint8Array(tree.groups.length).fill(isOpen === 'all' ? 1 : 0);
  return layoutGraph(skeleton, open);
}

/** Pairs of boxes of the same frame that lie over each other, and boxes that stick out of theirs. */
function faults({ boxes }: GraphScene): readonly string[] {
  const found: string[] = [];
  const right = (box: number): number => (boxes.x[box] as number) + (boxes.width[box] as number);
  const bottom = (box: number): number => (boxes.y[box] as number) + (boxes.height[box] as number);
  for (let a = 0; a < boxes.count; a += 1) {
    const frame = boxes.parent[a] as number;
    if (
      frame !== -1 &&
      ((boxes.x[a] as number) < (boxes.x[frame] as number) - 0.01 ||
        right(a) > right(frame) + 0.01 ||
        (boxes.y[a] as number) < (boxes.y[frame] as number) ||
        bottom(a) > bottom(frame) + 0.01)
    ) {
      found.push(`${a} sticks out of ${frame}`);
    }
    for (let b = a + 1; b < boxes.count; b += 1) {
      if (boxes.parent[b] !== frame) continue;
      const apart =
        right(a) <= (boxes.x[b] as number) + 0.01 ||
        right(b) <= (boxes.x[a] as number) + 0.01 ||
        bottom(a) <= (boxes.y[b] as number) ||
        bottom(b) <= (boxes.y[a] as number);
      if (!apart) found.push(`${a} lies over ${b}`);
    }
  }
  return found;
}

/** Lines that run upwards without being marked as closing a cycle. */
function upwards({ lines }: GraphScene): number {
  let count = 0;
  for (let line = 0; line < lines.count; line += 1) {
    const first = (lines.start[line] as number) * 2 + 1;
    const last = (lines.start[line + 1] as number) * 2 - 1;
    const goesUp = (lines.points[last] as number) < (lines.points[first] as number);
    if (goesUp !== (lines.isFeedback[line] === 1)) count += 1;
  }
  return count;
}

const isFinite = ({ boxes, lines }: GraphScene): boolean =>
  [boxes.x, boxes.y, boxes.width, boxes.height, lines.points].every((column) =>
    column.every(Number.isFinite),
  );

describe('the layout of a graph', () => {
  for (const seed of [1, 2, 3, 4, 5]) {
    it(`lays no box over another and leads every arrow down (${seed})`, () => {
      for (const open of ['none', 'all', undefined] as const) {
        const scene = laidOut(longGraph(200, seed, seed % 3), open);
        expect(faults(scene)).toEqual([]);
        expect(upwards(scene)).toBe(0);
        expect(isFinite(scene)).toBe(true);
      }
    });
  }

  it('is the same each time', () => {
    expect(laidOut(longGraph(300, 9, 2))).toEqual(laidOut(longGraph(300, 9, 2)));
  });

  it('shows every node once, and as many boxes with all folded as lie outermost', () => {
    const graph = longGraph(128, 3, 2);
    const all = laidOut(graph, 'all');
    const nodes = [...all.boxes.kind].flatMap((kind, box) =>
      kind === BOX.node ? [all.boxes.subject[box]] : [],
    );
    expect(nodes.toSorted((a = 0, b = 0) => a - b)).toEqual(graph.nodes.map((_, node) => node));
    const none = laidOut(graph, 'none');
    expect(none.boxes.kind).not.toContain(BOX.node);
    expect([...none.boxes.kind].filter((kind) => kind === BOX.group)).toHaveLength(2);
  });

  it('needs lines in proportion to the graph, even where one node reads all others', () => {
    const count = 3000;
    const graph = graphOf([
      ...Array.from({ length: count }, (_, node) => ({
        reads: [node === 0 ? 'in' : `t${node - 1}`],
        makes: [`t${node}`],
      })),
      { reads: Array.from({ length: count }, (_, node) => `t${node}`), makes: ['out'] },
    ]);
    const scene = laidOut(graph);
    expect(scene.lines.count).toBe(2 * count + 1);
    expect(scene.lines.points.length / 2).toBeLessThan(20 * count);
    expect(isFinite(scene)).toBe(true);
  });

  it('lays out one node with five thousand inputs', () => {
    const graph = graphOf([
      ...Array.from({ length: 5000 }, (_, node) => ({ reads: ['in'], makes: [`t${node}`] })),
      { reads: Array.from({ length: 5000 }, (_, node) => `t${node}`), makes: ['out'] },
    ]);
    const scene = laidOut(graph);
    expect(scene.boxes.count).toBe(5003);
    expect(scene.width).toBeGreaterThan(5000 * 100);
  });

  it('draws what closes a cycle as running back, whatever holds it', () => {
    const scene = laidOut(
      graphOf([
        { reads: ['c'], makes: ['a'] },
        { reads: ['a'], makes: ['b'] },
        { reads: ['b'], makes: ['c'] },
        { reads: ['self'], makes: ['self'] },
      ]),
    );
    expect([...scene.lines.isFeedback].filter((each) => each === 1)).toHaveLength(1);
    expect(upwards(scene)).toBe(0);
    expect(faults(scene)).toEqual([]);
  });

  it('keeps constants in the nodes that read them', () => {
    const scene = laidOut(
      graphOf([
        { op: 'Constant', makes: ['k'] },
        { op: 'Add', reads: ['in', 'k', 'weight'], makes: ['out'] },
      ]),
    );
    // The node, the model's input and its output.
    expect(scene.boxes.count).toBe(3);
    expect(scene.lines.count).toBe(2);
  });

  it('has room for no nodes at all', () => {
    expect(laidOut(graphOf([]))).toMatchObject({
      width: 0,
      height: 0,
      boxes: { count: 0 },
      lines: { count: 0 },
    });
  });

  it('puts thousands of model inputs into one box', () => {
    const names = Array.from({ length: 3000 }, (_, at) => `in${at}`);
    expect(laidOut(graphOf([{ op: 'Sum', reads: names, makes: ['out'] }])).boxes.count).toBe(3);
  });
});
