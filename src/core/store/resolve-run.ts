import type { DynoError } from '../../contract/errors.ts';
import type { Run } from '../../contract/run.ts';
import { noSuchRun, type RunTable } from './runs.ts';

const MOST_SHOWN = 5;

/** The one run that a reference means. An id wins over a name, and a whole name over the beginning of an id. */
export function resolveRun(runs: RunTable, reference: string): Run {
  const wanted = reference.trim();
  if (wanted === '') throw noSuchRun(reference, 'No run was named.');
  const known = runs.get(wanted);
  if (known !== null) return known;

  const last = /^last(?:~(\d{1,9}))?$/.exec(wanted);
  if (last !== null) return fromNewest(runs, wanted, Number(last[1] ?? 0));

  const named = runs.named(wanted, MOST_SHOWN + 1);
  const found = named.length > 0 ? named : runs.beginning(wanted.toLowerCase(), MOST_SHOWN + 1);
  const [only, second] = found;
  if (only === undefined) throw noSuchRun(reference);
  if (second !== undefined) throw ambiguous(reference, found);
  return only;
}

function fromNewest(runs: RunTable, reference: string, back: number): Run {
  const run = runs.nth(back);
  if (run !== null) return run;
  const count = runs.count();
  const message =
    count === 0
      ? 'There are no runs yet.'
      : `There ${count === 1 ? 'is only one run' : `are only ${count} runs`}, so none lies that far back.`;
  throw noSuchRun(reference, message);
}

function ambiguous(reference: string, found: readonly Run[]): DynoError {
  const shown = found.slice(0, MOST_SHOWN).map(({ id, name }) => (name === '' ? id : `${id} (${name})`));
  const more = found.length > MOST_SHOWN ? ', and more' : '';
  return noSuchRun(reference, `More than one run goes by that: ${shown.join(', ')}${more}.`);
}
