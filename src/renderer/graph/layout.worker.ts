import type { GraphScene } from '../../core/analysis/graph-layout/graph-scene.ts';
import type { GraphSkeleton } from '../../core/analysis/graph-layout/graph-skeleton.ts';
import { layoutGraph } from '../../core/analysis/graph-layout/layout-graph.ts';

export type LayoutRequest =
  { readonly skeleton: GraphSkeleton } | { readonly ask: number; readonly isOpen: Uint8Array };

export type LayoutAnswer =
  | { readonly ask: number; readonly progress: number }
  | { readonly ask: number; readonly scene: GraphScene }
  | { readonly ask: number; readonly failure: string };

/** Told often enough for a bar, seldom enough to cost nothing. */
const PROGRESS_STEP = 0.04;

let skeleton: GraphSkeleton | null = null;

self.onmessage = ({ data }: MessageEvent<LayoutRequest>): void => {
  if ('skeleton' in data) {
    skeleton = data.skeleton;
    return;
  }
  const { ask, isOpen } = data;
  const answer = (message: LayoutAnswer): void => self.postMessage(message);
  try {
    if (skeleton === null) throw new Error('There is no graph to lay out yet.');
    let told = 0;
    const scene = layoutGraph(skeleton, isOpen, (share) => {
      if (share - told < PROGRESS_STEP) return;
      told = share;
      answer({ ask, progress: share });
    });
    answer({ ask, scene });
  } catch (error) {
    answer({ ask, failure: error instanceof Error ? error.message : String(error) });
  }
};
