import { DynoError } from '../../contract/errors.ts';
import type { ModelLine } from '../../contract/history.ts';

const MOST_LISTED = 8;

export function noSuchModel(word: string, known: number): DynoError {
  return new DynoError({
    code: 'HISTORY_NOT_FOUND',
    message: `No finished run is of a model called "${word}".`,
    subject: word,
    nextStep:
      known === 0
        ? 'Measure one first: dyno bench MODEL.'
        : 'See which there are with "dyno history"; a name, the beginning of a hash, or a path finds one.',
  });
}

export function severalModels(word: string, lines: readonly ModelLine[]): DynoError {
  const listed = lines.slice(0, MOST_LISTED).map(({ names, id }) => `${names[0]} (${id.slice(0, 8)})`);
  const more = lines.length > MOST_LISTED ? `, and ${lines.length - MOST_LISTED} more` : '';
  return new DynoError({
    code: 'HISTORY_NOT_FOUND',
    message: `"${word}" may be ${lines.length} models: ${listed.join(', ')}${more}.`,
    subject: word,
    nextStep: 'Name one of them by its whole name or by the hash behind it.',
  });
}

export function noSuchBenchmark(word: string, line: ModelLine, found: number): DynoError {
  const listed = line.benchmarks
    .slice(0, MOST_LISTED)
    .map(({ label, key }) => `${label} (${key})`)
    .join('; ');
  return new DynoError({
    code: 'HISTORY_NOT_FOUND',
    message: `${line.names[0]} was measured in ${found === 0 ? 'no' : 'more than one'} way that is "${word}".`,
    subject: word,
    nextStep: `Name one of: ${listed}.`,
  });
}

export function goalInvalid(goal: number): DynoError {
  return new DynoError({
    code: 'USAGE',
    message: 'A goal is a number above zero.',
    subject: String(goal),
    nextStep: 'Give what is to be reached, in the unit of the metric.',
  });
}
