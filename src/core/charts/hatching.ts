/** A path that lines can be added to: a canvas, or one of a vector drawing. */
export interface LineTracer {
  moveTo(x: number, y: number): void;
  lineTo(x: number, y: number): void;
}

const APART_PX = 6;

/** Slanted lines inside of a rectangle, cut at its edges; on one grid, so that neighbours go on in each other. */
export function traceHatching(
  tracer: LineTracer,
  x: number,
  y: number,
  width: number,
  height: number,
  apart = APART_PX,
): void {
  const right = x + width;
  const bottom = y + height;
  // Lines on which x + y is a multiple of their distance.
  for (let sum = Math.ceil((x + y) / apart) * apart; sum < right + bottom; sum += apart) {
    const fromX = Math.max(x, sum - bottom);
    const toX = Math.min(right, sum - y);
    if (toX <= fromX) continue;
    tracer.moveTo(fromX, sum - fromX);
    tracer.lineTo(toX, sum - toX);
  }
}
