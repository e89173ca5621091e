import type { ProbeProgress } from '../../contract/probe.ts';
import type { Terminal } from '../host/terminal.ts';
import { ellipsize, printable } from './table.ts';

const BAR_WIDTH = 20;
/** Where lines stay, one is written for a new step, and not more often than this. */
const PLAIN_EVERY_MS = 2000;

/** A bar and the step on one line of stderr. */
export function probeProgressLine(
  terminal: Pick<Terminal, 'redraw' | 'say' | 'redraws' | 'columns'>,
  monotonic: () => number,
) {
  let saidAt = Number.NEGATIVE_INFINITY;
  let said = '';
  return {
    show({ step, done, of }: ProbeProgress): void {
      const filled = Math.round((of > 0 ? done / of : 0) * BAR_WIDTH);
      const bar = '█'.repeat(filled) + '░'.repeat(BAR_WIDTH - filled);
      if (terminal.redraws)
        return terminal.redraw(ellipsize(`${bar}  ${printable(step)}`, terminal.columns - 1));
      if (step === said || monotonic() - saidAt < PLAIN_EVERY_MS) return;
      said = step;
      saidAt = monotonic();
      terminal.say(ellipsize(`${Math.round(of > 0 ? (done / of) * 100 : 0)} %  ${printable(step)}`, 80));
    },
    clear: () => terminal.redraw(''),
  };
}
