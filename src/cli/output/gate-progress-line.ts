import type { GateProgress } from '../../contract/gate.ts';
import type { Terminal } from '../host/terminal.ts';
import { ellipsize, printable } from './table.ts';

/** Between two plain lines where nothing can be redrawn. */
const PLAIN_EVERY_MS = 5000;

export interface GateProgressLine {
  show(progress: GateProgress): void;
  clear(): void;
}

/** One line on stderr while an alarm is measured again; nothing where nothing alarmed. */
export function createGateProgressLine(
  terminal: Pick<Terminal, 'say' | 'redraw' | 'redraws' | 'columns'>,
  monotonic: () => number,
): GateProgressLine {
  let saidAt = Number.NEGATIVE_INFINITY;
  return {
    show({ step, done, wanted, waitingFor }) {
      if (wanted === 0) return;
      const words =
        waitingFor === null
          ? `alarmed, measuring again: ${done} of ${wanted}  ${step}`
          : `alarmed, measuring again: waiting for ${printable(waitingFor)}`;
      const line = ellipsize(words, terminal.columns - 1);
      if (terminal.redraws) return terminal.redraw(line);
      if (monotonic() - saidAt < PLAIN_EVERY_MS) return;
      saidAt = monotonic();
      terminal.say(line);
    },
    clear: () => terminal.redraw(''),
  };
}
