/** How the value of an argument is read: see DetailForm in src/core/importers/trace-events/event-batch.ts. */
export interface NativeDetail {
  readonly name: string;
  /** What the batch calls it, 0 to 255. */
  readonly code: number;
  readonly form: 'number' | 'text' | 'json' | 'triple';
}

export interface NativeScannerSettings {
  /** In this order; 56 at most. */
  readonly details: readonly NativeDetail[];
  readonly mostEventDetails: number;
  readonly slowPhases: string;
}

/** The columns of an EventBatch, those of one kind equally long. */
export interface NativeEventColumns {
  readonly phase: Uint8Array;
  readonly name: Uint32Array;
  readonly category: Uint32Array;
  readonly process: Uint32Array;
  readonly thread: Uint32Array;
  readonly id: Float64Array;
  readonly bindPoint: Uint8Array;
  readonly scope: Uint8Array;
  readonly microseconds: Float64Array;
  readonly nanoseconds: Float64Array;
  readonly durationNs: Float64Array;
  readonly offset: Float64Array;
  readonly length: Uint32Array;
  readonly isWhole: Uint8Array;
  readonly detailEvent: Uint32Array;
  readonly detailKey: Uint8Array;
  readonly detailValue: Float64Array;
}

/** Strings that are new, as the bytes in which they stood, one after the other. */
export interface NativeStrings {
  readonly bytes: Uint8Array;
  readonly lengths: Uint32Array;
  /** 1 where they stand for themselves; others have the escapes of a JSON string. */
  readonly isRaw: Uint8Array;
}

export interface NativeEventScanner {
  /**
   * Writes into the columns and says how that went, in `result`: [used, state (0 more, 1 full, 2 list-end), count,
   * detailCount, brokenCount, brokenAt, strings in the table]. Throws TRACE_ARGUMENT for what can't be meant.
   */
  scan(
    bytes: Uint8Array,
    from: number,
    isLast: boolean,
    baseOffset: number,
    columns: NativeEventColumns,
    result: Float64Array,
  ): void;
  /** Those since the last call; number 0, the empty one, is the first of all. */
  takeStrings(): NativeStrings;
}

export interface TraceNative {
  readonly EventScanner: new (settings: NativeScannerSettings) => NativeEventScanner;
}
