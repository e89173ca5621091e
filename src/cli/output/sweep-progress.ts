import type { SweepCell } from '../../contract/sweep.ts';
import { formatDuration } from '../../contract/units.ts';
import type { SweepStep } from '../commands/follow-sweep.ts';
import type { Terminal } from '../host/terminal.ts';
import { describeProgress } from './progress-line.ts';
import { cellWords } from './sweep-report.ts';
import { ellipsize } from './table.ts';

export interface SweepProgressLine {
  show(step: SweepStep): void;
  clear(): void;
}

/** One line on stderr: redrawn on a terminal; elsewhere a line for each cell that has ended. */
export function createSweepProgress(
  terminal: Pick<Terminal, 'say' | 'redraw' | 'redraws' | 'columns'>,
): SweepProgressLine {
  const told = new Set<number>();
  return {
    show({ sweep, run }) {
      const wanted = sweep.cells.filter(({ state }) => state !== 'skipped');
      if (terminal.redraws) {
        const running = wanted.find(({ state }) => state === 'running');
        if (running === undefined) return;
        const left = sweep.remainingMs === null ? '' : `  ≈ ${formatDuration(sweep.remainingMs)} in all`;
        const place = `${wanted.filter(isOver).length + 1} of ${wanted.length}`;
        const line = `${place}  ${cellWords(running, sweep)}  ${run === null ? '' : describeProgress(run)}${left}`;
        terminal.redraw(ellipsize(line, terminal.columns - 1));
        return;
      }
      for (const cell of wanted) {
        if (!isOver(cell) || told.has(cell.index)) continue;
        told.add(cell.index);
        const result = cell.p50Ms === null ? cell.state : `p50 ${formatDuration(cell.p50Ms)}`;
        terminal.say(`${told.size} of ${wanted.length}  ${cellWords(cell, sweep)}  ${result}`);
      }
    },
    clear: () => terminal.redraw(''),
  };
}

function isOver({ state }: SweepCell): boolean {
  return state !== 'waiting' && state !== 'running';
}
