import { basename } from 'node:path';
import type { TraceProgress } from '../../contract/trace.ts';
import { formatBytes, formatDuration, formatScaled } from '../../contract/units.ts';
import type { Terminal } from '../host/terminal.ts';
import { ellipsize, printable } from './table.ts';

const BAR_WIDTH = 20;
const NAME_WIDTH = 24;
/** Between two plain lines where nothing can be redrawn. */
const PLAIN_EVERY_MS = 5000;
/** What is over sooner needs no words. */
const SILENT_MS = 400;

const PHASE_WORDS: Readonly<Record<TraceProgress['phase'], string>> = {
  waiting: 'waiting',
  reading: 'reading',
  indexing: 'indexing',
  ready: 'ready',
  failed: 'failed',
  stopped: 'stopped',
};

export interface TraceProgressLine {
  show(progress: TraceProgress): void;
  clear(): void;
}

/** One line on stderr that follows the reading of a trace. */
export function createTraceProgressLine(
  terminal: Pick<Terminal, 'say' | 'redraw' | 'redraws' | 'columns'>,
  monotonic: () => number,
): TraceProgressLine {
  let saidAt = monotonic();
  return {
    show(progress) {
      if (progress.elapsedMs < SILENT_MS) return;
      const line = ellipsize(describeTraceProgress(progress), terminal.columns - 1);
      if (terminal.redraws) return terminal.redraw(line);
      if (monotonic() - saidAt < PLAIN_EVERY_MS) return;
      saidAt = monotonic();
      terminal.say(line);
    },
    clear: () => terminal.redraw(''),
  };
}

export function describeTraceProgress(progress: TraceProgress): string {
  const { phase, path, readBytes, totalBytes, spans, remainingMs } = progress;
  const share = totalBytes > 0 ? Math.min(1, readBytes / totalBytes) : 0;
  const filled = Math.round(share * BAR_WIDTH);
  const parts = [
    `${PHASE_WORDS[phase]} ${ellipsize(printable(basename(path)), NAME_WIDTH)}`,
    phase === 'waiting' ? null : '█'.repeat(filled) + '░'.repeat(BAR_WIDTH - filled),
    phase === 'waiting' ? null : `${formatBytes(readBytes)} of ${formatBytes(totalBytes)}`,
    spans > 0 ? `${formatScaled(spans)} spans` : null,
    remainingMs === null || remainingMs < 1000
      ? null
      : `${formatDuration(Math.round(remainingMs / 1000) * 1000)} left`,
  ];
  return parts.filter((part) => part !== null).join('  ');
}
