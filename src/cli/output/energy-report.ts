import type { RunEnergy } from '../../contract/energy.ts';
import { energySentences } from '../../core/analysis/energy/energy-words.ts';
import type { Paint } from '../host/terminal.ts';
import { printable } from './table.ts';
import { wrap } from './wrap.ts';

const LINE_WIDTH = 80;

/** What a run drew, under the label that the caller gives. */
export function energyLines(energy: RunEnergy, paint: Paint, labelWidth: number): readonly string[] {
  const [first = [], ...rest] = energySentences(energy).map((text) =>
    wrap(printable(text), LINE_WIDTH - labelWidth),
  );
  const indent = ' '.repeat(labelWidth);
  const [head = '', ...more] = first;
  return [head, ...more.map((line) => indent + line), ...rest.flat().map((line) => indent + paint.dim(line))];
}
