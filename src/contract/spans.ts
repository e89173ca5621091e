/** A row of its own in a timeline: a thread, a stream, a device. */
export interface SpanTrack {
  readonly name: string;
  /** Tracks of one process or device belong together. */
  readonly group: string;
}

/**
 * Intervals of time by columns: what a flame chart or a timeline is drawn from, wherever they come from. Of each
 * track in order of their start, an outer span before those inside it.
 */
export interface SpanTable {
  readonly names: readonly string[];
  /** What colours follow: operator families in a profile, categories in an imported trace. */
  readonly categories: readonly string[];
  readonly tracks: readonly SpanTrack[];
  /** Into `names`, `categories` and `tracks`. */
  readonly name: Uint32Array;
  readonly category: Uint8Array;
  readonly track: Uint16Array;
  /** 0 is outermost. */
  readonly depth: Uint16Array;
  readonly startUs: Float64Array;
  readonly durationUs: Float64Array;
  /** What the span belongs to, such as the place of its operator in RunProfile.operators; −1 for nothing. */
  readonly subject: Int32Array;
}
