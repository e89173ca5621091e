import { BOX, SIZE, type GraphScene } from '../../analysis/graph-layout/graph-scene.ts';
import type { SceneIndex } from '../../analysis/graph-layout/scene-index.ts';
import type { ChartPalette } from '../chart.ts';
import { inkOn } from '../family-hue.ts';
import type { BoxLook, GraphPen, LineLook } from './graph-pen.ts';
import { shortLabel } from './short-label.ts';

/** The part of the scene that is seen, and how large. */
export interface GraphWindow {
  /** Of the scene, at the picture's left upper corner. */
  readonly left: number;
  readonly top: number;
  /** Pixels for one unit of the scene. */
  readonly scale: number;
  readonly width: number;
  readonly height: number;
}

/** What boxes say and how they are marked. */
export interface GraphFaces {
  title(box: number): string;
  detail(box: number): string;
  /** Null where nothing is known; of a frame never asked. */
  fill(box: number): string | null;
  /** In its upper corner; empty for nearly all. */
  badge(box: number): string;
  /** The family's hue; null for groups, inputs and outputs. */
  stripe(box: number): string | null;
  readonly selected: ReadonlySet<number>;
  readonly found: ReadonlySet<number>;
  readonly isStressed: (line: number) => boolean;
}

/** Where words and details end: below these scales they could not be read. */
const WORDS_FROM = 0.5;
const EDGES_FROM = 0.2;
const TITLE_SIZE = 12;
const DETAIL_SIZE = 11;
const BADGE_SIZE = 9;
/** A head of fewer pixels than this holds no words. */
const PLATE_BELOW = 10;
const PLATE_HEIGHT = 16;

export function paintGraph(
  pen: GraphPen,
  scene: GraphScene,
  index: SceneIndex,
  window: GraphWindow,
  faces: GraphFaces,
  palette: ChartPalette,
): void {
  const { scale } = window;
  const right = window.left + window.width / scale;
  const bottom = window.top + window.height / scale;
  const { boxes } = scene;
  const seen = index.boxesBetween(window.top, bottom).filter((box) => {
    const x = boxes.x[box] as number;
    const y = boxes.y[box] as number;
    return (
      x < right &&
      x + (boxes.width[box] as number) > window.left &&
      y < bottom &&
      y + (boxes.height[box] as number) > window.top
    );
  });
  const frames = seen.filter((box) => boxes.kind[box] === BOX.frame);
  for (const box of frames) paintFrame(pen, scene, box, window, faces, palette);
  paintLines(pen, scene, index, window, faces, palette);
  for (const box of seen)
    if (boxes.kind[box] !== BOX.frame) paintBox(pen, scene, box, window, faces, palette);
  paintFrameWords(pen, scene, frames, window, faces, palette);
}

function paintFrame(
  pen: GraphPen,
  { boxes }: GraphScene,
  box: number,
  { left, top, scale }: GraphWindow,
  faces: GraphFaces,
  palette: ChartPalette,
): void {
  const isMarked = faces.selected.has(box) || faces.found.has(box);
  let depth = 0;
  for (let at = boxes.parent[box] as number; at !== -1; at = boxes.parent[at] as number) depth += 1;
  pen.box(
    ((boxes.x[box] as number) - left) * scale,
    ((boxes.y[box] as number) - top) * scale,
    (boxes.width[box] as number) * scale,
    (boxes.height[box] as number) * scale,
    {
      fill: depth % 2 === 0 ? palette.sunken : palette.surface,
      stroke: isMarked ? palette.accent : palette.axis,
      strokeWidth: isMarked ? 2 : 1,
      radius: 8 * Math.min(1, scale),
      dashed: false,
      ground: palette.surface,
      hatching: palette.axis,
    },
  );
}

/** In the frame's head where it is large enough; from afar on a plate of its own, for frames that are seen whole. */
function paintFrameWords(
  pen: GraphPen,
  { boxes }: GraphScene,
  frames: readonly number[],
  { left, top, scale, height }: GraphWindow,
  faces: GraphFaces,
  palette: ChartPalette,
): void {
  const plates: { readonly x: number; readonly y: number; readonly width: number }[] = [];
  for (const box of frames) {
    const width = (boxes.width[box] as number) * scale;
    const tall = (boxes.height[box] as number) * scale;
    const x = ((boxes.x[box] as number) - left) * scale;
    const y = ((boxes.y[box] as number) - top) * scale;
    const head = SIZE.frameHead * scale;
    if (head < PLATE_BELOW) {
      if (tall < 2 * PLATE_HEIGHT || width < PLATE_HEIGHT || tall > height) continue;
      const words = shortLabel(faces.title(box), Math.max(width, 120), DETAIL_SIZE);
      const plate = words.length * DETAIL_SIZE * 0.6 + 8;
      const isTaken = plates.some(
        (other) => Math.abs(other.y - y) < PLATE_HEIGHT && x < other.x + other.width && other.x < x + plate,
      );
      if (isTaken) continue;
      plates.push({ x, y, width: plate });
      pen.box(x, y, plate, PLATE_HEIGHT, {
        fill: palette.surface,
        stroke: palette.axis,
        strokeWidth: 1,
        radius: 3,
        dashed: false,
        ground: palette.surface,
        hatching: palette.grid,
      });
      pen.text(x + 4, y + PLATE_HEIGHT / 2, words, {
        colour: palette.text,
        size: DETAIL_SIZE,
        strong: false,
        align: 'left',
      });
      continue;
    }
    const size = Math.max(9, DETAIL_SIZE * scale);
    const room = width - 16 * scale;
    const words = shortLabel(faces.title(box), room, size);
    const middle = y + head / 2;
    pen.text(x + 10 * scale, middle, words, { colour: palette.text, size, strong: true, align: 'left' });
    const detail = faces.detail(box);
    if (room - words.length * size * 0.58 < detail.length * size * 0.56 + 12) continue;
    pen.text(x + width - 10 * scale, middle, detail, {
      colour: palette.muted,
      size,
      strong: false,
      align: 'right',
    });
  }
}

function paintLines(
  pen: GraphPen,
  scene: GraphScene,
  index: SceneIndex,
  { left, top, scale, width, height }: GraphWindow,
  faces: GraphFaces,
  palette: ChartPalette,
): void {
  const { lines } = scene;
  const plain: LineLook = {
    colour: palette.axis,
    width: scale < EDGES_FROM ? 0.5 : Math.min(1.5, 0.6 + scale * 0.6),
    dashed: false,
  };
  const back: LineLook = { ...plain, dashed: true };
  const stressed: LineLook = {
    colour: palette.accent,
    width: Math.max(1.25, Math.min(2.5, 2 * scale)),
    dashed: false,
  };
  const later: number[] = [];
  const paint = (line: number, look: LineLook): void => {
    const first = (lines.start[line] as number) * 2;
    const last = (lines.start[line + 1] as number) * 2;
    const points = new Float64Array(last - first);
    let lowX = Number.POSITIVE_INFINITY;
    let highX = Number.NEGATIVE_INFINITY;
    for (let at = first; at < last; at += 2) {
      const x = ((lines.points[at] as number) - left) * scale;
      points[at - first] = x;
      points[at + 1 - first] = ((lines.points[at + 1] as number) - top) * scale;
      if (x < lowX) lowX = x;
      if (x > highX) highX = x;
    }
    if (highX < 0 || lowX > width) return;
    if (scale < EDGES_FROM && Math.abs((points[1] as number) - (points.at(-1) as number)) + highX - lowX < 2)
      return;
    pen.line(points, look);
    if (lines.hasHead[line] === 1 && scale > 0.3) {
      pen.head(points.at(-2) as number, points.at(-1) as number, 6 * scale, look.colour);
    }
  };
  for (const line of index.linesBetween(top, top + height / scale)) {
    if (faces.isStressed(line)) later.push(line);
    else paint(line, lines.isFeedback[line] === 1 ? back : plain);
  }
  for (const line of later) paint(line, stressed);
}

function paintBox(
  pen: GraphPen,
  { boxes }: GraphScene,
  box: number,
  { left, top, scale }: GraphWindow,
  faces: GraphFaces,
  palette: ChartPalette,
): void {
  const x = ((boxes.x[box] as number) - left) * scale;
  const y = ((boxes.y[box] as number) - top) * scale;
  const width = Math.max(1, (boxes.width[box] as number) * scale);
  const height = Math.max(1, (boxes.height[box] as number) * scale);
  const kind = boxes.kind[box] as number;
  const isMarked = faces.selected.has(box);
  const isFound = faces.found.has(box);
  const fill = kind === BOX.terminal ? palette.surface : faces.fill(box);
  const radius = (kind === BOX.terminal ? (boxes.height[box] as number) / 2 : 5) * scale;
  const look: BoxLook = {
    fill: scale < EDGES_FROM ? (fill ?? palette.grid) : fill,
    stroke: isMarked || isFound ? palette.accent : scale < EDGES_FROM ? null : palette.axis,
    strokeWidth: isMarked ? 3 : isFound ? 2 : 1,
    radius: scale < EDGES_FROM ? 0 : radius,
    dashed: isFound && !isMarked,
    ground: palette.surface,
    hatching: palette.grid,
  };
  if (kind === BOX.group && scale >= EDGES_FROM) {
    // A second sheet beneath: there is more inside.
    pen.box(x + 3 * scale, y + 3 * scale, width, height, {
      ...look,
      fill: palette.surface,
      strokeWidth: 1,
      dashed: false,
    });
  }
  pen.box(x, y, width, height, look);
  const stripe = kind === BOX.node ? faces.stripe(box) : null;
  if (stripe !== null && scale >= EDGES_FROM) {
    pen.box(x, y, Math.max(2, 5 * scale), height, {
      ...look,
      fill: stripe,
      stroke: null,
      radius: 0,
    });
  }
  if (scale < WORDS_FROM) return;
  const ink = fill === null || kind === BOX.terminal ? palette.text : inkOn(fill);
  const textLeft = x + 12 * scale;
  const room = width - 18 * scale;
  const detail = kind === BOX.terminal ? '' : shortLabel(faces.detail(box), room, DETAIL_SIZE * scale);
  const badge = kind === BOX.terminal ? '' : faces.badge(box);
  if (badge !== '') {
    pen.text(x + width - 5 * scale, y + 10 * scale, badge, {
      colour: fill === null ? palette.muted : ink,
      size: BADGE_SIZE * scale,
      strong: false,
      align: 'right',
    });
  }
  pen.text(
    textLeft,
    y + height / 2 - (detail === '' ? 0 : 7.5 * scale),
    shortLabel(faces.title(box), room - badge.length * BADGE_SIZE * scale * 0.6, TITLE_SIZE * scale),
    { colour: ink, size: TITLE_SIZE * scale, strong: true, align: 'left' },
  );
  if (detail !== '') {
    pen.text(textLeft, y + height / 2 + 8 * scale, detail, {
      colour: fill === null ? palette.muted : ink,
      size: DETAIL_SIZE * scale,
      strong: false,
      align: 'left',
    });
  }
}
