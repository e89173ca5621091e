/** Which part of the scene the canvas shows: the scene's point at the left upper corner, and pixels per unit. */
export interface Viewport {
  readonly left: number;
  readonly top: number;
  readonly scale: number;
}

export interface Extent {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

interface Size {
  readonly width: number;
  readonly height: number;
}

const MARGIN = 24;
export const LARGEST_SCALE = 3;
const READABLE_SCALE = 0.7;
const WHOLE_FROM = 0.45;

export function smallestScale(scene: Size, canvas: Size): number {
  return Math.min(1, fitScale(scene, canvas)) * 0.8;
}

function fitScale(scene: Size, canvas: Size): number {
  return Math.min(
    Math.max(1, canvas.width - 2 * MARGIN) / Math.max(1, scene.width),
    Math.max(1, canvas.height - 2 * MARGIN) / Math.max(1, scene.height),
  );
}

export function fitAll(scene: Size, canvas: Size): Viewport {
  return showExtent({ x: 0, y: 0, ...scene }, canvas, 1);
}

/** The whole where its words can be read, else its upper end. */
export function firstView(scene: Size, canvas: Size): Viewport {
  const whole = fitAll(scene, canvas);
  if (whole.scale >= WHOLE_FROM) return whole;
  const scale = Math.min(
    READABLE_SCALE,
    Math.max(WHOLE_FROM, (canvas.width - 2 * MARGIN) / Math.max(1, scene.width)),
  );
  return { scale, left: scene.width / 2 - canvas.width / 2 / scale, top: -MARGIN / scale };
}

/** Centred, and as large as fits up to `most`. */
export function showExtent(extent: Extent, canvas: Size, most: number): Viewport {
  const scale = Math.min(most, fitScale(extent, canvas));
  return {
    scale,
    left: extent.x + extent.width / 2 - canvas.width / 2 / scale,
    top: extent.y + extent.height / 2 - canvas.height / 2 / scale,
  };
}

/** What lies under the point of the canvas stays there. */
export function zoomAt(view: Viewport, x: number, y: number, scale: number): Viewport {
  return {
    scale,
    left: view.left + x / view.scale - x / scale,
    top: view.top + y / view.scale - y / scale,
  };
}

/** Some of the scene stays on the canvas. */
export function keepInSight(view: Viewport, scene: Size, canvas: Size): Viewport {
  const reachX = Math.min(80, canvas.width / 3) / view.scale;
  const reachY = Math.min(80, canvas.height / 3) / view.scale;
  return {
    scale: view.scale,
    left: Math.min(scene.width - reachX, Math.max(reachX - canvas.width / view.scale, view.left)),
    top: Math.min(scene.height - reachY, Math.max(reachY - canvas.height / view.scale, view.top)),
  };
}

/** Moved as little as shows the extent, where it fits at all. */
export function intoSight(view: Viewport, extent: Extent, canvas: Size): Viewport {
  const shift = (from: number, length: number, start: number, room: number): number => {
    const margin = MARGIN / view.scale;
    if (length + 2 * margin > room) return start;
    return Math.min(from - margin, Math.max(start, from + length + margin - room));
  };
  return {
    scale: view.scale,
    left: shift(extent.x, extent.width, view.left, canvas.width / view.scale),
    top: shift(extent.y, extent.height, view.top, canvas.height / view.scale),
  };
}
