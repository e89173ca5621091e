/**
 * Every failure that a user can meet, as one closed set. The same text appears on the command line, in the
 * interface and in the log: what happened, to what, and the next step.
 */
export const ERROR_EXIT_CODES = {
  // Bad input: the user can mend it before anything ran.
  USAGE: 2,
  FILE_NOT_FOUND: 2,
  FILE_NOT_READABLE: 2,
  MODEL_INVALID: 2,
  MODEL_UNKNOWN_DEMO: 2,
  MODEL_EXTERNAL_DATA_MISSING: 2,
  INPUT_INVALID: 2,
  SHAPE_INVALID: 2,
  LEVEL_UNKNOWN: 2,
  PROVIDER_UNAVAILABLE: 2,
  DOES_NOT_FIT: 2,
  TAKES_LONG: 2,
  MEASUREMENT_BUSY: 2,
  RUN_NOT_FOUND: 2,
  COMPARISON_NOT_FOUND: 2,
  SWEEP_NOT_FOUND: 2,
  BASELINE_NOT_FOUND: 2,
  HISTORY_NOT_FOUND: 2,
  BACKUP_INVALID: 2,
  TARGETS_INVALID: 2,
  TARGETS_NOT_FOUND: 2,
  RUN_NOT_COMPARABLE: 2,
  NATIVE_MISSING: 2,
  RECORDING_NOT_FOUND: 2,
  THRESHOLD_NOT_FOUND: 2,
  PORT_IN_USE: 2,
  STORE_READ_ONLY: 2,
  STORE_TOO_NEW: 2,
  STORE_CORRUPT: 2,
  UPLOAD_TOO_LARGE: 2,
  TRACE_INVALID: 2,
  TRACE_NOT_FOUND: 2,
  QUERY_INVALID: 2,
  // The run itself failed.
  MODEL_REFUSED: 3,
  RUN_FAILED: 3,
  WORKER_CRASHED: 3,
  IMPORTER_CRASHED: 3,
  STORE_FULL: 3,
  STORE_FAILED: 3,
  CONNECTION_LOST: 3,
  INTERNAL: 3,
} as const;

export type ErrorCode = keyof typeof ERROR_EXIT_CODES;

export interface ErrorDetails {
  readonly code: ErrorCode;
  /** What happened, one sentence, plain words. */
  readonly message: string;
  /** To what: a path, a run, an option. */
  readonly subject: string;
  /** What the user can do now. */
  readonly nextStep: string;
  /** Of DOES_NOT_FIT: what the run would need, and what there is. */
  readonly needBytes?: number;
  readonly haveBytes?: number;
  /** Of TAKES_LONG: the estimate. */
  readonly takesMs?: number;
}

export class DynoError extends Error implements ErrorDetails {
  override readonly name = 'DynoError';
  readonly code: ErrorCode;
  readonly subject: string;
  readonly nextStep: string;
  readonly needBytes?: number;
  readonly haveBytes?: number;
  readonly takesMs?: number;

  constructor(details: ErrorDetails, options?: { cause?: unknown }) {
    super(details.message, options);
    this.code = details.code;
    this.subject = details.subject;
    this.nextStep = details.nextStep;
    if (details.needBytes !== undefined) this.needBytes = details.needBytes;
    if (details.haveBytes !== undefined) this.haveBytes = details.haveBytes;
    if (details.takesMs !== undefined) this.takesMs = details.takesMs;
  }

  get exitCode(): number {
    return ERROR_EXIT_CODES[this.code];
  }

  details(): ErrorDetails {
    const { code, message, subject, nextStep, needBytes, haveBytes, takesMs } = this;
    return {
      code,
      message,
      subject,
      nextStep,
      ...(needBytes !== undefined && { needBytes }),
      ...(haveBytes !== undefined && { haveBytes }),
      ...(takesMs !== undefined && { takesMs }),
    };
  }
}

/** Gives any thrown value the shape that users see; what was not foreseen becomes INTERNAL, with its cause kept. */
export function asDynoError(thrown: unknown, subject = 'Dyno'): DynoError {
  if (thrown instanceof DynoError) return thrown;
  const message = thrown instanceof Error ? thrown.message : String(thrown);
  return new DynoError(
    {
      code: 'INTERNAL',
      message: `Something failed that Dyno did not foresee: ${message}`,
      subject,
      nextStep: 'Run it again with DYNO_DEBUG=1 and report what it prints.',
    },
    { cause: thrown },
  );
}

export function isErrorCode(code: unknown): code is ErrorCode {
  return typeof code === 'string' && Object.hasOwn(ERROR_EXIT_CODES, code);
}
