import type { BoxLook, GraphPen, LineLook } from '../../core/charts/model-graph/graph-pen.ts';

/** One stroke for many lines is quicker, but a path of thousands is slower again. */
const LINES_AT_ONCE = 64;

export interface CanvasPen extends GraphPen {
  /** Draws what is still held back. */
  finish(): void;
}

export function canvasPen(context: CanvasRenderingContext2D, fontFamily: string): CanvasPen {
  let held = 0;
  let lineLook: LineLook | null = null;
  let font = '';
  const hatched = new Map<string, CanvasPattern | null>();
  context.textBaseline = 'middle';
  context.direction = 'ltr';

  const finish = (): void => {
    if (lineLook !== null && held > 0) {
      context.strokeStyle = lineLook.colour;
      context.lineWidth = lineLook.width;
      context.setLineDash(lineLook.dashed ? [5, 4] : []);
      context.stroke();
      context.setLineDash([]);
    }
    held = 0;
    lineLook = null;
  };
  const hatch = (colour: string): CanvasPattern | string => {
    if (!hatched.has(colour)) hatched.set(colour, hatching(context, colour));
    return hatched.get(colour) ?? colour;
  };
  return {
    finish,
    box(x, y, width, height, look) {
      finish();
      const isSharp = look.radius < 1;
      if (!isSharp) {
        context.beginPath();
        context.roundRect(x, y, width, height, look.radius);
      }
      const fill = (style: string | CanvasPattern): void => {
        context.fillStyle = style;
        if (isSharp) context.fillRect(x, y, width, height);
        else context.fill();
      };
      if (look.fill === null) {
        fill(look.ground);
        fill(hatch(look.hatching));
      } else fill(look.fill);
      if (look.stroke !== null) outline(context, x, y, width, height, look, isSharp);
    },
    line(points, look) {
      if (look !== lineLook || held >= LINES_AT_ONCE) {
        finish();
        context.beginPath();
        lineLook = look;
      }
      held += 1;
      let fromX = points[0] as number;
      let fromY = points[1] as number;
      context.moveTo(fromX, fromY);
      for (let at = 2; at < points.length; at += 2) {
        const x = points[at] as number;
        const y = points[at + 1] as number;
        const middle = (fromY + y) / 2;
        if (Math.abs(fromX - x) < 0.5 || Math.abs(fromY - y) < 6) context.lineTo(x, y);
        else context.bezierCurveTo(fromX, middle, x, middle, x, y);
        fromX = x;
        fromY = y;
      }
    },
    head(x, y, size, colour) {
      finish();
      context.fillStyle = colour;
      context.beginPath();
      context.moveTo(x, y);
      context.lineTo(x - size / 2, y - size);
      context.lineTo(x + size / 2, y - size);
      context.fill();
    },
    text(x, y, text, look) {
      if (text === '') return;
      finish();
      const wanted = `${look.strong ? 600 : 400} ${look.size}px ${fontFamily}`;
      if (wanted !== font) {
        context.font = wanted;
        font = wanted;
      }
      context.textAlign = look.align;
      context.fillStyle = look.colour;
      context.fillText(text, x, y);
    },
  };
}

function outline(
  context: CanvasRenderingContext2D,
  x: number,
  y: number,
  width: number,
  height: number,
  look: BoxLook,
  isSharp: boolean,
): void {
  context.strokeStyle = look.stroke as string;
  context.lineWidth = look.strokeWidth;
  if (look.dashed) context.setLineDash([4, 3]);
  if (isSharp) context.strokeRect(x, y, width, height);
  else context.stroke();
  if (look.dashed) context.setLineDash([]);
}

function hatching(context: CanvasRenderingContext2D, colour: string): CanvasPattern | null {
  const tile = document.createElement('canvas');
  tile.width = 8;
  tile.height = 8;
  const pen = tile.getContext('2d');
  if (pen === null) return null;
  pen.strokeStyle = colour;
  pen.lineWidth = 2;
  pen.beginPath();
  for (const at of [-8, 0, 8]) {
    pen.moveTo(at, 8);
    pen.lineTo(at + 8, 0);
  }
  pen.stroke();
  return context.createPattern(tile, 'repeat');
}
