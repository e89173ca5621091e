import type { BaselineReport } from '../../contract/target.ts';
import type { Paint } from '../host/terminal.ts';
import { printable } from './table.ts';
import { wrap } from './wrap.ts';

/** A run against its baseline, in sentences; cautions last, each on a line of its own. */
export function formatBaseline({ baseline, sentences, cautions }: BaselineReport, paint: Paint): string {
  return [
    paint.bold(`Against ${printable(baseline.name)}`) + paint.dim(` (run ${baseline.runId})`),
    ...sentences.flatMap((sentence) => wrap(printable(sentence), 80)),
    ...cautions.flatMap((caution) => wrap(`! ${printable(caution)}`, 80).map((line) => paint.yellow(line))),
  ].join('\n');
}
