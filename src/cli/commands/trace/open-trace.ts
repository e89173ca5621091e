import { DynoError } from '../../../contract/errors.ts';
import type { OpenTraceRequest, TraceInfo, TraceWindow } from '../../../contract/trace.ts';
import type { Core } from '../../../core/index.ts';
import { STOP_EXIT_CODES } from '../../host/stop-request.ts';
import { createTraceProgressLine } from '../../output/trace-progress.ts';
import type { CommandHost } from '../types.ts';

export interface OpeningOptions {
  readonly from?: number;
  readonly to?: number;
  readonly again?: boolean;
}

/** The user wanted to stop while a trace was read. */
export class StoppedReading extends Error {
  readonly exitCode: number;

  constructor(exitCode: number) {
    super('stopped');
    this.exitCode = exitCode;
  }
}

/** A trace read into its index, or opened from it; its progress on stderr meanwhile. */
export async function openTrace(
  host: CommandHost,
  core: Core,
  file: string,
  options: OpeningOptions,
): Promise<TraceInfo> {
  const window = windowOf(options);
  const request: OpenTraceRequest = {
    path: host.invocation.path(file),
    ...(window && { window }),
    ...(options.again === true && { again: true }),
  };
  const line = createTraceProgressLine(host.terminal, host.monotonic);
  try {
    const { id, info } = await core.api.openTrace(request);
    if (info !== null) return info;
    const reading = core.traces.ready(id, (progress) => line.show(progress));
    const answer = await Promise.race([reading, host.stop.asked]);
    if (typeof answer !== 'string') return answer;
    reading.catch(() => undefined);
    await core.api.stopTrace(id);
    throw new StoppedReading(STOP_EXIT_CODES[answer]);
  } finally {
    line.clear();
  }
}

/** Later than any trace ends: a window that was given no end. */
const NO_END_US = 1e15;

function windowOf({ from, to }: OpeningOptions): TraceWindow | null {
  if (from === undefined && to === undefined) return null;
  const window = { fromUs: from ?? 0, toUs: to ?? NO_END_US };
  if (window.toUs > window.fromUs) return window;
  throw new DynoError({
    code: 'USAGE',
    message: 'The window ends before it begins.',
    subject: '--from and --to',
    nextStep: 'Give a --to that is later than --from, as in --from 1.5s --to 2s.',
  });
}
