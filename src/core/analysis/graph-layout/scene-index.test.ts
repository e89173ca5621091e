import { expect, it } from 'vitest';
import { foldTree } from './fold-tree.ts';
import { graphSkeleton } from './graph-skeleton.ts';
import { longGraph } from './graph.test-support.ts';
import { layoutGraph } from './layout-graph.ts';
import { sceneIndex } from './scene-index.ts';

it('finds whatever touches a band', () => {
  const graph = longGraph(400, 7, 2);
  const tree = foldTree(graph);
  const scene = layoutGraph(graphSkeleton(graph, tree).skeleton, new Uint8Array(tree.groups.length).fill(1));
  const index = sceneIndex(scene);
  const { boxes, lines } = scene;
  for (let top = -500; top < scene.height + 500; top += 733) {
    const bottom = top + 321;
    const found = new Set(index.boxesBetween(top, bottom));
    for (let box = 0; box < boxes.count; box += 1) {
      const y = boxes.y[box] as number;
      if (y <= bottom && y + (boxes.height[box] as number) >= top) expect(found).toContain(box);
    }
    const crossing = new Set(index.linesBetween(top, bottom));
    for (let line = 0; line < lines.count; line += 1) {
      const ends = [lines.start[line] as number, (lines.start[line + 1] as number) - 1].map(
        (at) => lines.points[at * 2 + 1] as number,
      );
      if (Math.min(...ends) <= bottom && Math.max(...ends) >= top) expect(crossing).toContain(line);
    }
  }
});
