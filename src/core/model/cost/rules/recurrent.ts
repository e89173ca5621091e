import { countElements } from '../../element-type.ts';
import { spread, work, type WorkRule } from '../types.ts';

/**
 * Weights of all directions and gates, once for each step and sequence: W meets the input, R what was before. Sequences
 * that end earlier are counted whole. The rest is each cell's gates: three sigmoids, two tanh and four more in an LSTM.
 */
const cell =
  (rest: number): WorkRule =>
  (view) => {
    const [input, weight, recurrence] = [view.shape(0), view.shape(1), view.shape(2)];
    if (input?.length !== 3 || weight === undefined || recurrence?.length !== 3) return null;
    const steps = countElements(input.slice(0, 2));
    // Of (directions, gates × hidden, hidden), or with the last two exchanged.
    const hidden = Math.min(recurrence[1] as number, recurrence[2] as number);
    const cells = (recurrence[0] as number) * hidden;
    return work(steps * (countElements(weight) + countElements(recurrence)), steps * cells * rest);
  };

export const RECURRENT = spread({
  'LSTM DynamicQuantizeLSTM': cell(18),
  GRU: cell(14),
  RNN: cell(1),
});
