import type { RunPhase, RunProgress } from '../../contract/run.ts';
import { formatCount, formatDuration } from '../../contract/units.ts';
import type { Terminal } from '../host/terminal.ts';
import { ellipsize, printable } from './table.ts';

const BAR_WIDTH = 20;
/** Between two plain lines where nothing can be redrawn: enough to see life in a log, too few to fill it. */
const PLAIN_EVERY_MS = 5000;

const PHASE_WORDS: Readonly<Record<RunPhase, string>> = {
  waiting: 'waiting',
  preparing: 'preparing',
  loading: 'loading',
  'first-run': 'first run',
  'warm-up': 'warming up',
  measuring: 'measuring',
  profiling: 'profiling',
  storing: 'storing',
};

export interface ProgressLine {
  show(progress: RunProgress): void;
  clear(): void;
}

/** One line on stderr that follows a run: redrawn on a terminal, now and then a line elsewhere. */
export function createProgressLine(
  terminal: Pick<Terminal, 'say' | 'redraw' | 'redraws' | 'columns'>,
  monotonic: () => number,
): ProgressLine {
  let phase: RunPhase | null = null;
  let saidAt = Number.NEGATIVE_INFINITY;
  return {
    show(progress) {
      const line = ellipsize(describeProgress(progress), terminal.columns - 1);
      if (terminal.redraws) return terminal.redraw(line);
      const changed = progress.phase !== phase;
      if (!changed && monotonic() - saidAt < PLAIN_EVERY_MS) return;
      phase = progress.phase;
      saidAt = monotonic();
      terminal.say(line);
    },
    clear: () => terminal.redraw(''),
  };
}

export function describeProgress(progress: RunProgress): string {
  const word = PHASE_WORDS[progress.phase];
  if (progress.phase === 'waiting') {
    return progress.waitingFor ? `${word} for ${printable(progress.waitingFor)}` : word;
  }
  if (progress.phase === 'warm-up') return `${word}  ${formatCount(progress.warmupDone)} done`;
  if (progress.phase === 'profiling') return describeProfiling(word, progress);
  if (progress.phase !== 'measuring') return word;
  const { iterationsDone, iterationsWanted, elapsedMs, remainingMs, running } = progress;
  const parts = [
    word.padEnd(10),
    bar(fractionDone(progress)),
    iterationsWanted === null
      ? formatCount(iterationsDone)
      : `${formatCount(iterationsDone)} of ${formatCount(iterationsWanted)}`,
    running ? `p50 ${formatDuration(running.p50)}` : null,
    remainingMs === null ? `${formatDuration(elapsedMs)} so far` : `${wholeSeconds(remainingMs)} left`,
  ];
  return parts.filter((part) => part !== null).join('  ');
}

function describeProfiling(word: string, { profiling, remainingMs }: RunProgress): string {
  if (profiling === null) return word;
  const { iterationsDone, iterationsWanted, elapsedMs, durationMs } = profiling;
  const share = Math.max(
    elapsedMs / durationMs,
    iterationsWanted === null ? 0 : iterationsDone / iterationsWanted,
  );
  const of = iterationsWanted === null ? '' : ` of ${formatCount(iterationsWanted)}`;
  const left = remainingMs === null ? [] : [`${wholeSeconds(remainingMs)} left`];
  return [word.padEnd(10), bar(share), `${formatCount(iterationsDone)}${of}`, ...left].join('  ');
}

function fractionDone(progress: RunProgress): number | null {
  const { iterationsDone, iterationsWanted, elapsedMs, remainingMs } = progress;
  if (iterationsWanted !== null && iterationsWanted > 0) return iterationsDone / iterationsWanted;
  return remainingMs === null ? null : elapsedMs / Math.max(1e-9, elapsedMs + remainingMs);
}

function bar(fraction: number | null): string | null {
  if (fraction === null) return null;
  const filled = Math.round(Math.min(1, Math.max(0, fraction)) * BAR_WIDTH);
  return '█'.repeat(filled) + '░'.repeat(BAR_WIDTH - filled);
}

/** A countdown that shows milliseconds only flickers. */
function wholeSeconds(ms: number): string {
  return ms < 1000 ? '<1 s' : ms < 60_000 ? `${Math.round(ms / 1000)} s` : formatDuration(ms);
}
