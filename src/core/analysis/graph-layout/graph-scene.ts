/** A graph with everything in its place. Columns of typed arrays: it crosses from a worker without being copied. */
export interface GraphScene {
  readonly width: number;
  readonly height: number;
  readonly boxes: SceneBoxes;
  readonly lines: SceneLines;
}

export const BOX = { node: 0, terminal: 1, group: 2, frame: 3 } as const;

/** Outer boxes come before those inside them. */
export interface SceneBoxes {
  readonly count: number;
  /** Of BOX: a node, a model input or output, a folded group, and an unfolded one around its own. */
  readonly kind: Uint8Array;
  /** Place among the nodes, the terminals, or the groups. */
  readonly subject: Int32Array;
  /** The frame around it; −1 for none. */
  readonly parent: Int32Array;
  readonly x: Float64Array;
  readonly y: Float64Array;
  readonly width: Float64Array;
  readonly height: Float64Array;
}

/** Pieces of arrows: one that crosses frames is several, which meet at their borders. */
export interface SceneLines {
  readonly count: number;
  /** The box where the arrow begins; −1 where several run together. */
  readonly source: Int32Array;
  /** The box that this piece ends at; −1 at a border on the way out. */
  readonly target: Int32Array;
  /** 1: ends with an arrow's head. */
  readonly hasHead: Uint8Array;
  readonly isFeedback: Uint8Array;
  /** The points of line l are those from start[l] to start[l + 1]. */
  readonly start: Uint32Array;
  readonly points: Float64Array;
}

export const SIZE = {
  box: 40,
  terminal: 26,
  frameHead: 24,
  framePadding: 14,
  port: 8,
} as const;
