import { formatCount } from '../../../../contract/units.ts';
import { stated, unknown } from '../finding.ts';
import type { TrustRule } from './types.ts';

const NEXT =
  'Look at the model with inputs of your own (--input name=file): made-up values may lie outside of what it takes.';

export const outputs: TrustRule = {
  about: 'run',
  judge({ outputs }) {
    if (outputs === null || outputs.length === 0) return unknown('No outputs of this run were kept.');
    const total = sum(outputs.map(({ count }) => count));
    const broken = outputs.filter(({ notANumber, infinite }) => notANumber + infinite > 0);
    const notANumber = sum(broken.map((output) => output.notANumber));
    const infinite = sum(broken.map((output) => output.infinite));
    const names = broken.map(({ name }) => name).join(', ');
    if (notANumber > 0) {
      const detail = `${formatCount(notANumber)} of ${formatCount(total)} output values are no number (NaN) in ${names}.`;
      return stated(notANumber === total ? 'bad' : 'warning', detail, NEXT);
    }
    if (infinite > 0) {
      const detail = `${formatCount(infinite)} of ${formatCount(total)} output values are infinite in ${names}.`;
      return stated('warning', detail, NEXT);
    }
    return stated('ok', `All ${formatCount(total)} output values are finite.`);
  },
};

function sum(values: readonly number[]): number {
  return values.reduce((total, value) => total + value, 0);
}
