/** What the graph is drawn with: a canvas, or text that becomes SVG. All in pixels of the picture. */
export interface GraphPen {
  box(x: number, y: number, width: number, height: number, look: BoxLook): void;
  /** Points from first to last as pairs; between two of them it swings with upright ends. */
  line(points: Float64Array, look: LineLook): void;
  /** A head with its tip at this point. */
  head(x: number, y: number, size: number, colour: string): void;
  text(x: number, y: number, text: string, look: TextLook): void;
}

export interface BoxLook {
  /** Null: nothing is known, which is hatched. */
  readonly fill: string | null;
  readonly stroke: string | null;
  readonly strokeWidth: number;
  readonly radius: number;
  readonly dashed: boolean;
  /** Under the hatching, and its lines. */
  readonly ground: string;
  readonly hatching: string;
}

/** Kept by identity: lines of one look are drawn together. */
export interface LineLook {
  readonly colour: string;
  readonly width: number;
  readonly dashed: boolean;
}

export interface TextLook {
  readonly colour: string;
  readonly size: number;
  readonly strong: boolean;
  readonly align: 'left' | 'center' | 'right';
}
