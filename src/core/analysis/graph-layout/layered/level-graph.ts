/** Boxes and arrows of one level, before any has a place. Arrows to the same box itself do not occur. */
export interface LevelGraph {
  readonly width: Float64Array;
  readonly height: Float64Array;
  /** Which boxes lie on the border: 0 none, 1 the first rank, 2 the last. */
  readonly pin: Uint8Array;
  readonly from: Int32Array;
  readonly to: Int32Array;
  /** Where an arrow leaves and enters, from the middle of its box. */
  readonly fromX: Float64Array;
  readonly toX: Float64Array;
}

export const PIN = { none: 0, first: 1, last: 2 } as const;

export interface LevelLayout {
  readonly width: number;
  readonly height: number;
  /** Left upper corners. */
  readonly x: Float64Array;
  readonly y: Float64Array;
  /** Of each arrow, x and y of the points it passes; between two of them it swings with upright ends. */
  readonly routes: readonly Float64Array[];
  /** Arrows that close a cycle and run upwards. */
  readonly isFeedback: Uint8Array;
}

export const SPACE = {
  /** Between boxes of a rank, between lines, and between a box and a line. */
  boxes: 22,
  lines: 10,
  boxAndLine: 14,
  /** Between ranks at least, and what a wide swing adds at most. */
  ranks: 30,
  swing: 50,
} as const;
