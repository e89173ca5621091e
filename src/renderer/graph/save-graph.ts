import { svgPen } from '../../core/charts/model-graph/svg-pen.ts';
import { paintGraph, type GraphWindow } from '../../core/charts/model-graph/paint-graph.ts';
import { download } from '../state/download.ts';
import { showToast } from '../state/toasts.ts';
import { canvasPen } from './canvas-pen.ts';
import type { GraphStage } from './graph-stage.ts';

const MARGIN = 24;
const PNG_RATIO = 2;

export type GraphPicture = 'whole-svg' | 'view-svg' | 'view-png';

export const PICTURE_WORDS: Readonly<Record<GraphPicture, string>> = {
  'whole-svg': 'Save the whole graph as SVG',
  'view-svg': 'Save what is seen as SVG',
  'view-png': 'Save what is seen as PNG',
};

/** The same drawing as on the screen, through the browser's downloads. */
export function saveGraph(stage: GraphStage, picture: GraphPicture, name: string): void {
  const { content } = stage;
  if (content === null) return;
  const fileName = `${name
    .slice(0, 80)
    .toLowerCase()
    .replaceAll(/[^\p{L}\p{N}.]+/gu, '-')}-graph`;
  const { scene, index, faces, palette } = content;
  const view: GraphWindow = { ...stage.view, ...stage.size };
  if (picture === 'view-png') {
    const canvas = document.createElement('canvas');
    canvas.width = Math.round(view.width * PNG_RATIO);
    canvas.height = Math.round(view.height * PNG_RATIO);
    const context = canvas.getContext('2d');
    if (context === null) return;
    context.scale(PNG_RATIO, PNG_RATIO);
    context.fillStyle = palette.surface;
    context.fillRect(0, 0, view.width, view.height);
    const pen = canvasPen(context, palette.fontFamily);
    paintGraph(pen, scene, index, view, faces, palette);
    pen.finish();
    canvas.toBlob((blob) => {
      if (blob === null) showToast({ text: 'The picture could not be made: it is too large.', tone: 'bad' });
      else download(`${fileName}.png`, blob);
    });
    return;
  }
  const whole = {
    left: -MARGIN,
    top: -MARGIN,
    scale: 1,
    width: scene.width + 2 * MARGIN,
    height: scene.height + 2 * MARGIN,
  };
  const window = picture === 'whole-svg' ? whole : view;
  const pen = svgPen(palette);
  paintGraph(pen, scene, index, window, faces, palette);
  const text = pen.document(window.width, window.height, name);
  download(`${fileName}.svg`, new Blob([text], { type: 'image/svg+xml' }));
}
