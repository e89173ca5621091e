import { BOX, type GraphScene } from '../../core/analysis/graph-layout/graph-scene.ts';
import type { SceneIndex } from '../../core/analysis/graph-layout/scene-index.ts';
import type { ChartPalette } from '../../core/charts/chart.ts';
import { paintGraph, type GraphFaces } from '../../core/charts/model-graph/paint-graph.ts';
import { canvasPen } from './canvas-pen.ts';
import {
  firstView,
  fitAll,
  intoSight,
  keepInSight,
  LARGEST_SCALE,
  showExtent,
  smallestScale,
  zoomAt,
  type Extent,
  type Viewport,
} from './viewport.ts';

export interface StageContent {
  readonly scene: GraphScene;
  readonly index: SceneIndex;
  readonly faces: GraphFaces;
  readonly palette: ChartPalette;
}

/** A point of the scene that has to stay where it is on the canvas while the scene changes around it. */
export interface Anchor {
  readonly before: { readonly x: number; readonly y: number };
  readonly after: { readonly x: number; readonly y: number };
}

/** The canvas and what it shows. Draws at most once a frame, outside of React: panning renders nothing. */
export class GraphStage {
  #canvas: HTMLCanvasElement | null = null;
  #content: StageContent | null = null;
  #view: Viewport = { left: 0, top: 0, scale: 1 };
  #isPlaced = false;
  #focus: Extent | null = null;
  #size = { width: 0, height: 0 };
  #frame = 0;
  readonly #listeners = new Set<() => void>();

  get view(): Viewport {
    return this.#view;
  }

  get size(): { readonly width: number; readonly height: number } {
    return this.#size;
  }

  get content(): StageContent | null {
    return this.#content;
  }

  onView(listener: () => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  attach(canvas: HTMLCanvasElement): () => void {
    this.#canvas = canvas;
    const resized = new ResizeObserver(() => this.#measure());
    resized.observe(canvas);
    this.#measure();
    return () => {
      resized.disconnect();
      cancelAnimationFrame(this.#frame);
      this.#frame = 0;
      this.#canvas = null;
    };
  }

  show(content: StageContent, anchor: Anchor | null = null): void {
    const isNew = this.#content?.scene !== content.scene;
    this.#content = content;
    if (anchor !== null) {
      this.#put({
        scale: this.#view.scale,
        left: this.#view.left + anchor.after.x - anchor.before.x,
        top: this.#view.top + anchor.after.y - anchor.before.y,
      });
    }
    this.#place();
    this.#draw();
    if (isNew) this.#tell();
  }

  /** What stays in sight when the canvas gets another size. */
  set focus(extent: Extent | null) {
    this.#focus = extent;
  }

  panBy(x: number, y: number): void {
    this.#put({
      ...this.#view,
      left: this.#view.left + x / this.#view.scale,
      top: this.#view.top + y / this.#view.scale,
    });
  }

  /** At a point of the canvas; its middle where none is given. */
  zoomBy(factor: number, x = this.#size.width / 2, y = this.#size.height / 2): void {
    const scene = this.#content?.scene;
    if (scene === undefined) return;
    const scale = Math.min(
      LARGEST_SCALE,
      Math.max(smallestScale(scene, this.#size), this.#view.scale * factor),
    );
    this.#put(zoomAt(this.#view, x, y, scale));
  }

  fit(): void {
    const scene = this.#content?.scene;
    if (scene !== undefined) this.#put(fitAll(scene, this.#size));
  }

  /** Into the middle; nearer only where its words could not be read from here. */
  centre(extent: Extent): void {
    const near = Math.max(0.8, Math.min(1.2, this.#view.scale));
    this.#put(showExtent(extent, this.#size, near));
  }

  moveTo(left: number, top: number): void {
    this.#put({ ...this.#view, left, top });
  }

  /** The innermost box under a point of the canvas. */
  boxAt(x: number, y: number): number | null {
    if (this.#content === null) return null;
    const { scene, index } = this.#content;
    const sceneX = this.#view.left + x / this.#view.scale;
    const sceneY = this.#view.top + y / this.#view.scale;
    const { boxes } = scene;
    const hit = index.boxesBetween(sceneY, sceneY).findLast((box) => {
      const left = boxes.x[box] as number;
      const top = boxes.y[box] as number;
      return (
        sceneX >= left &&
        sceneX <= left + (boxes.width[box] as number) &&
        sceneY >= top &&
        sceneY <= top + (boxes.height[box] as number)
      );
    });
    return hit ?? null;
  }

  /** What is drawn nearest to the middle of the picture, frames aside. */
  middleBox(): number | null {
    if (this.#content === null) return null;
    const { boxes } = this.#content.scene;
    const middleX = this.#view.left + this.#size.width / 2 / this.#view.scale;
    const middleY = this.#view.top + this.#size.height / 2 / this.#view.scale;
    let nearest: number | null = null;
    let least = Number.POSITIVE_INFINITY;
    for (let box = 0; box < boxes.count; box += 1) {
      if (boxes.kind[box] === BOX.frame) continue;
      const x = (boxes.x[box] as number) + (boxes.width[box] as number) / 2 - middleX;
      const y = (boxes.y[box] as number) + (boxes.height[box] as number) / 2 - middleY;
      if (x * x + y * y >= least) continue;
      least = x * x + y * y;
      nearest = box;
    }
    return nearest;
  }

  #measure(): void {
    const canvas = this.#canvas;
    if (canvas === null) return;
    const ratio = window.devicePixelRatio;
    const { clientWidth: width, clientHeight: height } = canvas;
    if (width === 0 || height === 0) return;
    this.#size = { width, height };
    canvas.width = Math.round(width * ratio);
    canvas.height = Math.round(height * ratio);
    this.#place();
    // A panel that opens beside the picture may not hide what it tells about.
    if (this.#focus !== null) this.#view = intoSight(this.#view, this.#focus, this.#size);
    this.#paint();
    this.#tell();
  }

  #place(): void {
    if (this.#isPlaced || this.#content === null || this.#size.width === 0) return;
    this.#isPlaced = true;
    this.#put(firstView(this.#content.scene, this.#size));
  }

  #put(view: Viewport): void {
    const scene = this.#content?.scene;
    this.#view = scene === undefined || this.#size.width === 0 ? view : keepInSight(view, scene, this.#size);
    this.#draw();
    this.#tell();
  }

  #tell(): void {
    for (const listener of this.#listeners) listener();
  }

  #draw(): void {
    if (this.#frame !== 0) return;
    this.#frame = requestAnimationFrame(() => {
      this.#frame = 0;
      this.#paint();
    });
  }

  #paint(): void {
    const context = this.#canvas?.getContext('2d', { alpha: false });
    if (this.#canvas === null || !context || this.#content === null) return;
    const { scene, index, faces, palette } = this.#content;
    const ratio = window.devicePixelRatio;
    context.setTransform(ratio, 0, 0, ratio, 0, 0);
    context.fillStyle = palette.surface;
    context.fillRect(0, 0, this.#size.width, this.#size.height);
    const pen = canvasPen(context, palette.fontFamily);
    paintGraph(pen, scene, index, { ...this.#view, ...this.#size }, faces, palette);
    pen.finish();
    this.#canvas.dataset['boxes'] = String(scene.boxes.count);
  }
}
