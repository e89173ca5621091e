import { describe, expect, it } from 'vitest';
import { defaultFolding } from './default-folding.ts';
import { foldTree } from './fold-tree.ts';
import { graphOf, longGraph } from './graph.test-support.ts';

describe('folding', () => {
  it('makes groups of module paths, shares a box where one holds but one, and leaves single nodes alone', () => {
    const tree = foldTree(
      graphOf([
        { module: ['model', 'encoder', 'a'] },
        { module: ['model', 'encoder', 'a'] },
        { module: ['model', 'encoder', 'b'] },
        { module: [] },
      ]),
    );
    expect(tree.groups.map(({ label, parent, nodeCount }) => ({ label, parent, nodeCount }))).toEqual([
      { label: 'model/encoder', parent: -1, nodeCount: 3 },
      { label: 'a', parent: 0, nodeCount: 2 },
    ]);
    expect([...tree.groupOf]).toEqual([1, 1, 0, -1]);
  });

  it('folds what is inside of an operator into it, modules below the part they share', () => {
    const tree = foldTree(
      graphOf([
        { op: 'Loop', module: ['net'] },
        { module: ['net', 'body'], parent: 0 },
        { module: ['net', 'body'], parent: 0 },
        { op: 'If', module: ['net'], parent: 0 },
        { parent: 3 },
      ]),
    );
    expect(tree.groups.map(({ kind, label, owner }) => [kind, label, owner])).toEqual([
      ['inside', 'Loop', 0],
      ['module', 'body', -1],
      ['inside', 'If', 3],
    ]);
    expect(tree.insideOf[0]).toBe(0);
    expect(tree.groupOf[4]).toBe(2);
  });

  it('reads a node that holds itself, or one that is not there, as one of the main graph', () => {
    const tree = foldTree(graphOf([{ parent: 0 }, { parent: 2 }, { parent: 1 }, { parent: 99 }]));
    expect(tree.groups).toEqual([]);
    expect([...tree.groupOf]).toEqual([-1, -1, -1, -1]);
  });

  it('opens as much as can be taken in, brothers together', () => {
    const graph = longGraph(2000, 4, 3);
    const tree = foldTree(graph);
    const hidden = new Uint8Array(graph.nodes.length);
    const open = defaultFolding(tree, hidden, 150);
    const isSeen = (parent: number): boolean =>
      parent === -1 || (open[parent] === 1 && isSeen(tree.groups[parent]?.parent ?? -1));
    const boxes =
      tree.groups.filter(({ parent }, group) => open[group] === 0 && isSeen(parent)).length +
      [...tree.groupOf].filter((group) => isSeen(group)).length;
    expect(boxes).toBeGreaterThan(1);
    expect(boxes).toBeLessThanOrEqual(150);
    expect([...defaultFolding(tree, hidden, 10_000)]).not.toContain(0);
  });
});
