import { useEffect, useRef, type PointerEvent } from 'react';
import { BOX } from '../../core/analysis/graph-layout/graph-scene.ts';
import type { GraphStage, StageContent } from './graph-stage.ts';
import styles from './GraphView.module.css';

const WIDTH = 76;

/** The whole graph at the edge of the picture, each axis with a scale of its own: models are tall. */
export function Minimap({ stage, content }: { readonly stage: GraphStage; readonly content: StageContent }) {
  const canvas = useRef<HTMLCanvasElement>(null);
  const pane = useRef<HTMLDivElement>(null);
  useEffect(() => {
    const element = canvas.current as HTMLCanvasElement;
    const paint = (): void => paintMap(element, content);
    const resized = new ResizeObserver(paint);
    resized.observe(element);
    paint();
    return () => resized.disconnect();
  }, [content]);
  useEffect(() => {
    const follow = (): void => {
      const shown = pane.current;
      const element = canvas.current;
      if (shown === null || element === null) return;
      const { width, height } = content.scene;
      const across = element.clientWidth / Math.max(1, width);
      const down = element.clientHeight / Math.max(1, height);
      const { left, top, scale } = stage.view;
      const x = Math.max(0, left * across);
      const y = Math.max(0, top * down);
      const right = Math.min(element.clientWidth, (left + stage.size.width / scale) * across);
      const bottom = Math.min(element.clientHeight, (top + stage.size.height / scale) * down);
      shown.style.transform = `translate(${x}px, ${Math.min(y, element.clientHeight - 4)}px)`;
      shown.style.width = `${Math.max(4, right - x)}px`;
      shown.style.height = `${Math.max(4, bottom - y)}px`;
    };
    follow();
    return stage.onView(follow);
  }, [stage, content]);
  const go = (event: PointerEvent<HTMLDivElement>): void => {
    if (event.buttons !== 1) return;
    const { left, top, width, height } = event.currentTarget.getBoundingClientRect();
    const x = ((event.clientX - left) / width) * content.scene.width;
    const y = ((event.clientY - top) / height) * content.scene.height;
    stage.moveTo(x - stage.size.width / stage.view.scale / 2, y - stage.size.height / stage.view.scale / 2);
  };
  return (
    <div
      className={styles.minimap}
      style={{ width: WIDTH }}
      aria-hidden="true"
      onPointerDown={(event) => {
        event.currentTarget.setPointerCapture(event.pointerId);
        go(event);
      }}
      onPointerMove={go}
    >
      <canvas ref={canvas} className={styles.minimapCanvas} />
      <div ref={pane} className={styles.pane} />
    </div>
  );
}

function paintMap(canvas: HTMLCanvasElement, { scene, faces, palette }: StageContent): void {
  const ratio = window.devicePixelRatio;
  canvas.width = Math.round(canvas.clientWidth * ratio);
  canvas.height = Math.round(canvas.clientHeight * ratio);
  const context = canvas.getContext('2d');
  if (context === null) return;
  const across = canvas.width / Math.max(1, scene.width);
  const down = canvas.height / Math.max(1, scene.height);
  const { boxes } = scene;
  const paint = (box: number, fill: string): void => {
    context.fillStyle = fill;
    context.fillRect(
      (boxes.x[box] as number) * across,
      (boxes.y[box] as number) * down,
      Math.max(1, (boxes.width[box] as number) * across),
      Math.max(1, (boxes.height[box] as number) * down),
    );
  };
  for (let box = 0; box < boxes.count; box += 1) {
    if (boxes.kind[box] === BOX.frame) {
      if (boxes.parent[box] === -1) paint(box, palette.grid);
    } else paint(box, boxes.kind[box] === BOX.terminal ? palette.axis : (faces.fill(box) ?? palette.axis));
  }
  for (const box of [...faces.found, ...faces.selected]) {
    if (boxes.kind[box] !== BOX.frame) paint(box, palette.accent);
  }
}
