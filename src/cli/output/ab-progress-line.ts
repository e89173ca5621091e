import type { AbProgress } from '../../contract/ab.ts';
import { formatDuration } from '../../contract/units.ts';
import { formatRatio } from '../../core/analysis/ab/sentence.ts';
import type { Terminal } from '../host/terminal.ts';
import { ellipsize, printable } from './table.ts';

/** Between two plain lines where nothing can be redrawn. */
const PLAIN_EVERY_MS = 5000;

export interface AbProgressLine {
  show(progress: AbProgress): void;
  clear(): void;
}

/** One line on stderr that shows the interval closing. */
export function createAbProgressLine(
  terminal: Pick<Terminal, 'say' | 'redraw' | 'redraws' | 'columns'>,
  monotonic: () => number,
): AbProgressLine {
  let saidAt = Number.NEGATIVE_INFINITY;
  return {
    show(progress) {
      const line = ellipsize(describeAbProgress(progress), terminal.columns - 1);
      if (terminal.redraws) return terminal.redraw(line);
      if (monotonic() - saidAt < PLAIN_EVERY_MS) return;
      saidAt = monotonic();
      terminal.say(line);
    },
    clear: () => terminal.redraw(''),
  };
}

export function describeAbProgress(progress: AbProgress): string {
  const { step, pairsDone, pairsWanted, elapsedMs, remainingMs, answer, waitingFor } = progress;
  if (waitingFor !== null) return `waiting for ${printable(waitingFor)}`;
  const pairs = pairsWanted === null ? `${pairsDone}` : `${pairsDone} of ${pairsWanted}`;
  const between = answer?.ratioCi95;
  const parts = [
    `${pairs} ${pairsDone === 1 && pairsWanted === null ? 'pair' : 'pairs'}`,
    answer === null ? null : `B/A ${formatRatio(answer.ratio)}`,
    between ? `95 % ${formatRatio(between[0])} to ${formatRatio(between[1])}` : null,
    remainingMs === null ? formatDuration(elapsedMs) : `${formatDuration(remainingMs)} left at most`,
    step,
  ];
  return parts.filter((part) => part !== null).join('  ');
}
